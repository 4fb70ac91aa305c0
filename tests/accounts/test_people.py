"""Who is told or asked: current members in a role whose account was not stopped."""

import pytest
from django.utils import timezone

from applications.services.telling import tell_submitted
from portal.accounts.models import Membership, User
from portal.accounts.roles import FILING_ROLES, Role
from portal.accounts.selectors.people import experts_now, people_by_organisation, people_of
from portal.notifications.models import Message
from portal.scoping import system_scope
from tests.factories import make_membership, make_organisation
from tests.reviews.helpers import handed_in, make_expert, make_world

pytestmark = pytest.mark.django_db


def stop(membership):
    User.objects.filter(pk=membership.user_id).update(is_active=False)


@pytest.fixture
def organisation():
    return make_organisation(is_applicant=True)


def test_current_members_in_the_roles_whose_account_works(organisation):
    admin = make_membership(role=Role.APPLICANT_ADMIN, organisation=organisation)
    editor = make_membership(role=Role.APPLICANT_EDITOR, organisation=organisation)
    make_membership(role=Role.APPLICANT_READER, organisation=organisation)
    make_membership(role=Role.APPLICANT_ADMIN)
    ended = make_membership(role=Role.APPLICANT_EDITOR, organisation=organisation)
    Membership.objects.filter(pk=ended.pk).update(ended_at=timezone.now())
    stop(make_membership(role=Role.APPLICANT_EDITOR, organisation=organisation))
    assert people_of(organisation.pk, FILING_ROLES) == [admin, editor]
    assert people_of(None, FILING_ROLES) == []


def test_several_organisations_by_one_query(organisation, django_assert_num_queries):
    others = [make_membership(role=Role.BUREAU_OFFICER) for _number in range(3)]
    with django_assert_num_queries(1):
        found = people_by_organisation([organisation.pk, *(one.organisation_id for one in others)], ["bureau_officer"])
    assert found == {one.organisation_id: [one] for one in others}


def test_a_stopped_expert_is_no_expert():
    working, stopped = make_expert(), make_expert()
    stop(stopped.membership)
    assert list(experts_now()) == [working.membership]


def test_nobody_whose_account_was_stopped_is_told_of_a_submission():
    world = make_world()
    stop(world.bureau.membership)
    colleague = make_membership(role=Role.BUREAU_OFFICER, organisation=world.recommender)
    application = handed_in(world)
    tell_submitted(application.submitted_version.submission)
    with system_scope("test"):
        told = Message.objects.filter(kind="application_submitted")
        assert {one.membership_id for one in told} == {application.created_by_id, colleague.pk}
