from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.core.paginator import Paginator
from django.template import Context
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.templatetags import portal as tags

NOW = datetime(2026, 11, 21, 6, 3, 22, tzinfo=UTC)


def test_instants_are_shown_in_shanghai():
    assert tags.beijing(NOW) == "2026年11月21日 14:03"
    assert tags.beijing(None) == ""


@pytest.mark.parametrize(
    ("at", "precision", "shown"),
    [
        (datetime(2021, 11, 15, 16, tzinfo=UTC), "day", "2021年11月15日 24:00"),
        (datetime(2021, 11, 19, 9, tzinfo=UTC), "hour", "2021年11月19日 17:00前"),
        (datetime(2021, 12, 31, 16, tzinfo=UTC), "day", "2021年12月31日 24:00"),
        (None, "day", ""),
    ],
)
def test_a_deadline_keeps_what_was_printed(at, precision, shown):
    assert tags.beijing_deadline(at, precision) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(Decimal("1860"), "1\u202f860.00"), ("0.5", "0.50"), (1234567, "1\u202f234\u202f567.00"), (None, ""), ("?", "?")],
)
def test_money(amount, shown):
    assert tags.money(amount) == shown


def test_a_state_is_a_word_and_a_shape():
    assert tags.state_tag("<待>", "go") == '<span class="tag go">&lt;待&gt;</span>'
    with pytest.raises(ValueError, match="tone"):
        tags.state_tag("x", "blue")


@time_machine.travel(NOW, tick=False)
def test_the_deadline_bar_shows_within_72_hours_only():
    def bar(deadline):
        return render_to_string("components/deadline_bar.html", {"deadline": deadline, "label": "网上填报截止"})

    near = bar(NOW + timedelta(hours=57, minutes=56))
    assert "2 天 09 小时 56 分" in near
    assert "14:03:22" in near
    assert f'data-server-now="{int(NOW.timestamp() * 1000)}"' in near
    assert "网上填报截止" in bar(NOW + timedelta(hours=72))
    for far in (NOW + timedelta(hours=72, seconds=1), NOW - timedelta(seconds=1), None):
        assert "网上填报截止" not in bar(far)


class Sample(forms.Form):
    name = forms.CharField(label="名称")
    amount = forms.IntegerField(label="金额")

    def clean(self):
        raise forms.ValidationError("整体有误。")


def test_the_summary_links_each_error_to_its_field():
    form = Sample({"amount": "x"})
    found = tags.error_list(form, errors=[("另一处有误。", "#other")])
    assert ("整体有误。", "") in found
    assert any(href == "#id_name" and text.startswith("名称：") for text, href in found)
    assert any(href == "#id_amount" for _text, href in found)
    assert found[-1] == ("另一处有误。", "#other")
    page = render_to_string("components/error_summary.html", {"form": form})
    assert 'href="#id_amount"' in page
    assert "summary" not in render_to_string("components/error_summary.html", {"form": Sample()})


def test_the_summary_reads_formsets_too():
    rows = forms.formset_factory(Sample)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-amount": "x"})
    assert any(href == "#id_form-0-amount" for _text, href in tags.error_list(forms=[rows]))


def test_pages_keep_the_address():
    page = Paginator(range(500), 10).page(25)
    request = RequestFactory().get("/list", {"state": "open", "page": "25"})
    shown = render_to_string("components/pagination.html", {"page": page}, request=request)
    assert "?state=open&amp;page=24" in shown
    assert "共 500 条" in shown
    assert "…" in shown
    assert list(tags.page_range(page.paginator, 25)) == [1, None, 23, 24, 25, 26, 27, None, 50]


def test_components_for_every_room():
    shown = render_to_string("components/office.html", {"office": "四川省经济和信息化厅", "phone": "028-00000000"})
    assert "028-00000000" in shown
    assert "严禁上传涉密信息" in render_to_string("components/no_secrets.html")
    empty = render_to_string("components/empty.html", {"text": "没有", "hint": "新建", "url": "/new", "action": "新建"})
    assert 'href="/new"' in empty


def test_what_is_typed_over_is_shown_in_groups():
    assert tags.in_fours("D4OA5JG7JY") == "D4OA 5JG7 JY"
    assert tags.in_fours("") == ""


def test_without_a_request_there_is_no_navigation():
    assert tags.navigation(Context({})) == []
    assert tags.navigation(Context({"request": SimpleNamespace()})) == []
