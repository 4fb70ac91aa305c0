"""Every item of every role's navigation leads to a page that this role may open."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal import nav
from portal.accounts.actor import VISITOR, Actor
from portal.accounts.roles import Role
from tests.factories import make_actor, make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role.values)
def test_a_role_opens_its_own_navigation(client, role):
    actor = make_actor(role=role)
    sign_in(client, actor)
    for item in nav.shown(actor, ""):
        answer = client.get(item.url)
        assert answer.status_code == 200, item
        assert 'aria-current="page"' in answer.content.decode().partition("</nav>")[0], item


def test_visitors_open_theirs(client):
    for item in nav.shown(VISITOR, ""):
        assert client.get(item.url).status_code == 200


def test_who_has_no_role_yet_is_led_to_registering():
    assert reverse("accounts:register") in [item.url for item in nav.shown(Actor(user=make_user()), "")]


def test_home_is_where_the_role_s_work_begins():
    assert nav.home(VISITOR) == "/"
    assert nav.home(Actor(user=make_user())) == reverse("accounts:me")
    assert nav.home(make_actor(role=Role.BUREAU_OFFICER)) == reverse("reviews:bureau_todo")
    assert nav.home(make_actor(role=Role.APPLICANT_EDITOR)) == reverse("applications:list")


@pytest.mark.django_db(transaction=True)
def test_on_a_narrow_screen_the_navigation_stands_where_one_is(browser_page, live_server):
    actor = make_actor(role=Role.ISSUING_OFFICER)
    cookie = sign_in(Client(), actor).cookies[settings.SESSION_COOKIE_NAME].value
    browser_page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    browser_page.set_viewport_size({"width": 375, "height": 800})
    for item in nav.shown(actor, ""):
        browser_page.goto(item.url)
        box = browser_page.locator(".shell nav [aria-current]").bounding_box()
        assert box is not None
        assert box["x"] >= 0, item
        assert box["x"] + box["width"] <= 375, item
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= 375, item
