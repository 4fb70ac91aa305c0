"""One picture a page, 1280 px wide, few colours so that each stays under 150 kB."""

import io

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page

from applications.models import Application, ApplicationState
from calls.models import Call
from portal.accounts.actor import VISITOR, Actor
from portal.demo.loading import demo_load
from portal.running.layout import BASE_DIR
from portal.scoping import system_scope
from tests.screenshots import story
from tests.signing_in import sign_in

FOLDER = BASE_DIR / "docs" / "screenshots"
SIZE = {"width": 1280, "height": 860}
MOST_BYTES = 150_000


@pytest.fixture
def people(transactional_db, settings):
    settings.DEMO = True
    call_command("load_regions", verbosity=0)
    assert demo_load()
    return story.people_of_the_demo()


@pytest.fixture
def page(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport=SIZE)
    yield context.new_page()
    context.close()


def take(page: Page, actor: Actor, address: str, name: str, *, below: str = "") -> None:
    """The page at ``address`` as ``actor`` sees it, scrolled down to ``below``."""
    page.context.clear_cookies()
    if actor is not VISITOR:
        client = sign_in(Client(), actor)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url_of_server}])
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200, (answer.status, address)
    if below:
        page.locator(below).first.scroll_into_view_if_needed()
    save(page.screenshot(), name)


def save(png: bytes, name: str) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(colors=96, dither=Image.Dither.NONE)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    picture.save(path, optimize=True)
    assert path.stat().st_size < MOST_BYTES, f"{path}: {path.stat().st_size} bytes"


def test_take(people, page, live_server):
    page.url_of_server = live_server.url
    with system_scope("screenshots"):
        sichuan = Call.objects.get(imports__name__startswith="003")
        chongqing = Call.objects.get(imports__name__startswith="004")
        draft = Application.objects.get(call=sichuan, state=ApplicationState.DRAFT)
        returned = Application.objects.get(call=sichuan, state=ApplicationState.RETURNED)
    list_ = story.ranked(people, sichuan)
    story.decided(people, chongqing)
    take(page, VISITOR, reverse("calls:detail", args=[sichuan.public_id]), "call")
    take(page, people["yunsuan"], reverse("applications:detail", args=[draft.public_id]), "tasks")
    indicators = reverse("applications:section", args=[returned.public_id, "indicators"])
    take(page, people["rongguang"], indicators, "indicators")
    take(page, people["chengdu"], reverse("reviews:bureau_ranking", args=[list_.public_id]), "ranking")
    take(page, people["chongqing"], reverse("reviews:decision_list"), "shortlist")
