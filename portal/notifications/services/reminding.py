"""Sending reminders: called every ten minutes, safe to be called twice or late."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from portal.notifications.reminders import OFFSETS, Concern, ReminderKind, offset_due, reminder_kinds
from portal.notifications.services.messages import messages_send
from portal.templatetags.portal import beijing_deadline

logger = logging.getLogger(__name__)


def reminders_send(*, now: datetime) -> int:
    """Tell everybody whose reminder is due at ``now`` (aware) and was not sent; returns how many messages.

    What fails for one deadline, or one kind of reminder, does not keep the others from theirs.
    """
    sent = 0
    for kind in reminder_kinds():
        for concern in _concerns(kind, now):
            try:
                sent += _remind(kind, concern, now)
            except Exception:
                logger.exception("reminder %s for %s failed", kind.code, concern.key)
    return sent


def _concerns(kind: ReminderKind, now: datetime) -> list[Concern]:
    try:
        return list(kind.concerns(now, now + max(OFFSETS)))
    except Exception:
        logger.exception("reminders %s could not be gathered", kind.code)
        return []


@transaction.atomic
def _remind(kind: ReminderKind, concern: Concern, now: datetime) -> int:
    offset = offset_due(concern=concern, now=now)
    if offset is None:
        return 0
    hours = int(offset.total_seconds() // 3600)
    until = beijing_deadline(concern.at, concern.precision)
    words = {"what": concern.what, "at": until, "left": time_left(concern.at - now)}
    messages = messages_send(
        key_prefix=f"reminder:{kind.code}:{concern.key}:{concern.at.timestamp():.0f}:{hours}h",
        memberships=concern.memberships,
        kind="reminder",
        subject=_("%(what)s还剩%(left)s：%(at)s截止") % words,
        body=_("%(body)s\n\n截止时间：%(at)s（北京时间），以平台服务器收到的时间为准。")
        % {"body": concern.body, "at": until},
        link=concern.link,
    )
    return len(messages)


def time_left(left: timedelta) -> str:
    """“7天”, “2天21小时”, “3小时”, “40分钟”: rounded to what people act on."""
    minutes = round(left.total_seconds() / 60)
    days, hours = divmod(round(minutes / 60), 24)
    if minutes < 60:
        return _("%(n)d分钟") % {"n": max(minutes, 1)}
    if not days:
        return _("%(n)d小时") % {"n": hours}
    return _("%(n)d天") % {"n": days} if not hours else _("%(d)d天%(h)d小时") % {"d": days, "h": hours}
