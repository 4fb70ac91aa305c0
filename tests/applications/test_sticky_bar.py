"""The bar of buttons that stays at the foot of long sections never covers the field that has the focus."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.applications.helpers import make_world, start
from tests.factories import make_direction

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
COVERED = """() => {
  const bar = document.querySelector('.stick').getBoundingClientRect();
  const field = document.activeElement.getBoundingClientRect();
  return document.activeElement.closest('.stick') ? false : field.bottom > bar.top + 1;
}"""


def test_the_focused_field_stands_above_the_bar(live_server, browser_page):
    world = make_world()
    rows = tuple({"subject": f"性能指标{n}", "comparator": ">=", "value": n, "unit": "dB"} for n in range(1, 15))
    application = start(world, direction=make_direction(call=world.call, title="智能制造装备", indicators=rows))
    client = Client()
    client.force_login(world.editor.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    browser_page.emulate_media(reduced_motion="reduce")  # otherwise measured in the middle of a smooth scroll
    browser_page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    browser_page.goto(reverse("applications:section", args=[application.public_id, "indicators"]))
    browser_page.locator("td input").first.focus()
    covered = []
    for _field in range(browser_page.locator("td input").count() - 1):
        browser_page.keyboard.press("Tab")
        covered.append(browser_page.evaluate(COVERED))
    assert len(covered) > 40
    assert [n for n, hidden in enumerate(covered) if hidden] == []
