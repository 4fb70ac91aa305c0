"""The browser counts and compares as the server does: the same cases, run in Chromium."""

import json
from pathlib import Path

import pytest
from django.conf import settings

HERE = Path(__file__).parent
pytestmark = pytest.mark.browser

_COMPARE = """cases => cases.map(c => {
  const target = window.indicators.parseTarget(c.typed, c.unit);
  if (!target) return null;
  const max = c.valueMax ? Number(c.valueMax) : null;
  return window.indicators.compare({comparator: c.comparator, value: Number(c.value), max, unit: c.unit}, target)[0];
})"""


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    try:
        page = context.new_page()
        page.set_content("<!doctype html><title>x</title>")
        yield page
    finally:
        context.close()


def cases(name: str) -> list[dict]:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def test_counting(page):
    page.add_script_tag(path=settings.BASE_DIR / "static" / "counting.js")
    found = cases("counting_cases.json")
    counted = page.evaluate("texts => texts.map(window.counting.countCharacters)", [case["text"] for case in found])
    assert counted == [case["count"] for case in found]


def test_splitting(page):
    page.add_script_tag(path=settings.BASE_DIR / "static" / "counting.js")
    assert page.evaluate("window.counting.splitAt('揭榜FP16任务', 3)") == ["揭榜FP16", "任务"]


def test_comparing(page):
    page.add_script_tag(path=settings.BASE_DIR / "static" / "indicators.js")
    found = cases("comparison_cases.json")
    assert page.evaluate(_COMPARE, found) == [case["label"] for case in found]
