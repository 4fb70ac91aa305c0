import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from portal.accounts.models import Membership
from portal.accounts.roles import SECOND_FACTOR_ROLES, Role
from portal.accounts.services.demo import demo_code, demo_second_factor
from portal.accounts.services.users import second_factor_reset, user_open
from portal.workflow import NotAllowed
from tests.factories import make_actor, make_membership, make_organisation, make_user
from tests.signing_in import code_of, sign_in

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-7"


@pytest.fixture
def officer():
    user = user_open(name="审核员", login="officer@demo.example", password=PASSWORD)
    return make_membership(role=Role.BUREAU_OFFICER, user=user)


def log_in(client):
    return client.post(reverse("account_login"), {"login": "officer@demo.example", "password": PASSWORD})


def set_up(client):
    """Sets a second factor up in the browser; returns its secret."""
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return secret


def test_an_officer_without_one_is_sent_to_set_it_up(client, officer):
    assert log_in(client).url == reverse("mfa_index")
    answer = client.get(reverse("accounts:organisation_list"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("mfa_index"))
    page = client.get(reverse("mfa_index"))
    assert "必须使用两步验证" in page.content.decode()
    set_up(client)
    assert client.get(reverse("accounts:organisation_list")).status_code == 200


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR_ROLES))
def test_the_role_itself_is_withheld_until_then(client, role):
    actor = make_actor(role=role)
    sign_in(client, actor, second_factor=False)
    request = client.get(reverse("accounts:me")).context["request"]
    assert request.actor.membership is None
    assert request.withheld == actor.membership
    sign_in(client, actor)
    assert client.get(reverse("accounts:me")).context["request"].actor.role == role


def test_posts_do_nothing_without_it(client, officer):
    applicant = make_organisation(is_applicant=True, state="pending", region=officer.organisation.region)
    log_in(client)
    client.post(reverse("accounts:organisation_activate", args=[applicant.pk]))
    applicant.refresh_from_db()
    assert applicant.state == "pending"


def test_the_code_is_asked_at_each_sign_in(client, officer):
    log_in(client)
    secret = set_up(client)
    client.post(reverse("account_logout"))
    assert log_in(client).url == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:me")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 422
    assert "动态验证码不正确" in wrong.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("accounts:organisation_list")).status_code == 200


def test_a_recovery_code_works_once(client, officer):
    log_in(client)
    set_up(client)
    page = client.get(reverse("mfa_view_recovery_codes"))
    code = page.context["unused_codes"][0]
    for expected in (302, 422):
        client.post(reverse("account_logout"))
        log_in(client)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_recovery_codes_are_for_who_has_an_app(client):
    sign_in(client, make_actor(role=Role.APPLICANT_ADMIN), second_factor=False)
    for method in (client.get, client.post):
        assert method(reverse("mfa_generate_recovery_codes")).url == reverse("mfa_index")
    assert not Authenticator.objects.exists()


def test_applicants_need_none(client):
    sign_in(client, make_actor(role=Role.APPLICANT_ADMIN), second_factor=False)
    assert client.get(reverse("accounts:organisation")).status_code == 200


def test_an_applicant_s_role_works_beside_a_withheld_one(client, officer):
    applicant = make_membership(role=Role.APPLICANT_EDITOR, user=officer.user)
    log_in(client)
    client.post(reverse("accounts:switch"), {"membership": applicant.pk})
    assert client.get(reverse("accounts:organisation")).status_code == 200


def test_who_needs_it_cannot_turn_it_off(client, officer):
    log_in(client)
    set_up(client)
    assert "停用身份验证器" not in client.get(reverse("mfa_index")).content.decode()
    refused = client.get(reverse("mfa_deactivate_totp")).content.decode()
    assert "您的身份必须使用两步验证，不能停用。" in refused
    assert "停用后，登录只需密码。" not in refused
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=officer.user, type=Authenticator.Type.TOTP).exists()
    Membership.objects.filter(pk=officer.pk).update(ended_at="2026-01-01T00:00Z")
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=officer.user, type=Authenticator.Type.TOTP).exists()


def test_secrets_lie_encrypted(client, officer):
    log_in(client)
    secret = set_up(client)
    kept = Authenticator.objects.get(user=officer.user, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept


def test_an_administrator_resets_it_for_others_only(client, officer):
    log_in(client)
    set_up(client)
    root = make_actor(role=Role.ADMINISTRATOR)
    second_factor_reset(actor=root, user=officer.user)
    assert not Authenticator.objects.filter(user=officer.user).exists()
    with pytest.raises(NotAllowed):
        second_factor_reset(actor=root, user=root.user)


def test_the_demo_shows_its_own_accounts_codes_and_nothing_else_does(client, settings):
    user = user_open(name="演示", login="officer@demo.example", password=PASSWORD, is_demo=True)
    demo_second_factor(user=user)
    log_in(client)
    assert not re.search(r"\b\d{6}\b", client.get(reverse("mfa_authenticate")).content.decode())
    settings.DEMO = True
    page = client.get(reverse("mfa_authenticate"))
    assert demo_code(user=user) in page.content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": demo_code(user=user)}).status_code == 302
    with pytest.raises(ValueError, match="demo"):
        demo_second_factor(user=make_user())
