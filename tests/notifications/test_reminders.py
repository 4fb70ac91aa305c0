"""When a reminder is told: once for each offset, never after the deadline, late only the nearest."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from portal.accounts.roles import Role
from portal.notifications import reminders
from portal.notifications.models import Message
from portal.notifications.reminders import OFFSETS, Concern, ReminderKind, offset_due
from portal.notifications.services.reminding import reminders_send, time_left
from portal.scoping import system_scope
from tests.factories import make_membership
from tests.outbox import run_outbox

AT = datetime(2026, 11, 30, 16, tzinfo=UTC)  # 24:00 of 30 November in Shanghai
LONG_AGO = AT - timedelta(days=60)


def concern(**fields) -> Concern:
    given = {
        "key": "call:1:organisation:1",
        "at": AT,
        "since": LONG_AGO,
        "memberships": [],
        "what": "网上填报",
        "body": "榜单：示例",
        "link": "/applications/",
        "precision": "day",
    }
    return Concern(**given | fields)


@pytest.mark.parametrize(
    ("before", "offset"),
    [
        (timedelta(days=8), None),
        (timedelta(days=7, seconds=1), None),
        (timedelta(days=7), timedelta(days=7)),
        (timedelta(days=3, seconds=1), timedelta(days=7)),
        (timedelta(days=3), timedelta(days=3)),
        (timedelta(days=1), timedelta(days=1)),
        (timedelta(hours=3, seconds=1), timedelta(days=1)),
        (timedelta(hours=3), timedelta(hours=3)),
        (timedelta(seconds=1), timedelta(hours=3)),
        (timedelta(0), None),
        (timedelta(seconds=-1), None),
        (timedelta(days=-1), None),
    ],
)
def test_the_offset_nearest_to_the_deadline_counts(before, offset):
    assert offset_due(concern=concern(), now=AT - before) == offset


def test_a_reminder_that_was_due_before_it_concerned_anybody_is_not_made_up_for():
    yesterday = AT - timedelta(days=2)
    assert offset_due(concern=concern(since=yesterday), now=AT - timedelta(days=2)) is None
    assert offset_due(concern=concern(since=yesterday), now=AT - timedelta(days=1)) == timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=7), "7天"),
        (timedelta(days=2, hours=21, minutes=10), "2天21小时"),
        (timedelta(days=6, hours=23, minutes=55), "7天"),
        (timedelta(hours=3), "3小时"),
        (timedelta(minutes=40), "40分钟"),
        (timedelta(seconds=5), "1分钟"),
    ],
)
def test_the_time_left_is_told_as_it_is(left, words):
    assert time_left(left) == words


@pytest.fixture
def kind(monkeypatch):
    """One kind of reminder whose concerns the test sets."""
    concerns: list[Concern] = []
    monkeypatch.setattr(reminders, "_kinds", {"test": ReminderKind("test", "示例", lambda now, horizon: concerns)})
    return concerns


def remind(now: datetime) -> int:
    with time_machine.travel(now, tick=False), system_scope("test"):
        return reminders_send(now=now)


@pytest.mark.django_db
def test_a_whole_week_of_ticks_tells_each_offset_once(kind):
    kind.append(concern(memberships=[make_membership(role=Role.APPLICANT_EDITOR)]))
    now = AT - timedelta(days=8)
    told_at = []
    while now < AT + timedelta(days=2):
        if remind(now):
            told_at.append(now)
        now += timedelta(minutes=10)
    assert told_at == [AT - offset for offset in OFFSETS]
    subjects = list(Message._base_manager.order_by("pk").values_list("subject", flat=True))
    assert subjects == [f"网上填报还剩{left}：2026年11月30日 24:00截止" for left in ("7天", "3天", "1天", "3小时")]
    with time_machine.travel(AT):
        run_outbox()
    assert len(mail.outbox) == 4


@pytest.mark.django_db
def test_running_twice_or_at_once_tells_once(kind):
    kind.append(concern(memberships=[make_membership(), make_membership()]))
    assert remind(AT - timedelta(days=3)) == 2
    assert remind(AT - timedelta(days=3)) == 0


@pytest.mark.django_db
def test_a_late_start_tells_only_the_nearest(kind):
    kind.append(concern(memberships=[make_membership()]))
    assert remind(AT - timedelta(hours=20)) == 1
    assert "20小时" in Message._base_manager.get().subject
    assert remind(AT - timedelta(hours=19)) == 0
    assert remind(AT - timedelta(hours=2)) == 1


@pytest.mark.django_db
def test_an_extended_deadline_is_told_anew(kind):
    member = make_membership()
    kind.append(concern(memberships=[member]))
    remind(AT - timedelta(days=1))
    kind[:] = [concern(memberships=[member], at=AT + timedelta(days=5))]
    assert remind(AT - timedelta(hours=3)) == 1, "the new deadline is within seven days"
    assert remind(AT + timedelta(hours=1)) == 0
    assert remind(AT + timedelta(days=4)) == 1
    assert "12月5日 24:00" in Message._base_manager.order_by("-pk")[0].subject


@pytest.mark.django_db
def test_one_that_fails_does_not_keep_the_others(kind):
    kind.append(concern(link="https://elsewhere.example/", memberships=[make_membership()]))
    kind.append(concern(key="call:2:organisation:1", memberships=[make_membership()]))
    assert remind(AT - timedelta(days=1)) == 1


@pytest.mark.django_db
def test_a_kind_that_cannot_be_gathered_does_not_keep_the_others(kind, monkeypatch):
    def broken(now, horizon):
        raise ValueError("a bad row")

    monkeypatch.setattr(reminders, "_kinds", {"broken": ReminderKind("broken", "坏的", broken)} | reminders._kinds)
    kind.append(concern(memberships=[make_membership()]))
    assert remind(AT - timedelta(days=1)) == 1


def test_beat_asks_every_ten_minutes(settings):
    from portal.notifications.tasks import send_reminders

    entry = settings.CELERY_BEAT_SCHEDULE[send_reminders.name]
    assert (entry["task"], entry["schedule"]) == (send_reminders.name, 600.0)
