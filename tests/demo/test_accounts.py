import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from calls.models import Deadline
from portal.accounts.models import Membership
from portal.accounts.roles import SECOND_FACTOR_ROLES
from portal.demo import world
from portal.demo.people import people_open
from tests.factories import make_call, make_membership, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db, demo):
    """The demo's people alone."""
    call_command("load_regions", verbosity=0)
    return people_open()


def enter(client: Client, mailbox: str):
    membership = Membership.objects.get(user__login=f"{mailbox}@demo.example")
    return client.post("/demo/enter/", {"membership": membership.pk})


def test_every_account_is_entered_with_one_press(people):
    client = Client()
    for person in world.PEOPLE:
        assert enter(client, person.mailbox)["Location"] == "/accounts/home/"
        home = client.get("/accounts/home/", follow=True)
        assert home.status_code == 200, person
        actor = home.wsgi_request.actor
        assert (actor.user.login, actor.role) == (person.login, person.role)


def test_every_account_signs_in_by_password_and_code(people):
    for person in world.PEOPLE:
        client = Client()
        answer = client.post("/accounts/login/", {"login": person.login, "password": world.PASSWORD}, follow=True)
        if person.role in SECOND_FACTOR_ROLES:
            page = Client().get("/demo/").content.decode()
            row = page[page.index(f">{person.login}<") :]
            code = re.search(r"\b\d{6}\b", row)[0]
            answer = client.post("/accounts/2fa/authenticate/", {"code": code}, follow=True)
        assert answer.status_code == 200
        assert answer.wsgi_request.actor.role == person.role, person


def test_entering_ends_the_session_that_was_there(people):
    client = Client()
    enter(client, "officer")
    before = client.session.session_key
    enter(client, "zhixin")
    assert client.session.session_key != before
    old = Client()
    old.cookies["sessionid"] = before
    assert not old.get("/").wsgi_request.user.is_authenticated


def test_only_accounts_of_the_demo_are_entered(people):
    stranger = make_membership()
    ended = Membership.objects.get(user__login="expert3@demo.example")
    Membership.objects.filter(pk=ended.pk).update(ended_at=timezone.now())
    stopped = Membership.objects.get(user__login="expert2@demo.example")
    stopped.user.is_active = False
    stopped.user.save()
    client = Client()
    for wanted in (stranger.pk, ended.pk, stopped.pk, 0, "x", "", "9" * 30, "²"):
        assert client.post("/demo/enter/", {"membership": wanted}).status_code == 404
        assert not client.get("/").wsgi_request.user.is_authenticated
    assert client.get("/demo/enter/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/demo/enter/", {"membership": "1"}).status_code == 403


def test_the_page_lists_accounts_password_and_steps(people):
    page = Client().get("/demo/").content.decode()
    assert all(person.login in page for person in world.PEOPLE)
    assert world.PASSWORD in page
    assert "可以试什么" in page
    assert "演示环境：数据可随时清除" in page
    assert "style=" not in page
    assert "<style" not in page


def test_the_page_says_when_the_demo_is_over(db, demo):
    client = Client()
    assert "已过截止时间" not in client.get("/demo/").content.decode()
    call = make_call(issuer=make_organisation(name=world.OFFICES[0].name, is_issuer=True))
    assert "已过截止时间" not in client.get("/demo/").content.decode()
    Deadline.objects.filter(call=call).update(at=timezone.now() - timedelta(days=1))
    assert "已过截止时间" in client.get("/demo/").content.decode()


def test_the_line_on_top_is_on_every_page_of_the_demo_alone(db, demo):
    assert "演示环境：数据可随时清除" in Client().get("/").content.decode()


def test_no_line_outside_of_the_demo(db, client):
    assert "演示环境" not in client.get("/").content.decode()
