"""Predicates over calls: (allowed, 原因). What a rule of a call may be stands in `calls.rule_kinds`."""

from django.utils.translation import gettext as _

from calls.models import Call, CallCorrection, Deadline
from calls.models.call import CallState, DeadlineKind
from calls.models.correction import CorrectionState
from portal.accounts.actor import Actor
from portal.accounts.models import Organisation
from portal.workflow import ALLOWED, NotAllowed, StateConflict, Verdict, lock


def can_write(actor: Actor, call: Call) -> Verdict:
    """May change the call: an officer of the office that issues it."""
    if not (actor.is_issuing and actor.organisation_id == call.issuer_id):
        return False, _("只有发榜单位的经办人可以修改榜单。")
    return ALLOWED


def is_draft(actor: Actor, call: Call) -> Verdict:
    """Published contents are frozen; only time can be added, by an extension."""
    if call.is_published:
        return False, _("榜单已发布，内容不能再改。需要延长时间的，请办理延期；内容有误的，请发布更正公告。")
    if call.state == CallState.REVIEW:
        return False, _("榜单正在复核，内容不能改。需要修改的，请先撤回复核。")
    if call.state == CallState.SCHEDULED:
        return False, _("榜单已定时发布，内容不能改。需要修改的，请先取消定时发布。")
    return ALLOWED


def can_edit(actor: Actor, call: Call) -> Verdict:
    allowed, reason = can_write(actor, call)
    return is_draft(actor, call) if allowed else (allowed, reason)


def can_correct(actor: Actor, call: Call) -> Verdict:
    """A 更正公告 is for what is published already."""
    allowed, reason = can_write(actor, call)
    if not allowed:
        return allowed, reason
    return ALLOWED if call.is_published else (False, _("榜单尚未发布，请直接修改，不用发更正公告。"))


def needs_approval(call: Call) -> bool:
    """Whether the office wants a second officer to look at what is published."""
    return call.issuer.publishing_needs_approval


def is_second_officer(actor: Actor, obj: Call | CallCorrection) -> Verdict:
    """An officer of the office, and not the one who asked for the approval, in whatever role."""
    allowed, reason = can_write(actor, obj.call if isinstance(obj, CallCorrection) else obj)
    if not allowed:
        return allowed, reason
    if obj.requested_by is not None and obj.requested_by.user_id == actor.user_id:
        return False, _("提交复核的人不能自己复核，请由另一名经办人办理。")
    return ALLOWED


def extension_concerns(deadline: Deadline, organisation: Organisation | None) -> Verdict:
    """Whether an extension of this deadline means anything to ``organisation``; None stands for all."""
    if organisation is None:
        return ALLOWED
    if deadline.kind == DeadlineKind.RECOMMENDER:
        return organisation.is_recommender, _("“推荐单位报送”只能为推荐单位延期，请选择推荐单位。")
    return organisation.is_applicant, _("申报单位的截止时间只能为申报单位延期，请填它的统一社会信用代码。")


def may_be_taken(actor: Actor, source: Call, *, derived: bool) -> Verdict:
    """Whether the actor may make a call of its own out of ``source``: own ones, or what others published."""
    if not actor.is_issuing:
        return False, _("只有发榜单位的经办人可以新建榜单。")
    if derived and not source.is_published:
        return False, _("上级通知发布后才能承接。")
    if not source.is_published and source.issuer_id != actor.organisation_id:
        return False, _("其他单位没有发布的榜单不能复制。")
    return ALLOWED


def correction_for_writing(*, correction: CallCorrection, actor: Actor) -> CallCorrection:
    """The correction as it stands, locked behind its call. Raises `NotAllowed`; `StateConflict` unless it is being
    drafted."""
    call_for_writing(call=correction.call, actor=actor)
    row = lock(correction)
    if row.state != CorrectionState.DRAFT:
        raise StateConflict(_("更正公告现在是“%(state)s”，不能再改。") % {"state": row.get_state_display()})
    return row


def call_for_writing(*, call: Call, actor: Actor) -> Call:
    """The call as it stands, locked until the transaction ends. Raises `NotAllowed` for who may not write it."""
    row = lock(call)
    allowed, reason = can_write(actor, row)
    if not allowed:
        raise NotAllowed(reason)
    return row


def draft_for_writing(*, call: Call, actor: Actor) -> Call:
    """As `call_for_writing`; raises `StateConflict` for a published call."""
    row = call_for_writing(call=call, actor=actor)
    draft, reason = is_draft(actor, row)
    if not draft:
        raise StateConflict(reason)
    return row
