import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal.accounts.management.commands import create_administrator
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from tests.factories import make_actor, make_membership, make_organisation, make_region, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client):
    actor = make_actor(role=Role.ADMINISTRATOR)
    sign_in(client, actor)
    return actor


def test_opening_an_office_and_giving_it_an_officer(client, root):
    region = make_region()
    client.post(
        reverse("accounts:office"),
        {"name": "四川省经济和信息化厅", "region": region.pk, "is_issuer": "on", "is_recommender": "on"},
    )
    office = Organisation._base_manager.get(name="四川省经济和信息化厅")
    assert (office.is_issuer, office.is_recommender, office.is_active, office.is_applicant) == (True, True, True, False)
    person = make_user()
    answer = client.post(
        reverse("accounts:grant"), {"login": person.email, "role": Role.ISSUING_OFFICER, "organisation": office.pk}
    )
    assert answer.url == reverse("accounts:membership_list")
    membership = Membership.objects.get(user=person)
    assert (membership.role, membership.organisation) == (Role.ISSUING_OFFICER, office)
    client.post(reverse("accounts:membership_end", args=[membership.pk]))
    membership.refresh_from_db()
    assert not membership.is_current
    assert set(AuditEntry._base_manager.values_list("action", flat=True)) == {
        "organisation_open",
        "staff_grant",
        "staff_end",
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"login": "nobody@demo.example"}, "login"),
        ({"role": Role.APPLICANT_ADMIN}, "role"),
        ({"role": Role.EXPERT}, "organisation"),
        ({"organisation": ""}, "organisation"),
    ],
)
def test_a_grant_that_does_not_fit_is_told_beside_its_field(client, root, changes, field):
    person, office = make_user(), make_organisation(is_issuer=True)
    data = {"login": person.email, "role": Role.AUDITOR, "organisation": office.pk} | changes
    answer = client.post(reverse("accounts:grant"), data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Membership.objects.filter(user=person).exists()


def test_an_office_is_issuer_or_recommender_and_its_name_new(client, root):
    make_organisation(name="成都市局", is_recommender=True)
    answer = client.post(reverse("accounts:office"), {"name": "成都市局", "region": make_region().pk})
    assert answer.status_code == 422
    assert {"name", "is_recommender"} <= answer.context["form"].errors.keys()


def test_granting_twice_is_a_conflict(client, root):
    expert = make_membership(role=Role.EXPERT)
    answer = client.post(
        reverse("accounts:grant"), {"login": expert.user.email, "role": Role.EXPERT, "organisation": ""}
    )
    assert answer.status_code == 409


def test_a_stopped_person_is_out_at_once(client, root):
    person = make_membership(role=Role.APPLICANT_EDITOR).user
    other = client.__class__()
    other.force_login(person)
    assert other.get(reverse("accounts:me")).status_code == 200
    client.post(reverse("accounts:user_act", args=[person.pk, "stop"]))
    assert other.get(reverse("accounts:me")).status_code == 302
    client.post(reverse("accounts:user_act", args=[person.pk, "restore"]))
    assert User.objects.get(pk=person.pk).is_active


def test_administrators_do_not_stop_themselves_or_end_their_own_role(client, root):
    assert client.post(reverse("accounts:user_act", args=[root.user.pk, "stop"])).status_code == 403
    assert client.post(reverse("accounts:membership_end", args=[root.membership.pk])).status_code == 403
    assert User.objects.get(pk=root.user.pk).is_active


def test_applicants_roles_are_not_an_administrator_s_to_end(client, root):
    membership = make_membership(role=Role.APPLICANT_ADMIN)
    assert client.post(reverse("accounts:membership_end", args=[membership.pk])).status_code == 403


def test_persons_are_found_by_name_mail_or_whole_phone(client, root):
    person = User.objects.create_user(name="张三示例", phone="13800138888")
    for text, there in [("张三", True), ("13800138888", True), ("138001", False)]:
        assert (person.name in client.get(reverse("accounts:user_list"), {"text": text}).content.decode()) == there
    page = client.get(reverse("accounts:user_detail", args=[person.pk])).content.decode()
    assert "138****8888" in page
    assert "13800138888" not in page


@pytest.mark.parametrize("name", ["user_list", "membership_list", "grant", "office"])
@pytest.mark.parametrize("role", [Role.APPLICANT_ADMIN, Role.BUREAU_OFFICER, Role.ISSUING_OFFICER, Role.AUDITOR])
def test_others_have_no_business_here(client, name, role):
    sign_in(client, make_actor(role=role))
    assert client.get(reverse(f"accounts:{name}")).status_code == 403


def test_the_first_administrator_comes_from_the_command_line(monkeypatch):
    monkeypatch.setattr(create_administrator, "getpass", lambda prompt: "correct-horse-7")
    call_command("create_administrator", name="管理员", login="root@demo.example", verbosity=0)
    assert Membership.objects.get(user__email="root@demo.example").role == Role.ADMINISTRATOR
    with pytest.raises(CommandError, match="已有账号"):
        call_command("create_administrator", name="管理员", login="root@demo.example", verbosity=0)
    monkeypatch.setattr(create_administrator, "getpass", lambda prompt: "short")
    with pytest.raises(CommandError, match="10"):
        call_command("create_administrator", name="管理员", login="other@demo.example", verbosity=0)
