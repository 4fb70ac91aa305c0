"""Messages about 更正公告 and 延期, each in the transaction of what it tells of."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls import hooks
from calls.models import Call, CallCorrection, Extension
from calls.models.call import DeadlineKind
from calls.selectors.differences import difference_of
from calls.selectors.recommenders import recommenders_of
from calls.telling import officers_of
from portal.accounts.models import Membership
from portal.accounts.roles import FILING_ROLES, Role
from portal.accounts.selectors.people import people_by_organisation, people_of
from portal.audit.models import TransitionLog
from portal.notifications.services.messages import messages_send, register_message_kinds
from portal.templatetags.portal import beijing_deadline

register_message_kinds(call_correction=gettext_lazy("更正公告"), call_extension=gettext_lazy("延期"))
SHOWN = 12


def _once(people: Iterable[Membership]) -> list[Membership]:
    return list({one.pk: one for one in people}.values())


def bureaux_of(call: Call) -> list[Membership]:
    """Officers of the offices that recommend in the call."""
    found = people_by_organisation([office.pk for office in recommenders_of(call=call)], [Role.BUREAU_OFFICER])
    return [one for people in found.values() for one in people]


def _applicants(call: Call, directions: set[int] | None) -> list[Membership]:
    return [one for provider in hooks.concerned for one in provider(call, directions)]


def _office(correction: CallCorrection, *, key: str, to: list[Membership], subject: str, body: str) -> None:
    messages_send(
        key_prefix=key,
        memberships=to,
        kind="call_publishing",
        subject=subject,
        body=body,
        link=reverse("calls:office_correction", args=[correction.call.public_id, correction.public_id]),
    )


def tell_requested(correction: CallCorrection, log: TransitionLog) -> None:
    """To the office's officers, but for who asked."""
    words = {"who": log.user.name, "title": correction, "call": correction.call}
    _office(
        correction,
        key=f"correction_requested:{log.pk}",
        to=[one for one in officers_of(correction.call) if one.user_id != log.user_id],
        subject=_("请复核更正公告：%(title)s") % words,
        body=_("%(who)s提交了《%(call)s》的更正公告“%(title)s”，请核对后通过或退回。") % words,
    )


def tell_approved(correction: CallCorrection) -> None:
    words = {"who": correction.approved_by.user.name, "title": correction, "call": correction.call}
    _office(
        correction,
        key=f"correction_approved:{correction.pk}",
        to=[correction.requested_by],
        subject=_("更正公告复核通过：%(title)s") % words,
        body=_("%(who)s复核通过了《%(call)s》的更正公告“%(title)s”，已经发布。") % words,
    )


def tell_sent_back(correction: CallCorrection, log: TransitionLog) -> None:
    """``correction`` as it stood before, with who had asked."""
    words = {"who": log.user.name, "title": correction, "reason": log.comment}
    _office(
        correction,
        key=f"correction_sent_back:{log.pk}",
        to=[correction.requested_by],
        subject=_("更正公告复核退回：%(title)s") % words,
        body=_("%(who)s退回了更正公告“%(title)s”，原因：%(reason)s") % words,
    )


def tell_published(correction: CallCorrection, directions: set[int] | None) -> None:
    """To those with drafts or submissions on the directions (None: on any), and to the recommenders."""
    call = correction.call
    lines = [f"· {change.title}：{change.what}" for change in difference_of(correction).changes]
    more = [_("……共 %(n)d 处") % {"n": len(lines)}] if len(lines) > SHOWN else []
    words = {
        "n": correction.number,
        "call": call,
        "title": correction,
        "reason": correction.reason,
        "lines": "\n".join([*lines[:SHOWN], *more]),
    }
    body = _("《%(call)s》发布了第 %(n)d 号更正公告“%(title)s”。\n更正原因：%(reason)s\n%(lines)s") % words
    link = reverse("calls:correction", args=[call.public_id, correction.number])
    subject = _("更正公告第 %(n)d 号：%(call)s") % words
    applicants = _once(_applicants(call, directions))
    told = {one.pk for one in applicants}
    messages_send(
        key_prefix=f"correction:{correction.pk}",
        memberships=applicants,
        kind="call_correction",
        subject=subject,
        body=body
        + "\n\n"
        + _("已经提交的申报保持原样。草稿中要求有变化的指标，须按新的要求重新填写后才能提交；")
        + _("原来的填写仍然保留，可以对照。"),
        link=link,
    )
    messages_send(
        key_prefix=f"correction:{correction.pk}",
        memberships=[one for one in _once(bureaux_of(call)) if one.pk not in told],
        kind="call_correction",
        subject=subject,
        body=body,
        link=link,
    )


def tell_extended(extension: Extension) -> None:
    """To the one organisation, or to all whom the deadline concerns: applicants with an application in the call and,
    since they work to the same dates, its recommenders."""
    deadline, one = extension.deadline, extension.organisation
    call = deadline.call
    if one is not None:
        bureau = deadline.kind == DeadlineKind.RECOMMENDER
        people = people_of(one.pk, [Role.BUREAU_OFFICER] if bureau else FILING_ROLES)
    else:
        applicants = [] if deadline.kind == DeadlineKind.RECOMMENDER else _applicants(call, None)
        people = _once([*applicants, *bureaux_of(call)])
    words = {
        "what": deadline.get_kind_display(),
        "until": beijing_deadline(extension.until, "minute"),
        "call": call,
        "reason": extension.reason,
        "whom": one.name if one else _("所有单位"),
    }
    messages_send(
        key_prefix=f"extension:{extension.pk}",
        memberships=people,
        kind="call_extension",
        subject=_("%(what)s延至 %(until)s：%(call)s") % words,
        body=_("《%(call)s》“%(what)s”的截止时间延至 %(until)s。\n适用：%(whom)s\n原因：%(reason)s") % words,
        link=reverse("calls:detail", args=[call.public_id]),
    )
