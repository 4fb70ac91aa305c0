import pytest

from calls.models import Direction
from calls.selectors.directions import (
    directions_for_writing,
    directions_of_call,
    matching,
    published_directions,
    snippet_of,
    with_texts,
)
from calls.services.publishing import call_publish
from portal.accounts.actor import VISITOR
from tests.factories import make_actor, make_call, make_direction

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    """Published by the service, so that the grams are those of the real thing."""
    call = make_call(published=False, contact_name="软件处", contact_phone="028-00000000")
    make_direction(call=call, title="智能传感器", task="车规级固态激光雷达探测距离≥250ｍ，到 2023 年。")
    make_direction(call=call, title="机器翻译系统", task="译文忠实度大于90%。", indicators=({"subject": "MOS 分"},))
    call_publish(call=call, actor=make_actor(organisation=call.issuer))
    return call


def found(query):
    rows = matching(published_directions(actor=VISITOR), query).order_by("order")
    return [direction.published.title for direction in rows]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("激光雷达", ["智能传感器"]),
        ("雷达激光", []),
        ("到2023年", ["智能传感器"]),
        ("≥250m", ["智能传感器"]),
        ("ｍｏｓ", ["机器翻译系统"]),
        ("系统 忠实", ["机器翻译系统"]),
        ("系统 激光", []),
        ("信噪比", ["智能传感器"]),
        ("100%", []),
        ("_", ["智能传感器", "机器翻译系统"]),
        ("", ["智能传感器", "机器翻译系统"]),
    ],
)
def test_search_finds_exactly_what_stands_there(call, query, titles):
    assert found(query) == titles


def test_a_call_is_narrowed_by_word_and_category(call):
    rows = directions_of_call(call=call, actor=VISITOR, q="翻译")
    assert [d.order for d in rows] == [2]
    assert not directions_of_call(call=call, actor=VISITOR, category="核心基础").exists()


def test_snippets_show_the_place(call):
    first = with_texts(matching(published_directions(actor=VISITOR), "激光雷达")).get()
    assert "激光雷达" in snippet_of(first, "激光雷达")
    assert snippet_of(first, "没有").startswith("车规级")


def test_drafts_are_for_their_office_alone():
    draft = make_call(published=False)
    make_direction(call=draft)
    officer = make_actor(organisation=draft.issuer)
    assert not published_directions(actor=officer).exists()
    [row] = directions_for_writing(call=draft, actor=officer)
    assert [v.number for v in row.newest] == [1]
    for other in (VISITOR, make_actor()):
        assert not Direction.objects.visible_to(other).exists()
