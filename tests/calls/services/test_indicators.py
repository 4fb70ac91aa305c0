import pytest

from calls.models import CallImport, Edit, IndicatorVersion
from calls.services.creating import call_create_from_import
from calls.services.directions import indicator_delete, indicator_update
from calls.services.edits import StaleEdit
from calls.services.indicators import indicator_merge, indicator_split, indicators_add_from_text
from portal.scoping import system_scope
from portal.workflow import StateConflict
from tests.calls.documents import imported
from tests.factories import make_actor, make_call, make_direction, make_indicator, make_organisation

pytestmark = pytest.mark.django_db

NOTICE = """示例省工业和信息化厅关于组织申报2026年揭榜挂帅项目的通知
各有关单位：
请按要求组织申报。
附件1
智能产品揭榜挂帅任务榜单
（一）智能传感器
揭榜任务：研发智能传感器，攻克封装工艺。
预期目标：声学传感器信噪比≥70dB，灵敏度≥30mV/Pa，功耗≤5mW。
（二）智能终端
揭榜任务：研发智能终端，支持语音交互。
预期目标：响应时间≤200ms，识别准确率不低于95%。
"""


@pytest.fixture
def officer():
    return make_actor(organisation=make_organisation(name="示例省工业和信息化厅", is_issuer=True))


@pytest.fixture
def call(officer):
    return call_create_from_import(call_import=imported(NOTICE.encode(), actor=officer), actor=officer)


@pytest.fixture
def directions(call):
    with system_scope("test"):
        return list(call.directions.filter(call=call).order_by("order"))


def rows(direction):
    return [
        (row.order, row.subject, row.comparator, row.value and f"{row.value.normalize():f}", row.unit)
        for row in IndicatorVersion.objects.filter(direction_version__direction=direction)
    ]


def row_of(direction, order):
    found = IndicatorVersion.objects.select_related("indicator__direction__call", "direction_version")
    return found.get(direction_version__direction=direction, order=order)


def words(call, row):
    with system_scope("test"):
        text = CallImport.objects.get(call=call).text
    return text[row.source_start : row.source_end]


def test_a_changed_indicator_keeps_its_place_in_the_original(directions, officer):
    before = row_of(directions[0], 1)
    after = indicator_update(indicator=before, actor=officer, subject="信噪比", value=72, seen=0)
    assert (after.revision, after.text) == (1, before.text)
    assert (after.source_start, after.source_end) == (before.source_start, before.source_end)
    edit = Edit.objects.get()
    assert (edit.before["value"], edit.after["value"], edit.revision) == ("70", 72, 1)
    assert indicator_update(indicator=before, actor=officer, subject="信噪比").revision == 1


def test_what_was_changed_meanwhile_is_not_written_over(directions, officer):
    row = row_of(directions[0], 1)
    indicator_update(indicator=row, actor=officer, unit="dBA", seen=0)
    with pytest.raises(StaleEdit):
        indicator_update(indicator=row, actor=officer, unit="B", seen=0)
    with pytest.raises(StaleEdit):
        indicator_delete(indicator=row, actor=officer, seen=0)
    assert row_of(directions[0], 1).unit == "dBA"
    indicator_delete(indicator=row, actor=officer, seen=1)
    with pytest.raises(StaleEdit):
        indicator_update(indicator=row, actor=officer, unit="B", seen=1)


def test_one_indicator_becomes_two_each_read_anew(call, directions, officer):
    merged = indicator_merge(indicator=row_of(directions[0], 1), following=row_of(directions[0], 2), actor=officer)
    assert words(call, merged) == merged.text
    assert "70" in merged.text
    assert "30" in merged.text
    assert len(rows(directions[0])) == 2
    cut = merged.text.index("，")
    first, second = indicator_split(
        indicator=merged, first=merged.text[:cut], second=merged.text[cut + 1 :], actor=officer, seen=merged.revision
    )
    assert first.indicator == merged.indicator
    assert (second.value, second.unit, second.order) == (30, "mV/Pa", 2)
    assert words(call, second) == second.text
    assert rows(directions[0])[2][:3] == (3, "功耗", "<=")
    assert [edit.action for edit in Edit.objects.all()] == ["remove", "merge", "split"]


def test_a_half_without_a_number_is_qualitative(officer):
    call = make_call(published=False, created_by=officer.membership)
    direction = make_direction(call=call, indicators=())
    text = "响应时间≤200ms，达到国际先进水平"
    make_indicator(
        version=direction.versions.get(), subject="响应时间", comparator="<=", value=200, unit="ms", text=text
    )
    first, second = indicator_split(
        indicator=row_of(direction, 1), first="响应时间≤200ms", second="达到国际先进水平", actor=officer
    )
    assert (first.value, second.qualitative, second.source_start) == (200, True, None)
    with pytest.raises(StateConflict, match="前后都要有文字"):
        indicator_split(indicator=first, first="响应时间≤200ms", second=" ", actor=officer)


def test_only_neighbours_are_joined(directions, officer):
    first, third = row_of(directions[0], 1), row_of(directions[0], 3)
    with pytest.raises(StaleEdit):
        indicator_merge(indicator=first, following=third, actor=officer)
    assert len(rows(directions[0])) == 3


def test_a_stretch_of_the_original_is_added_at_its_place(call, directions, officer):
    text = "灵敏度≥30mV/Pa"
    second = row_of(directions[0], 2)
    start = second.source_start
    indicator_delete(indicator=second, actor=officer)
    [made] = indicators_add_from_text(direction=directions[0], text=text, start=start, actor=officer)
    assert (made.subject, made.value, made.unit) == ("灵敏度", 30, "mV/Pa")
    assert (made.source_start, words(call, made)) == (start, text)
    assert [row[1] for row in rows(directions[0])] == ["声学传感器信噪比", "灵敏度", "功耗"]


def test_pasted_words_are_found_in_the_original_and_others_have_no_place(call, directions, officer):
    [found] = indicators_add_from_text(direction=directions[1], text="支持语音交互", actor=officer)
    assert (found.qualitative, words(call, found)) == (True, "支持语音交互")
    both = indicators_add_from_text(direction=directions[1], text="续航≥10h，重量≤200g", actor=officer)
    assert [(row.subject, row.value, row.source_start) for row in both] == [("续航", 10, None), ("重量", 200, None)]
    wrong = indicators_add_from_text(direction=directions[1], text="识别准确率不低于95%", start=3, actor=officer)
    assert words(call, wrong[0]) == "识别准确率不低于95%"


def test_adding_to_a_direction_without_indicators_says_that_it_has_some(officer):
    call = make_call(published=False, created_by=officer.membership)
    direction = make_direction(call=call, indicators=(), without_indicators=True)
    indicators_add_from_text(direction=direction, text="精度≤2cm", actor=officer)
    version = direction.versions.get()
    assert (version.without_indicators, version.revision) == (False, 1)
