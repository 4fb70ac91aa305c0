import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.actor import Actor
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.accounts.services.memberships import membership_change_role, membership_end, staff_end, staff_grant
from portal.audit.models import AuditEntry
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_actor, make_membership, make_organisation, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_actor(role=Role.APPLICANT_ADMIN)


def editor_of(admin):
    return make_membership(role=Role.APPLICANT_EDITOR, organisation=admin.organisation)


def test_a_new_role_is_a_new_membership_and_the_old_one_ends(admin):
    old = editor_of(admin)
    new = membership_change_role(actor=admin, membership=old, role=Role.SEAL_KEEPER)
    old.refresh_from_db()
    assert (old.role, old.is_current, new.role, new.is_current) == (
        Role.APPLICANT_EDITOR,
        False,
        Role.SEAL_KEEPER,
        True,
    )
    assert AuditEntry._base_manager.filter(action="membership_change_role").count() == 1


def test_the_last_administrator_stays(admin):
    for move in (
        lambda: membership_end(actor=admin, membership=admin.membership),
        lambda: membership_change_role(actor=admin, membership=admin.membership, role=Role.APPLICANT_READER),
    ):
        with pytest.raises(StateConflict, match="唯一的单位管理员"):
            move()
    membership_change_role(actor=admin, membership=editor_of(admin), role=Role.APPLICANT_ADMIN)
    membership_end(actor=admin, membership=admin.membership)


def test_a_role_that_was_taken_away_is_gone_with_the_next_request(client, admin):
    editor = editor_of(admin)
    sign_in(client, Actor(editor.user, editor))
    assert client.get(reverse("accounts:organisation")).status_code == 200
    membership_end(actor=admin, membership=editor)
    assert client.get(reverse("accounts:organisation")).status_code == 403


def test_ending_twice_is_a_conflict(admin):
    editor = editor_of(admin)
    membership_end(actor=admin, membership=editor)
    with pytest.raises(StateConflict):
        membership_end(actor=admin, membership=Membership.objects.get(pk=editor.pk))


def test_members_of_others_are_not_found(client, admin):
    strange = make_membership(role=Role.APPLICANT_EDITOR)
    sign_in(client, admin)
    for name in ("accounts:member_end", "accounts:member_role"):
        answer = client.post(reverse(name, args=[strange.pk]), {"role": Role.APPLICANT_READER})
        assert answer.status_code == 404
    strange.refresh_from_db()
    assert strange.is_current


def test_an_administrator_who_becomes_editor_acts_as_editor(client, admin):
    make_membership(role=Role.APPLICANT_ADMIN, organisation=admin.organisation)
    sign_in(client, admin)
    answer = client.post(
        reverse("accounts:member_role", args=[admin.membership.pk]), {"role": Role.APPLICANT_EDITOR}, follow=True
    )
    assert answer.context["request"].actor.role == Role.APPLICANT_EDITOR


def test_switching_acts_by_another_own_membership(client, admin):
    other = make_membership(role=Role.APPLICANT_READER, user=admin.user)
    sign_in(client, admin)
    answer = client.post(reverse("accounts:switch"), {"membership": other.pk}, follow=True)
    assert answer.context["request"].actor.membership == other
    assert f"<b>{other.organisation}</b>" in client.get(reverse("accounts:me")).content.decode()


@pytest.mark.parametrize("whose", ["a stranger's", "an ended one", "nonsense"])
def test_only_own_current_memberships_can_be_switched_to(client, admin, whose):
    if whose == "a stranger's":
        value = make_membership(role=Role.APPLICANT_READER).pk
    elif whose == "an ended one":
        ended = make_membership(role=Role.APPLICANT_READER, user=admin.user)
        membership_end(actor=make_admin_of(ended.organisation), membership=ended)
        value = ended.pk
    else:
        value = "x"
    sign_in(client, admin)
    assert client.post(reverse("accounts:switch"), {"membership": value}).status_code == 409
    assert client.get(reverse("accounts:me")).context["request"].actor.membership == admin.membership


def make_admin_of(organisation):
    membership = make_membership(role=Role.APPLICANT_ADMIN, organisation=organisation)
    return Actor(membership.user, membership)


def test_an_administrator_grants_and_ends_staff_roles():
    root = make_actor(role=Role.ADMINISTRATOR)
    office = make_organisation(is_recommender=True)
    membership = staff_grant(actor=root, user=make_user(), role=Role.BUREAU_OFFICER, organisation=office)
    staff_end(actor=root, membership=membership)
    assert not membership.is_current
    assert AuditEntry._base_manager.filter(action__in=["staff_grant", "staff_end"]).count() == 2


def test_an_administrator_gives_no_rights_to_itself():
    root = make_actor(role=Role.ADMINISTRATOR)
    office = make_organisation(is_issuer=True)
    with pytest.raises(NotAllowed, match="不能给自己"):
        staff_grant(actor=root, user=root.user, role=Role.ISSUING_OFFICER, organisation=office)


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        (Role.BUREAU_OFFICER, "is_issuer"),
        (Role.ISSUING_OFFICER, "is_recommender"),
        (Role.AUDITOR, None),
        (Role.EXPERT, "is_issuer"),
        (Role.APPLICANT_ADMIN, "is_applicant"),
    ],
)
def test_a_staff_role_needs_an_office_of_its_kind(role, kind):
    office = make_organisation(**{kind: True}) if kind else None
    with pytest.raises(NotAllowed):
        staff_grant(actor=make_actor(role=Role.ADMINISTRATOR), user=make_user(), role=role, organisation=office)


def test_only_administrators_grant(admin):
    with pytest.raises(NotAllowed):
        staff_grant(actor=admin, user=make_user(), role=Role.EXPERT)


def test_the_members_page_asks_as_often_for_one_as_for_thirty(client, admin):
    sign_in(client, admin)
    address = reverse("accounts:organisation")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(29):
        editor_of(admin)
    with CaptureQueriesContext(connection) as thirty:
        client.get(address)
    assert len(one) == len(thirty)
