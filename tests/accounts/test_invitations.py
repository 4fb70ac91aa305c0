from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actor import Actor
from portal.accounts.models import Invitation, Membership
from portal.accounts.roles import Role
from portal.accounts.services.invitations import invitation_accept, invitation_create, invitation_revoke
from portal.accounts.services.memberships import membership_end
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_membership, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    membership = make_membership(role=Role.APPLICANT_ADMIN)
    return Actor(membership.user, membership)


def invite(admin, role=Role.APPLICANT_EDITOR):
    return invitation_create(actor=admin, organisation=admin.organisation, role=role)


def test_only_the_token_s_digest_is_kept(admin):
    invitation, token = invite(admin)
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values())


def test_accepting_makes_a_membership(admin):
    _invitation, token = invite(admin)
    person = make_user()
    membership = invitation_accept(user=person, token=token)
    assert (membership.user, membership.organisation, membership.role) == (
        person,
        admin.organisation,
        Role.APPLICANT_EDITOR,
    )


def test_a_link_works_once(admin):
    _invitation, token = invite(admin)
    invitation_accept(user=make_user(), token=token)
    with pytest.raises(StateConflict, match="只能使用一次"):
        invitation_accept(user=make_user(), token=token)


def test_a_link_expires_after_seven_days(admin):
    _invitation, token = invite(admin)
    later = timezone.now() + timedelta(days=7, seconds=1)
    with time_machine.travel(later, tick=False), pytest.raises(StateConflict, match="已过期"):
        invitation_accept(user=make_user(), token=token)


def test_a_withdrawn_link_does_not_work(admin):
    invitation, token = invite(admin)
    invitation_revoke(actor=admin, invitation=invitation)
    with pytest.raises(StateConflict, match="已撤回"):
        invitation_accept(user=make_user(), token=token)


def test_invitations_of_an_administrator_who_left_lapse(admin):
    _invitation, token = invite(admin)
    other = make_membership(role=Role.APPLICANT_ADMIN, organisation=admin.organisation)
    membership_end(actor=Actor(other.user, other), membership=admin.membership)
    with pytest.raises(StateConflict):
        invitation_accept(user=make_user(), token=token)


def test_a_member_does_not_use_up_the_link(admin):
    _invitation, token = invite(admin)
    with pytest.raises(StateConflict, match="已经是该单位的成员"):
        invitation_accept(user=admin.user, token=token)
    assert invitation_accept(user=make_user(), token=token)


@pytest.mark.parametrize("role", [Role.BUREAU_OFFICER, Role.ADMINISTRATOR, Role.EXPERT])
def test_nobody_is_invited_into_a_staff_role(admin, role):
    with pytest.raises(NotAllowed):
        invite(admin, role)


def test_an_editor_invites_nobody(admin):
    editor = make_membership(role=Role.APPLICANT_EDITOR, organisation=admin.organisation)
    with pytest.raises(NotAllowed):
        invitation_create(actor=Actor(editor.user, editor), organisation=admin.organisation, role=Role.APPLICANT_READER)


def test_the_link_is_shown_once_and_leads_a_colleague_in(client, admin):
    sign_in(client, admin)
    shown = client.post(reverse("accounts:invite"), {"role": Role.APPLICANT_READER})
    link = reverse("accounts:invitation", args=[shown.context["token"]])
    assert link in shown.content.decode()
    assert link not in client.get(reverse("accounts:organisation")).content.decode()

    client.logout()
    page = client.get(link)
    assert page.status_code == 200
    assert admin.organisation.name in page.content.decode()
    assert reverse("account_signup") in page.content.decode()
    assert client.post(link + "accept/").url.startswith(reverse("account_login"))

    person = make_user()
    client.force_login(person)
    assert Membership.objects.filter(user=person).count() == 0
    client.get(link)
    assert Membership.objects.filter(user=person).count() == 0  # reading joins nobody
    assert client.post(link + "accept/", follow=True).redirect_chain[-1][0] == reverse("accounts:organisation")
    assert Membership.objects.get(user=person).role == Role.APPLICANT_READER
    assert client.get(link).status_code == 410
    assert client.post(link + "accept/").status_code == 409


def test_an_unknown_link_tells_nothing(client):
    answer = client.get(reverse("accounts:invitation", args=["nothing"]))
    assert answer.status_code == 410
    assert "邀请链接无效" in answer.content.decode()


def test_others_invitations_are_not_found(client, admin):
    invitation, _token = invite(admin)
    stranger = make_membership(role=Role.APPLICANT_ADMIN)
    sign_in(client, Actor(stranger.user, stranger))
    address = reverse("accounts:invitation_revoke", args=[invitation.public_id])
    assert client.post(address).status_code == 404
    sign_in(client, admin)
    assert client.post(address).status_code == 302
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None
