import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.services.users import user_open
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "correct-horse-7"


def log_in(client, login, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": login, "password": password}, **extra)


def sign_up(client, login, **changes):
    data = {"login": login, "name": "示例人员", "password1": PASSWORD, "password2": PASSWORD} | changes
    return client.post(reverse("account_signup"), data)


def signed_in(client):
    return client.get(reverse("accounts:me")).status_code == 200


def mailed_code():
    return re.search(r"^([A-Z0-9]+-[A-Z0-9]+|\d{6})$", mail.outbox[-1].body, re.MULTILINE).group(1)


@pytest.mark.parametrize(
    "login", ["somebody@demo.example", "SomeBody@demo.example", "13800138888", "+86 138-0013-8888"]
)
def test_mail_or_phone_signs_in(client, login):
    user_open(name="示例人员", login="somebody@demo.example" if "@" in login else "13800138888", password=PASSWORD)
    assert log_in(client, login).status_code == 302
    assert signed_in(client)


def test_signing_up_by_mail_asks_for_the_mailed_code_first(client):
    assert sign_up(client, "new@demo.example").url == reverse("account_email_verification_sent")
    assert not signed_in(client)
    page = client.post(reverse("account_email_verification_sent"), {"code": "WRNG-CODE"})
    assert page.status_code == 422
    assert "验证码不正确" in page.content.decode()
    client.post(reverse("account_email_verification_sent"), {"code": mailed_code()})
    assert signed_in(client)
    assert EmailAddress.objects.get(email="new@demo.example").verified


def test_a_taken_address_gets_the_same_answer_and_its_owner_a_mail(client):
    user_open(name="示例人员", login="there@demo.example", password=PASSWORD)
    free, taken = sign_up(Client(), "new@demo.example"), sign_up(client, "there@demo.example", name="他人")
    assert (free.status_code, free.url) == (taken.status_code, taken.url)
    assert "已有账号" in mail.outbox[-1].subject
    assert client.get(taken.url).status_code == 200
    assert User.objects.filter(email="there@demo.example").count() == 1
    assert User.objects.get(email="there@demo.example").name == "示例人员"


def test_a_taken_phone_gets_the_same_answer(client):
    user_open(name="示例人员", login="13800138888", password=PASSWORD)
    free, taken = Client(), client
    answers = [
        sign_up(free, "13900139999"),
        sign_up(taken, "13800138888", password1="other-horse-77", password2="other-horse-77"),
    ]
    assert [a.url for a in answers] == [reverse("account_login")] * 2
    pages = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", c.get("/accounts/login/").content.decode())
        for c in (free, taken)
    ]
    assert pages[0] == pages[1]
    assert log_in(Client(), "13800138888").status_code == 302
    assert log_in(Client(), "13900139999").status_code == 302


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("there@demo.example", "wrong-horse-7"),
        ("nobody@demo.example", PASSWORD),
        ("13800138888", PASSWORD),
        ("无名", "x"),
    ],
)
def test_every_failure_reads_the_same(client, login, password):
    user_open(name="示例人员", login="there@demo.example", password=PASSWORD)
    page = log_in(client, login, password)
    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == ["账号或密码不正确。"]


@pytest.mark.parametrize("login", ["there@demo.example", "nobody@demo.example"])
def test_asking_for_a_reset_reads_the_same(client, login):
    user_open(name="示例人员", login="there@demo.example", password=PASSWORD)
    answer = client.post(reverse("account_reset_password"), {"email": login})
    assert (answer.status_code, answer.url) == (302, reverse("account_reset_password_done"))
    assert mail.outbox[-1].to == [login]


@pytest.mark.parametrize("login", ["there@demo.example", "13800138888"])
def test_the_sixth_try_is_locked_out_whatever_address_a_header_claims(client, login):
    user_open(name="示例人员", login=login, password=PASSWORD)
    for n in range(5):
        log_in(
            client,
            login,
            "wrong-horse-7",
            HTTP_X_FORWARDED_FOR=f"10.0.0.{n}",
            HTTP_HOST=["testserver", "localhost"][n % 2],
        )
    page = log_in(client, login, PASSWORD, HTTP_X_FORWARDED_FOR="10.0.0.99")
    assert page.status_code == 422
    assert "连续登录失败次数过多" in page.content.decode()
    assert not signed_in(client)


def test_one_locked_phone_does_not_lock_another(client):
    for phone in ("13800138888", "13900139999"):
        user_open(name="示例人员", login=phone, password=PASSWORD)
    for _ in range(6):
        log_in(client, "13800138888", "wrong-horse-7")
    assert log_in(client, "13900139999").status_code == 302


def test_the_session_key_rotates_at_login(client):
    user_open(name="示例人员", login="there@demo.example", password=PASSWORD)
    client.get(reverse("account_login"))
    session = client.session
    session["kept"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    log_in(client, "there@demo.example")
    assert client.session.session_key != session.session_key


def test_a_new_password_ends_the_other_sessions(client):
    user_open(name="示例人员", login="there@demo.example", password=PASSWORD)
    other = Client()
    log_in(client, "there@demo.example")
    log_in(other, "there@demo.example")
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "another-horse-8", "password2": "another-horse-8"},
    )
    assert answer.status_code == 302
    assert signed_in(client)
    assert not signed_in(other)


def reset_link():
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[-1].body).group(1)


def test_a_reset_link_works_once_and_ends_sessions(client):
    user_open(name="示例人员", login="there@demo.example", password=PASSWORD)
    old = Client()
    log_in(old, "there@demo.example")
    client.post(reverse("account_reset_password"), {"email": "there@demo.example"})
    link = reset_link()
    form = client.get(link, follow=True)
    new = {"password1": "another-horse-8", "password2": "another-horse-8"}
    assert client.post(form.redirect_chain[-1][0], new).status_code == 302
    assert not signed_in(old)
    assert log_in(Client(), "there@demo.example", "another-horse-8").status_code == 302
    assert "重置链接已使用过或已过期" in Client().get(link, follow=True).content.decode()


def test_a_reset_link_lives_an_hour(settings):
    assert settings.PASSWORD_RESET_TIMEOUT <= 3600


def test_a_foreign_host_gets_400(client):
    answer = client.post(reverse("account_reset_password"), {"email": "there@demo.example"}, HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert not mail.outbox


@pytest.mark.parametrize("password", ["short-1", "12345678901", "password123", "示例人员示例人员示例"])
def test_weak_passwords_are_refused(client, password):
    page = sign_up(client, "new@demo.example", password1=password, password2=password, name="示例人员示例人员示例")
    assert page.status_code == 422
    assert "password1" in page.context["form"].errors
    assert not User.objects.exists()


def test_a_passphrase_of_64_characters_is_fine(client):
    assert sign_up(client, "new@demo.example", password1="ab3-" * 16, password2="ab3-" * 16).status_code == 302


def test_a_stopped_account_does_not_sign_in(client):
    user = user_open(name="示例人员", login="there@demo.example", password=PASSWORD)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert log_in(client, "there@demo.example").url == reverse("account_inactive")
    assert not signed_in(client)


def test_a_mail_server_that_is_away_does_not_lose_the_page(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    user_open(name="示例人员", login="there@demo.example", password=PASSWORD)
    answer = client.post(reverse("account_reset_password"), {"email": "there@demo.example"})
    assert (answer.status_code, answer.url) == (302, reverse("account_reset_password_done"))


def test_signing_out_is_a_post(client):
    client.force_login(make_user())
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in(client)
    client.post(reverse("account_logout"))
    assert not signed_in(client)


def test_onward_addresses_of_other_sites_are_not_followed(client):
    user_open(name="示例人员", login="there@demo.example", password=PASSWORD)
    answer = client.post(
        reverse("account_login") + "?next=https://evil.example/",
        {"login": "there@demo.example", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert answer.status_code == 302
    assert "evil" not in answer.url


def test_too_many_sign_ups_from_one_address_are_slowed_down(client):
    for n in range(20):
        sign_up(client, f"new{n}")
    page = sign_up(client, "new21@demo.example")
    assert page.status_code == 429
    assert "操作过于频繁" in page.content.decode()
    assert not User.objects.exists()


def test_only_our_own_backend_signs_people_in(settings):
    assert settings.AUTHENTICATION_BACKENDS == ["allauth.account.auth_backends.AuthenticationBackend"]
    assert settings.ALLAUTH_TRUSTED_CLIENT_IP_HEADER is None
