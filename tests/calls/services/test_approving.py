from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from calls.models import Call, Direction
from calls.services.approving import (
    approval_request,
    call_approve,
    call_publish_due,
    call_schedule,
    call_send_back,
    call_take_back,
)
from calls.services.publishing import call_publish
from calls.services.rules import rule_add
from calls.services.writing import call_update
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.audit.models import TransitionLog
from portal.notifications.models import Message, OutboxRow
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_actor, make_call, make_direction
from tests.outbox import run_outbox

pytestmark = pytest.mark.django_db
TASK = "calls.tasks.publish_scheduled"


@pytest.fixture
def call():
    call = make_call(published=False, contact_name="软件处", contact_phone="028-00000000")
    make_direction(call=call)
    return call


@pytest.fixture
def wanted(call):
    Organisation._base_manager.filter(pk=call.issuer_id).update(publishing_needs_approval=True)
    call.issuer.refresh_from_db()


@pytest.fixture
def officer(call):
    return make_actor(organisation=call.issuer)


@pytest.fixture
def second(call):
    return make_actor(organisation=call.issuer)


def told(membership):
    with system_scope("test"):
        return [m.subject for m in Message.objects.filter(membership=membership).order_by("pk")]


def later(**delta):
    return timezone.now() + timedelta(**delta)


def come(call, monkeypatch):
    """The set time is now: the clock of the row is moved, since no test waits."""
    past = timezone.now() - timedelta(seconds=1)
    Call._base_manager.filter(pk=call.pk).update(publish_at=past)
    row = OutboxRow.objects.filter(task=TASK).latest("pk")
    row.next_at, row.payload = past, row.payload | {"at": past.isoformat()}
    row.save()
    return run_outbox(task=TASK)


def test_a_second_officer_approves_and_the_first_is_told(call, wanted, officer, second):
    with pytest.raises(StateConflict, match="另一名经办人"):
        call_publish(call=call, actor=officer)
    approval_request(call=call, actor=officer)
    assert call.state == "review"
    assert told(second.membership) == [f"请复核榜单：{call.title}"]
    assert told(officer.membership) == []
    with pytest.raises(NotAllowed, match="不能自己复核"):
        call_approve(call=call, actor=officer)
    with pytest.raises(NotAllowed):
        call_approve(call=call, actor=make_actor(role=Role.AUDITOR, organisation=call.issuer))
    call_approve(call=call, actor=second)
    assert call.is_published
    assert call.published_by == second.membership == call.approved_by
    assert told(officer.membership) == [f"榜单复核通过：{call.title}"]
    assert list(TransitionLog.objects.filter(object_type="calls.call").values_list("action", flat=True)) == [
        "request",
        "approve",
    ]


def test_not_by_oneself_in_another_membership_either(call, wanted, officer):
    approval_request(call=call, actor=officer)
    officer.membership.ended_at = timezone.now()
    officer.membership.save()
    again = type(officer)(
        user=officer.user,
        membership=type(officer.membership).objects.create(
            user=officer.user, organisation=call.issuer, role=Role.ISSUING_OFFICER
        ),
    )
    with pytest.raises(NotAllowed):
        call_approve(call=call, actor=again)
    with pytest.raises(IntegrityError), transaction.atomic():
        Call._base_manager.filter(pk=call.pk).update(approved_by=officer.membership)


def test_while_it_is_looked_at_nothing_changes(call, wanted, officer, second):
    approval_request(call=call, actor=officer)
    for change in (
        lambda: call_update(call=call, actor=officer, title="改"),
        lambda: rule_add(call=call, kind="legal_person", parameters={}, strength="must", clause_text="x", actor=second),
        lambda: approval_request(call=call, actor=second),
        lambda: call_schedule(call=call, at=later(days=1), actor=officer),
    ):
        with pytest.raises(StateConflict):
            change()
    with pytest.raises(StateConflict, match="原因"):
        call_send_back(call=call, reason=" ", actor=second)
    call_send_back(call=call, reason="指标与原文不符", actor=second)
    assert call.state == "draft"
    assert call.requested_by is None
    assert told(officer.membership) == [f"榜单复核退回：{call.title}"]
    call_update(call=call, actor=officer, title="改过的标题")
    approval_request(call=call, actor=officer)
    call_take_back(call=call, actor=officer)
    assert call.state == "draft"


def test_without_the_offices_wish_nobody_is_asked(call, officer):
    with pytest.raises(StateConflict, match="不需要复核"):
        approval_request(call=call, actor=officer)


def test_published_at_the_set_time_once(call, officer, monkeypatch):
    with pytest.raises(StateConflict, match="已经过去"):
        call_schedule(call=call, at=later(seconds=-1), actor=officer)
    with pytest.raises(StateConflict, match="早于申报单位"):
        call_schedule(call=call, at=later(days=11), actor=officer)
    call_schedule(call=call, at=later(hours=2), actor=officer)
    row = OutboxRow.objects.get(task=TASK)
    assert row.next_at == call.publish_at
    assert run_outbox(task=TASK) == []
    call_publish_due(call_id=call.pk, at="2020-01-01T00:00:00+00:00")
    call.refresh_from_db()
    assert call.state == "scheduled"
    for _run in range(2):
        come(call, monkeypatch)
        call_publish_due(call_id=call.pk, at=OutboxRow.objects.get(task=TASK).payload["at"])
        call.refresh_from_db()
        assert call.is_published
        assert call.published_by == officer.membership
    assert told(officer.membership) == [f"榜单已按时发布：{call.title}"]
    with system_scope("test"):
        assert Direction.objects.get(call=call).published


def test_what_stands_in_the_way_at_that_time_is_told(call, officer, second, monkeypatch):
    call_schedule(call=call, at=later(hours=2), actor=officer)
    call.deadlines.all().update(at=timezone.now() - timedelta(minutes=1))
    come(call, monkeypatch)
    call.refresh_from_db()
    assert call.state == "draft"
    assert call.publish_at is None
    assert told(officer.membership) == told(second.membership) == [f"榜单未能按时发布：{call.title}"]
    with system_scope("test"):
        assert "申报截止时间已经过去" in Message.objects.first().body
        assert Direction.objects.get(call=call).published is None


def test_an_office_that_came_to_want_approval_is_asked_at_the_time(call, officer, monkeypatch):
    call_schedule(call=call, at=later(hours=2), actor=officer)
    Organisation._base_manager.filter(pk=call.issuer_id).update(publishing_needs_approval=True)
    come(call, monkeypatch)
    call.refresh_from_db()
    assert call.state == "draft"
    assert "没有复核过" in Message._base_manager.first().body


def test_approved_for_a_later_time(call, wanted, officer, second, monkeypatch):
    approval_request(call=call, actor=officer, at=later(hours=3))
    call_approve(call=call, actor=second)
    assert call.state == "scheduled"
    assert call.scheduled_by == second.membership
    come(call, monkeypatch)
    call.refresh_from_db()
    assert call.is_published


def test_what_was_taken_back_is_not_published(call, officer, monkeypatch):
    call_schedule(call=call, at=later(hours=2), actor=officer)
    at = OutboxRow.objects.get(task=TASK).payload["at"]
    call_take_back(call=call, actor=officer)
    call_publish_due(call_id=call.pk, at=at)
    call.refresh_from_db()
    assert call.state == "draft"
    call_schedule(call=call, at=later(hours=3), actor=officer)
    assert OutboxRow.objects.filter(task=TASK).count() == 2
