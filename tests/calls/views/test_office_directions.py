import pytest

from calls.models import Direction, IndicatorVersion
from portal.scoping import system_scope
from tests.calls.views.office import text_of, url
from tests.factories import make_direction

pytestmark = pytest.mark.django_db


def direction_data(**changes):
    return {
        "title": "改过的方向",
        "category": "核心基础",
        "parts-TOTAL_FORMS": 2,
        "parts-INITIAL_FORMS": 1,
        "parts-0-kind": "task",
        "parts-0-heading": "揭榜任务",
        "parts-0-text": "新的任务",
        "parts-1-kind": "goal",
        "parts-1-heading": "",
        "parts-1-text": "新的目标",
        "money-TOTAL_FORMS": 1,
        "money-INITIAL_FORMS": 0,
        "money-0-source": "grant",
        "money-0-comparator": "<=",
        "money-0-amount": "500",
    } | changes


def test_a_direction_is_added_and_written(officer, call):
    answer = officer.post(url("directions", call.public_id), {"title": "智能传感器"}, follow=True)
    assert "还没有指标" in text_of(answer)
    with system_scope("test"):
        direction = Direction.objects.get(call=call)
    data = direction_data(**{"parts-INITIAL_FORMS": 0})
    text_of(officer.post(url("direction", call.public_id, direction.key), data, follow=True))
    version = direction.versions.get()
    assert [(p.heading, p.text) for p in version.parts.all()] == [("揭榜任务", "新的任务"), ("预期目标", "新的目标")]
    assert version.funding_terms.get().amount == 500
    again = direction_data(**{"parts-0-DELETE": "on", "parts-1-text": "", "money-0-amount": ""})
    text_of(officer.post(url("direction", call.public_id, direction.key), again), 422)
    assert version.parts.count() == 2
    text_of(officer.post(url("direction_remove", call.public_id, direction.key), follow=True))
    with system_scope("test"):
        assert not Direction.objects.filter(call=call).exists()


def test_rows_offered_empty_are_no_error_though_their_selects_send_something(officer, call):
    direction = make_direction(call=call)
    data = direction_data(**{"parts-1-text": "", "money-0-amount": ""})
    text_of(officer.post(url("direction", call.public_id, direction.key), data, follow=True))
    version = direction.versions.get()
    assert [p.text for p in version.parts.all()] == ["新的任务"]
    assert not version.funding_terms.exists()


def test_parts_are_taken_out_and_left_empty_rows_do_not_count(officer, call):
    direction = make_direction(call=call)
    data = direction_data(**{"parts-0-DELETE": "on", "parts-1-text": "留下的", "money-TOTAL_FORMS": 0})
    text_of(officer.post(url("direction", call.public_id, direction.key), data, follow=True))
    assert [p.text for p in direction.versions.get().parts.all()] == ["留下的"]


def test_indicators_are_added_changed_and_removed(officer, call):
    direction = make_direction(call=call, indicators=())
    add = url("indicator_new", call.public_id, direction.key)
    good = {"subject": "信噪比", "comparator": ">=", "value": "70.5", "unit": "dB"}
    text_of(officer.post(add, good, follow=True))
    text_of(
        officer.post(add, {"subject": "先进水平", "qualitative": "on", "comparator": ">=", "value": "3"}, follow=True)
    )
    first, second = IndicatorVersion.objects.order_by("order")
    assert (str(first.value.normalize()), second.comparator, second.value) == ("70.5", "", None)
    for wrong, words in [
        ({"subject": "x"}, "请选择要求"),
        ({**good, "comparator": "range"}, "范围请写上限"),
        ({**good, "comparator": "range", "value_max": "1"}, "上限不能小于"),
        ({**good, "value": "1e30"}, "位"),
        ({**good, "value": "NaN"}, "数"),
    ]:
        assert words in text_of(officer.post(add, wrong), 422)
    edit = url("indicator", call.public_id, direction.key, first.indicator.key)
    assert 'value="70.5"' in text_of(officer.get(edit))
    text_of(officer.post(edit, {**good, "value": "72"}, follow=True))
    first.refresh_from_db()
    assert first.value == 72
    text_of(officer.post(url("indicator_remove", call.public_id, direction.key, first.indicator.key), follow=True))
    assert list(IndicatorVersion.objects.all()) == [second]
