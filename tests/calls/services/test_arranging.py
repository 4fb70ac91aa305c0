import pytest

from calls.models import Category, Direction, Edit, Track
from calls.services.arranging import (
    category_remove,
    direction_number,
    direction_shift,
    directions_place,
    heading_shift,
    indicators_reorder,
    printed_numbers_clear,
    track_add,
    track_remove,
)
from calls.services.directions import direction_add, direction_delete, direction_update
from calls.services.edits import StaleEdit
from calls.services.headings import headings_save
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from tests.factories import make_actor, make_call, make_direction, make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_call(published=False)


@pytest.fixture
def officer(call):
    return make_actor(organisation=call.issuer)


@pytest.fixture
def three(call, officer):
    """甲 and 乙 in 核心基础, 丙 in 重点产品."""
    return [
        direction_add(call=call, title=title, category=category, actor=officer)
        for title, category in [("甲", "核心基础"), ("乙", "核心基础"), ("丙", "重点产品")]
    ]


def standing(call) -> list[tuple[int, str, str, str]]:
    """(place, title, track, category) in the order of the call."""
    with system_scope("test"):
        rows = Direction.objects.filter(call=call).order_by("order").select_related("track", "category")
        assert [row.order for row in rows] == list(range(1, len(rows) + 1))
        return [(r.place, r.versions.get().title, r.track.title, r.category.title if r.category else "") for r in rows]


def titles(call) -> str:
    return "".join(title for _place, title, _track, _category in standing(call))


def test_a_new_direction_joins_its_category_and_the_rest_counts_on(call, officer, three):
    direction_add(call=call, title="丁", category="核心基础", actor=officer)
    assert [row[:2] for row in standing(call)] == [(1, "甲"), (2, "乙"), (3, "丁"), (4, "丙")]
    direction_delete(direction=three[1], actor=officer)
    assert [row[:2] for row in standing(call)] == [(1, "甲"), (2, "丁"), (3, "丙")]


def test_another_category_takes_the_direction_out_of_its_place(call, officer, three):
    direction_update(direction=three[0], category="重点产品", actor=officer)
    expected = [("乙", "", "核心基础"), ("甲", "", "重点产品"), ("丙", "", "重点产品")]
    assert [row[1:] for row in standing(call)] == expected


def test_a_step_over_the_edge_enters_the_next_category(call, officer, three):
    direction_shift(direction=three[1], step=1, actor=officer)
    assert standing(call)[1] == (2, "乙", "", "重点产品")
    direction_shift(direction=three[1], step=1, actor=officer)
    assert titles(call) == "甲丙乙"
    for _twice in range(2):
        direction_shift(direction=three[1], step=-1, actor=officer)
    assert standing(call)[1] == (2, "乙", "", "核心基础")
    direction_shift(direction=three[0], step=-1, actor=officer)
    assert titles(call) == "甲乙丙"


def test_a_number_says_where_a_direction_stands_in_its_track(call, officer, three):
    direction_number(direction=three[2], number=1, actor=officer)
    assert standing(call)[0] == (1, "丙", "", "核心基础")
    direction_number(direction=three[0], number=99, actor=officer)
    assert titles(call) == "丙乙甲"


def test_the_only_direction_keeps_its_number(call, officer):
    one = direction_add(call=call, title="甲", actor=officer)
    direction_number(direction=one, number=5, actor=officer)
    assert standing(call) == [(1, "甲", "", "")]


def test_each_track_counts_its_own(call, officer, three):
    track = track_add(call=call, title="脑机接口", actor=officer)
    directions_place(call=call, directions=[three[2], three[0]], block=f"{track.pk}-0", actor=officer)
    expected = [(1, "乙", ""), (1, "丙", "脑机接口"), (2, "甲", "脑机接口")]
    assert [row[:3] for row in standing(call)] == expected
    heading_shift(heading=track, step=-1, actor=officer)
    assert titles(call) == "丙甲乙"
    with pytest.raises(StateConflict, match="还有任务方向"):
        track_remove(track=track, actor=officer)


def test_dragging_puts_a_direction_before_another(call, officer, three):
    category = Category.objects.get(title="重点产品")
    block = f"{category.track_id}-{category.pk}"
    directions_place(call=call, directions=[three[0]], block=block, before=three[2], actor=officer)
    expected = [("乙", "", "核心基础"), ("甲", "", "重点产品"), ("丙", "", "重点产品")]
    assert [row[1:] for row in standing(call)] == expected
    with pytest.raises(StateConflict, match="已经删除"):
        directions_place(call=call, directions=[three[0]], block="0-0", actor=officer)


def test_without_category_directions_stand_last_in_their_track(call, officer, three):
    track = call.tracks.get()
    directions_place(call=call, directions=[three[0]], block=f"{track.pk}-0", actor=officer)
    assert standing(call)[-1] == (3, "甲", "", "")
    category_remove(category=Category.objects.get(title="核心基础"), actor=officer)
    assert standing(call) == [(1, "乙", "", ""), (2, "甲", "", ""), (3, "丙", "", "重点产品")]


def test_a_track_with_a_rule_of_its_own_or_the_last_one_stays(call, officer):
    track = track_add(call=call, title="元宇宙", actor=officer)
    rule = make_rule(call=call, track=track)
    with pytest.raises(StateConflict, match="报送条件"):
        track_remove(track=track, actor=officer)
    rule.delete()
    track_remove(track=track, actor=officer)
    with pytest.raises(StateConflict, match="至少保留一个"):
        track_remove(track=call.tracks.get(), actor=officer)


def test_titles_are_saved_together_and_may_be_exchanged(call, officer, three):
    first, second = Category.objects.order_by("order")
    track = call.tracks.get()
    headings_save(
        call=call,
        titles={track: "元宇宙", first: second.title, second: first.title},
        new_categories={track: "公共支撑"},
        new_track="脑机接口",
        actor=officer,
    )
    assert list(Category.objects.values_list("title", flat=True)) == ["重点产品", "核心基础", "公共支撑"]
    assert list(Track.objects.filter(call=call).values_list("title", flat=True)) == ["元宇宙", "脑机接口"]
    with pytest.raises(StateConflict, match="已经有"):
        track_add(call=call, title="元宇宙", actor=officer)


def test_indicators_take_the_order_given(call, officer):
    rows = ({"subject": "一"}, {"subject": "二"}, {"subject": "三"})
    direction = make_direction(call=call, indicators=rows)
    one, two, three = [row.indicator for row in direction.versions.get().indicators.all()]
    indicators_reorder(direction=direction, indicators=[three, one], actor=officer)
    found = direction.versions.get().indicators.all()
    assert [(row.order, row.subject) for row in found] == [(1, "三"), (2, "一"), (3, "二")]
    assert two.key


def test_numbers_of_the_document_give_way_to_the_order(call, officer):
    direction = make_direction(call=call, printed_number="（三）")
    printed_numbers_clear(call=call, actor=officer)
    assert direction.versions.get().printed_number == ""


def test_only_the_office_of_a_draft_arranges(call, three):
    with pytest.raises(NotAllowed):
        direction_shift(direction=three[0], step=1, actor=make_actor())
    published = make_call()
    with pytest.raises(StateConflict):
        track_add(call=published, title="甲", actor=make_actor(organisation=published.issuer))


def test_who_has_a_moved_direction_open_is_told(call, officer, three):
    seen = three[1].versions.get().revision
    direction_shift(direction=three[1], step=1, actor=officer)
    with pytest.raises(StaleEdit):
        direction_update(direction=three[1], title="乙", category="核心基础", seen=seen, actor=officer)
    edit = Edit.objects.get(direction=three[1].key)
    assert (edit.before, edit.after) == ({"category": "核心基础"}, {"category": "重点产品"})
    direction_shift(direction=three[0], step=-1, actor=officer)
    assert not Edit.objects.filter(direction=three[0].key).exists()
