"""Messages about publishing, each in the transaction of what it tells of."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Call
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.accounts.selectors.people import people_of
from portal.audit.models import TransitionLog
from portal.notifications.services.messages import messages_send, register_message_kinds
from portal.templatetags.portal import beijing

register_message_kinds(call_publishing=gettext_lazy("榜单发布"))


def officers_of(call: Call) -> list[Membership]:
    return people_of(call.issuer_id, [Role.ISSUING_OFFICER])


def _send(call: Call, *, key: str, to: list[Membership], subject: str, body: str) -> None:
    messages_send(
        key_prefix=key,
        memberships=to,
        kind="call_publishing",
        subject=subject,
        body=body,
        link=reverse("calls:office_publish", args=[call.public_id]),
    )


def _those(call: Call) -> list[Membership]:
    """Who asked for the publication or set its time; the whole office when these can no longer act."""
    wanted = {call.requested_by_id, call.scheduled_by_id} - {None}
    officers = officers_of(call)
    return [one for one in officers if one.pk in wanted] or officers


def tell_requested(call: Call, log: TransitionLog) -> None:
    """To the office's officers, but for who asked."""
    at = beijing(call.publish_at) if call.publish_at else _("复核通过后立即")
    _send(
        call,
        key=f"call_requested:{log.pk}",
        to=[one for one in officers_of(call) if one.user_id != call.requested_by.user_id],
        subject=_("请复核榜单：%(call)s") % {"call": call},
        body=_("%(who)s提交了《%(call)s》，请核对后通过或退回。\n发布时间：%(at)s")
        % {"who": call.requested_by.user.name, "call": call, "at": at},
    )


def tell_approved(call: Call, log: TransitionLog | None) -> None:
    """To who asked; ``log`` is set when it waits for its time."""
    when = _("将于 %(at)s 自动发布。") % {"at": beijing(call.publish_at)} if log else _("已经发布。")
    _send(
        call,
        key=f"call_approved:{log.pk if log else call.published_at.timestamp()}",
        to=[call.requested_by],
        subject=_("榜单复核通过：%(call)s") % {"call": call},
        body=_("%(who)s复核通过了《%(call)s》，%(when)s")
        % {"who": call.approved_by.user.name, "call": call, "when": when},
    )


def tell_sent_back(call: Call, log: TransitionLog) -> None:
    """``call`` as it stood before, with who had asked."""
    _send(
        call,
        key=f"call_sent_back:{log.pk}",
        to=[call.requested_by],
        subject=_("榜单复核退回：%(call)s") % {"call": call},
        body=_("%(who)s退回了《%(call)s》，原因：%(reason)s")
        % {"who": log.user.name, "call": call, "reason": log.comment},
    )


def tell_published(call: Call) -> None:
    _send(
        call,
        key=f"call_published:{call.pk}",
        to=_those(call),
        subject=_("榜单已按时发布：%(call)s") % {"call": call},
        body=_("《%(call)s》已于 %(at)s 发布，申报单位可以看到。") % {"call": call, "at": beijing(call.published_at)},
    )


def tell_missed(call: Call, log: TransitionLog, at: datetime) -> None:
    """To everybody of the office: somebody has to mend it now."""
    _send(
        call,
        key=f"call_missed:{log.pk}",
        to=officers_of(call),
        subject=_("榜单未能按时发布：%(call)s") % {"call": call},
        body=_("《%(call)s》原定 %(at)s 发布，届时没有发布，已退回起草中，请完善后重新发布。\n原因：%(reason)s")
        % {"call": call, "at": beijing(at), "reason": log.comment},
    )
