import pytest

from calls.models import Direction, Edit, FundingTerm, IndicatorVersion, RuleVersion
from calls.services.creating import call_create_from_import
from calls.services.directions import direction_update
from calls.services.edits import StaleEdit
from calls.services.restructuring import direction_merge, direction_split, split_points
from portal.scoping import system_scope
from portal.workflow import StateConflict
from tests.calls.documents import imported
from tests.calls.services.test_indicators import NOTICE
from tests.factories import make_actor, make_call, make_direction, make_organisation, make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_actor(organisation=make_organisation(name="示例省工业和信息化厅", is_issuer=True))


@pytest.fixture
def call(officer):
    return call_create_from_import(call_import=imported(NOTICE.encode(), actor=officer), actor=officer)


def directions_of(call):
    with system_scope("test"):
        return list(Direction.objects.filter(call=call).order_by("order"))


def shape(call):
    """Title, headings of parts and values of indicators of each direction."""
    found = []
    for direction in directions_of(call):
        version = direction.versions.get()
        rows = IndicatorVersion.objects.filter(direction_version=version)
        assert {row.indicator.direction_id for row in rows} <= {direction.pk}
        found.append(
            (
                version.printed_number,
                version.title,
                [part.heading for part in version.parts.all()],
                [row.value and int(row.value) for row in rows],
            )
        )
    return found


def test_what_was_joined_comes_apart_again_at_its_heading(call, officer):
    before = shape(call)
    assert len(before) == 2
    first, second = directions_of(call)
    spans = [(v.source_start, v.source_end) for v in (first.versions.get(), second.versions.get())]
    version = direction_merge(direction=first, following=second, actor=officer, seen=0, seen_following=0)
    [(_number, title, headings, values)] = shape(call)
    assert (title, len(headings), values) == ("智能传感器", 4, before[0][3] + before[1][3])
    assert (version.source_start, version.source_end) == (spans[0][0], spans[1][1])
    point = next(one for one in split_points(version) if "智能终端" in one.words and "揭榜任务" not in one.words)
    made = direction_split(direction=first, part=point.part, line=point.line, actor=officer, seen=version.revision)
    assert shape(call) == before
    assert [direction.place for direction in directions_of(call)] == [1, 2]
    behind = made.versions.get()
    assert ((behind.source_start, behind.source_end), first.versions.get().source_end) == (spans[1], spans[1][0])
    assert [(edit.action, edit.direction == first.key) for edit in Edit.objects.all()] == [
        ("merge", True), ("remove", False), ("split", True)
    ]  # fmt: skip


def test_headings_within_the_cut_text_become_parts_again(officer):
    call = make_call(published=False, created_by=officer.membership)
    direction = make_direction(
        call=call, task="研发甲。\n（二）乙方向\n揭榜任务：研发乙。\n预期目标：精度≤2cm。", indicators=()
    )
    made = direction_split(direction=direction, part=1, line=1, actor=officer)
    version = made.versions.get()
    assert (version.printed_number, version.title) == ("（二）", "乙方向")
    assert [(part.kind, part.text) for part in version.parts.all()] == [("task", "研发乙。"), ("goal", "精度≤2cm。")]
    assert [part.text for part in direction.versions.get().parts.all()] == ["研发甲。"]


def test_a_named_half_keeps_its_first_paragraph(officer):
    call = make_call(published=False, created_by=officer.membership)
    direction = make_direction(call=call, task="一段\n二段\n三段", title="甲")
    last = make_direction(call=call, title="丙")
    made = direction_split(direction=direction, part=1, line=1, title="乙", actor=officer)
    assert made.versions.get().parts.get().text == "二段\n三段"
    assert [one.versions.get().title for one in directions_of(call)] == ["甲", "乙", "丙"]
    last.refresh_from_db()
    assert last.place == 3
    with pytest.raises(StateConflict, match="没有找到要分开的段落"):
        direction_split(direction=direction, part=1, line=7, actor=officer)


def test_money_and_rules_of_the_second_hang_on_the_first(officer):
    call = make_call(published=False, created_by=officer.membership)
    first, second = make_direction(call=call, title="甲"), make_direction(call=call, title="乙", duration_months=36)
    make_rule(call=call, direction=second)
    for direction, amounts in ((first, [100]), (second, [100, 200])):
        for amount in amounts:
            FundingTerm.objects.create(version=direction.versions.get(), source="grant", comparator="<=", amount=amount)
    version = direction_merge(direction=first, following=second, actor=officer)
    assert [int(term.amount) for term in version.funding_terms.all()] == [100, 200]
    assert version.duration_months == 36
    assert RuleVersion.objects.get().direction == first


def test_stale_or_separate_directions_are_not_joined(officer):
    call = make_call(published=False, created_by=officer.membership)
    first, second, third = (make_direction(call=call, title=title) for title in "甲乙丙")
    with pytest.raises(StaleEdit):
        direction_merge(direction=first, following=third, actor=officer)
    direction_update(direction=second, actor=officer, title="乙改", seen=0)
    with pytest.raises(StaleEdit):
        direction_merge(direction=first, following=second, actor=officer, seen=0, seen_following=0)
    with pytest.raises(StaleEdit):
        direction_update(direction=second, actor=officer, title="乙又改", seen=0)
    with pytest.raises(StaleEdit):
        direction_split(direction=second, part=1, line=1, actor=officer, seen=0)
    assert direction_merge(direction=first, following=second, actor=officer, seen=0, seen_following=1).revision == 1
