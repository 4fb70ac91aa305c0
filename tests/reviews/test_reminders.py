"""Which bureaus and experts are told of what is open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.models import ApplicationState
from calls.models import Extension
from calls.models.call import DeadlineKind
from portal.accounts.roles import Role
from portal.scoping import system_scope
from reviews.models.review import AssignmentState, RoundState
from reviews.reminders import open_assignments, unprocessed_applications
from tests.factories import (
    make_application,
    make_assignment,
    make_call,
    make_direction,
    make_membership,
    make_organisation,
    make_round,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def direction(now):
    return make_direction(
        call=make_call(applicants_until=now + timedelta(days=1), recommenders_until=now + timedelta(days=5))
    )


def concerns(selector, now):
    with system_scope("test"):
        return list(selector(now, now + timedelta(days=7)))


def test_a_bureau_is_told_what_it_has_not_processed_and_not_sent(now, direction):
    bureau = make_organisation(is_recommender=True)
    officer = make_membership(role=Role.BUREAU_OFFICER, organisation=bureau)
    for state in (ApplicationState.SUBMITTED, ApplicationState.SUBMITTED, ApplicationState.RECOMMENDED):
        make_application(direction=direction, recommender=bureau, state=state)
    for state in (ApplicationState.DECLINED, ApplicationState.RETURNED, ApplicationState.RECEIVED):
        make_application(direction=direction, state=state)
    (found,) = concerns(unprocessed_applications, now)
    assert found.memberships == [officer]
    assert "待审核：2 项" in found.body
    assert "已推荐但未报送：1 项" in found.body
    assert found.at == direction.call.deadlines.get(kind=DeadlineKind.RECOMMENDER).at


def test_a_bureau_with_nothing_open_is_not_told(now, direction):
    make_application(direction=direction, state=ApplicationState.DECLINED)
    assert concerns(unprocessed_applications, now) == []


def test_an_extension_for_all_moves_the_bureaus_reminder(now, direction):
    make_application(direction=direction, state=ApplicationState.SUBMITTED)
    until = now + timedelta(days=6)
    Extension.objects.create(
        deadline=direction.call.deadlines.get(kind=DeadlineKind.RECOMMENDER),
        until=until,
        reason="系统维护",
        granted_by=direction.call.created_by,
    )
    assert [found.at for found in concerns(unprocessed_applications, now)] == [until]
    assert concerns(unprocessed_applications, until) == []


def test_an_expert_is_told_how_many_not_whose(now, direction):
    round_ = make_round(call=direction.call, due_at=now + timedelta(days=3))
    expert = make_membership(role=Role.EXPERT)
    names = []
    for state in (AssignmentState.INVITED, AssignmentState.ACCEPTED, AssignmentState.SCORED, AssignmentState.RECUSED):
        application = make_application(direction=direction, state=ApplicationState.IN_REVIEW)
        names.append(application.organisation.name)
        make_assignment(round=round_, application=application, expert=expert.user, state=state)
    (found,) = concerns(open_assignments, now)
    assert found.memberships == [expert]
    assert found.at == round_.due_at
    assert "尚未交评分：2 项" in found.body
    assert not any(name in found.body for name in names)


def test_a_round_that_is_not_open_reminds_nobody(now, direction):
    for state in (RoundState.DRAFT, RoundState.CLOSED):
        round_ = make_round(call=direction.call, due_at=now + timedelta(days=3), state=state)
        make_assignment(
            round=round_, application=make_application(direction=direction, state=ApplicationState.IN_REVIEW)
        )
    assert concerns(open_assignments, now) == []
