"""截止提醒: the registry. Each room says who is concerned by which deadline; the service decides when to tell them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.accounts.models import Membership

#: How long before a deadline people are told, once each.
OFFSETS = (timedelta(days=7), timedelta(days=3), timedelta(days=1), timedelta(hours=3))


@dataclass(frozen=True, slots=True)
class Concern:
    """Some people and one deadline of theirs that they have not met yet.

    ``key`` names deadline and people ("call:3:organisation:8"); ``at`` is the first instant that is too late, with
    extensions, so that an extended deadline is a new one; ``since`` the moment from which it concerns them: a
    reminder that was due before is not made up for. ``what`` is what ends ("网上填报"), ``body`` says what is open.
    """

    key: str
    at: datetime
    since: datetime
    memberships: list[Membership]
    what: str
    body: str
    link: str
    precision: str = ""


@dataclass(frozen=True, slots=True)
class ReminderKind:
    """``concerns(now, horizon)`` gives every concern with ``now < at <= horizon`` (others are passed over)."""

    code: str
    label: str
    concerns: Callable[[datetime, datetime], Iterable[Concern]]


_kinds: dict[str, ReminderKind] = {}


def register_reminder(kind: ReminderKind) -> None:
    if kind.code in _kinds:
        raise ValueError(f"reminder {kind.code} stands twice")
    _kinds[kind.code] = kind


def reminder_kinds() -> tuple[ReminderKind, ...]:
    return tuple(_kinds.values())


def offset_due(*, concern: Concern, now: datetime) -> timedelta | None:
    """The offset to be told now: the nearest to the deadline of those whose moment has come.

    None before the first, at and after the deadline, and when its moment lies before the concern began.
    """
    if now >= concern.at:
        return None
    come = [offset for offset in OFFSETS if concern.at - offset <= now]
    if not come or concern.at - min(come) < concern.since:
        return None
    return min(come)
