"""Autosave in Chromium: after a pause, with the session gone and back, offline, and beside a colleague."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.applications.helpers import make_world, save, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOLD = "form [data-trouble]:not([hidden])"


def sign_in(page, live_server, user) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])


@pytest.fixture
def world(live_server):
    return make_world()


@pytest.fixture
def draft(world, browser_page, live_server):
    """A draft open at 揭榜产品概述."""
    application = start(world)
    sign_in(browser_page, live_server, world.editor.user)
    browser_page.goto(reverse("applications:section", args=[application.public_id, "product"]))
    return application


def name_of(application) -> str:
    application.current.refresh_from_db()
    return application.current.product_name


def test_saved_after_a_pause(draft, browser_page):
    with browser_page.expect_response(lambda r: r.request.method == "POST", timeout=10_000) as answer:
        browser_page.type("#id_product_name", "激光雷达")
    assert answer.value.status == 200
    browser_page.wait_for_selector("[data-saved]:not([hidden])")
    assert "已保存" in browser_page.inner_text("[data-saved]")
    assert name_of(draft) == "激光雷达"


def test_saved_at_once_on_leaving_the_field(draft, browser_page):
    browser_page.fill("#id_product_name", "激光雷达")
    with browser_page.expect_response(lambda r: r.request.method == "POST", timeout=1_900):
        browser_page.press("#id_product_name", "Tab")
    assert name_of(draft) == "激光雷达"


def test_what_is_not_understood_is_told_beside_its_field(world, draft, browser_page):
    browser_page.goto(reverse("applications:section", args=[draft.public_id, "profile"]))
    browser_page.fill("#id_revenue", "一亿")
    browser_page.press("#id_revenue", "Tab")
    browser_page.wait_for_selector("#live_revenue")
    assert "请填写数字" in browser_page.inner_text("#live_revenue")
    assert browser_page.input_value("#id_revenue") == "一亿"


def test_the_session_ends_and_comes_back(world, draft, browser_page, live_server):
    Session.objects.all().delete()
    browser_page.fill("#id_product_name", "写到一半")
    browser_page.press("#id_product_name", "Tab")
    browser_page.wait_for_selector(TOLD)
    assert "登录已失效" in browser_page.inner_text(TOLD)
    assert browser_page.input_value("#id_product_name") == "写到一半"
    assert name_of(draft) == ""
    sign_in(browser_page, live_server, world.editor.user)
    browser_page.context.clear_cookies(name="csrftoken")
    other = browser_page.context.new_page()
    other.goto(reverse("applications:list"))
    browser_page.bring_to_front()
    browser_page.wait_for_selector("[data-saved]:not([hidden])", timeout=15_000)
    assert name_of(draft) == "写到一半"


def test_offline_and_online_again(draft, browser_page):
    browser_page.context.set_offline(True)
    browser_page.fill("#id_product_name", "离线写的")
    browser_page.press("#id_product_name", "Tab")
    browser_page.wait_for_selector(TOLD)
    assert "连不上服务器" in browser_page.inner_text(TOLD)
    browser_page.context.set_offline(False)
    browser_page.wait_for_selector("[data-saved]:not([hidden])", timeout=15_000)
    assert name_of(draft) == "离线写的"


def test_a_colleague_was_faster(world, draft, browser_page):
    save(draft, "product", {"product_name": "同事写的"}, world.admin)
    browser_page.fill("#id_product_name", "我写的")
    browser_page.press("#id_product_name", "Tab")
    browser_page.wait_for_selector(".summary[role=alert]")
    box = browser_page.inner_text(".summary[role=alert]")
    assert world.admin.user.name in box
    assert "同事写的" in box
    assert name_of(draft) == "同事写的"
    with browser_page.expect_response(lambda r: r.request.method == "POST" and r.status == 200):
        browser_page.click("text=保存页面上的内容")
    assert name_of(draft) == "我写的"


def test_nothing_stays_in_the_browser(draft, browser_page):
    browser_page.fill("#id_product_name", "激光雷达")
    browser_page.press("#id_product_name", "Tab")
    browser_page.wait_for_selector("[data-saved]:not([hidden])")
    kept = browser_page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    # htmx remembers the address of the page it is on, and nothing of what stands there.
    assert "激光雷达" not in kept
    assert browser_page.evaluate("Object.keys({...localStorage, ...sessionStorage})") in (
        [],
        ["htmx-current-path-for-history"],
    )


def test_too_much_text_is_marked_and_kept(draft, browser_page):
    browser_page.fill("#id_product_overview", "字" * 1005)
    assert browser_page.inner_text("[data-count-for=product_overview]").startswith("1005 / 1000")
    assert browser_page.inner_text("[data-excess] mark") == "字" * 5
    assert len(browser_page.input_value("#id_product_overview")) == 1005
