"""What the office's lists show of many calls, directions and extensions, and how often they ask the database."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from calls.naming import call_mark
from tests.factories import make_actor, make_call
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"calls:office_{name}", args=args)


def text_of(response):
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def test_calls_of_one_title_and_number_are_told_apart(client):
    actor = make_actor()
    first, second = (make_call(created_by=actor.membership, doc_no="川经信〔2026〕1号") for _n in range(2))
    second.deadlines.update(at=timezone.now() + timedelta(days=30))
    sign_in(client, actor)
    shown = text_of(client.get(url("list")))
    selects = text_of(client.get(reverse("reviews:office_applications")))
    for call in (first, second):
        mark = call_mark(call, among=[first, second])
        assert mark.startswith("川经信〔2026〕1号，申报截止")
        assert mark in shown
        assert f"{call.title}（{mark}）</option>" in selects
