"""Who is told that an application is not handed in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.models import Application, ApplicationState
from applications.reminders import open_applications
from calls.models import Extension
from calls.models.call import DeadlineKind
from portal.accounts.roles import Role
from portal.scoping import system_scope
from reviews.models import Correction, ReturnNote
from tests.factories import make_application, make_call, make_direction, make_membership, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def call(now):
    return make_call(applicants_until=now + timedelta(days=5), recommenders_until=now + timedelta(days=9))


@pytest.fixture
def direction(call):
    return make_direction(call=call)


@pytest.fixture
def organisation():
    return make_organisation(is_applicant=True)


@pytest.fixture
def members(organisation):
    return {
        role: make_membership(role=role, organisation=organisation)
        for role in (Role.APPLICANT_ADMIN, Role.APPLICANT_EDITOR, Role.APPLICANT_READER, Role.SEAL_KEEPER)
    }


def concerns(now, days: int = 7):
    with system_scope("test"):
        return list(open_applications(now, now + timedelta(days=days)))


def test_who_may_file_is_told_of_all_drafts_at_once(now, direction, organisation, members):
    admin = members[Role.APPLICANT_ADMIN]
    make_application(direction=direction, organisation=organisation, created_by=admin, product_name="甲产品")
    make_application(direction=direction, organisation=organisation, created_by=admin, product_name="乙产品")
    (found,) = concerns(now)
    assert found.memberships == [admin, members[Role.APPLICANT_EDITOR], members[Role.SEAL_KEEPER]]
    assert found.at == direction.call.deadlines.get(kind=DeadlineKind.APPLICANT).at
    assert "甲产品" in found.body
    assert "乙产品" in found.body
    assert found.link == "/applications/"


@pytest.mark.parametrize("state", set(ApplicationState) - {"draft", "returned", "correction"})
def test_what_is_handed_in_reminds_nobody(now, direction, state):
    make_application(direction=direction, state=state)
    assert concerns(now) == []


def test_after_the_deadline_and_long_before_it_nobody_is_told(now, direction):
    make_application(direction=direction)
    assert concerns(now, days=4) == []
    assert concerns(now + timedelta(days=5)) == []


def test_an_extension_moves_the_reminder_of_that_applicant_alone(now, call, direction, organisation):
    make_application(direction=direction, organisation=organisation)
    make_application(direction=direction)
    until = now + timedelta(days=6)
    deadline = call.deadlines.get(kind=DeadlineKind.APPLICANT)
    Extension.objects.create(
        deadline=deadline, organisation=organisation, until=until, reason="设备故障", granted_by=call.created_by
    )
    assert sorted(found.at for found in concerns(now)) == [deadline.at, until]
    late = now + timedelta(days=5, hours=1)
    assert [found.at for found in concerns(late)] == [until]


def test_a_returned_one_by_the_recommenders_date_and_a_correction_by_its_own(now, direction, call):
    returned = make_application(direction=direction, state=ApplicationState.RETURNED)
    ReturnNote.objects.create(
        application=returned,
        version=returned.submitted_version,
        comment="请补充",
        until=now + timedelta(days=6),
        returned_by=call.created_by,
    )
    correction = make_application(direction=direction, state=ApplicationState.CORRECTION)
    Correction.objects.create(
        application=correction, comment="请补正", until=now + timedelta(days=2), asked_by=call.created_by
    )
    assert sorted(found.at for found in concerns(now)) == [now + timedelta(days=2), now + timedelta(days=6)]


def test_who_left_is_not_told(now, direction, organisation, members):
    make_application(direction=direction, organisation=organisation, created_by=members[Role.APPLICANT_ADMIN])
    editor = members[Role.APPLICANT_EDITOR]
    editor.ended_at = now
    editor.save()
    (found,) = concerns(now)
    assert editor not in found.memberships
    assert Application._base_manager.count() == 1
