"""The life of a call: drafted, looked at by a second officer where the office wants that, published at once or at a
set time; everything after that follows from dates. And that of a 更正公告."""

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from calls import rules
from calls.models import Call, CallCorrection
from calls.models.call import CallState as S
from calls.models.correction import CorrectionState as C
from calls.selectors.checklist import may_be_published
from calls.selectors.corrections import correction_possible
from portal.accounts.actor import Actor
from portal.workflow import Table, Transition, Verdict, register_table


def _alone(actor: Actor, call: Call) -> Verdict:
    """Without a second officer: only where the office does not want one."""
    if rules.needs_approval(call):
        return False, _t("本单位发布榜单须另一名经办人复核，请先提交复核。")
    return may_be_published(actor, call)


def _asks(actor: Actor, call: Call) -> Verdict:
    if not rules.needs_approval(call):
        return False, _t("本单位发布榜单不需要复核，可以直接发布。")
    return may_be_published(actor, call)


def _due(actor: Actor, call: Call) -> Verdict:
    """Everything is asked again at the set time: rules of the office and the checklist may have changed."""
    if call.publish_at is None or timezone.now() < call.publish_at:
        return False, _t("还没有到设定的发布时间。")
    if rules.needs_approval(call) and call.approved_by_id is None:
        return False, _t("本单位发布榜单须另一名经办人复核，这份榜单没有复核过。")
    return may_be_published(actor, call)


def _from(*states: S) -> frozenset[str]:
    return frozenset(states)


TABLE = Table(
    "calls.call",
    (
        Transition("publish", _from(S.DRAFT), S.PUBLISHED, _("发布"), rules.can_write, _alone),
        Transition("schedule", _from(S.DRAFT), S.SCHEDULED, _("定时发布"), rules.can_write, _alone),
        Transition("request", _from(S.DRAFT), S.REVIEW, _("提交复核"), rules.can_write, _asks),
        Transition(
            "approve", _from(S.REVIEW), S.PUBLISHED, _("复核通过并发布"), rules.is_second_officer, may_be_published
        ),
        Transition(
            "approve_later", _from(S.REVIEW), S.SCHEDULED, _("复核通过"), rules.is_second_officer, may_be_published
        ),
        Transition("send_back", _from(S.REVIEW), S.DRAFT, _("退回修改"), rules.is_second_officer, needs_comment=True),
        Transition("take_back", _from(S.REVIEW, S.SCHEDULED), S.DRAFT, _("撤回"), rules.can_write),
        # The portal's own, in the name of the officer who set the time.
        Transition("publish_due", _from(S.SCHEDULED), S.PUBLISHED, _("按时发布"), allows=_due),
        Transition("miss", _from(S.SCHEDULED), S.DRAFT, _("未能按时发布"), needs_comment=True),
    ),
    issuer=lambda call: call.issuer_id,
)

register_table(Call, TABLE)


def _alone_correction(actor: Actor, correction: CallCorrection) -> Verdict:
    if rules.needs_approval(correction.call):
        return False, _t("本单位发布更正公告须另一名经办人复核，请先提交复核。")
    return correction_possible(actor, correction)


def _asks_correction(actor: Actor, correction: CallCorrection) -> Verdict:
    if not rules.needs_approval(correction.call):
        return False, _t("本单位发布更正公告不需要复核，可以直接发布。")
    return correction_possible(actor, correction)


def _writes_correction(actor: Actor, correction: CallCorrection) -> Verdict:
    return rules.can_write(actor, correction.call)


CORRECTIONS = Table(
    "calls.callcorrection",
    (
        Transition("publish", _from(C.DRAFT), C.PUBLISHED, _("发布"), _writes_correction, _alone_correction),
        Transition("request", _from(C.DRAFT), C.REVIEW, _("提交复核"), _writes_correction, _asks_correction),
        Transition(
            "approve", _from(C.REVIEW), C.PUBLISHED, _("复核通过并发布"), rules.is_second_officer, correction_possible
        ),
        Transition("send_back", _from(C.REVIEW), C.DRAFT, _("退回修改"), rules.is_second_officer, needs_comment=True),
        Transition("take_back", _from(C.REVIEW), C.DRAFT, _("撤回"), _writes_correction),
    ),
    issuer=lambda correction: correction.call.issuer_id,
)

register_table(CallCorrection, CORRECTIONS)
