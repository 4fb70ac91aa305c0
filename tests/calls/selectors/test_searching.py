from datetime import timedelta

import pytest
from django.utils import timezone

from calls.models import Call, Direction, FundingTerm
from calls.selectors.calls import public_calls
from calls.selectors.searching import directions_of_call, found_directions
from calls.services.indexing import direction_index
from calls.services.publishing import call_publish
from portal.accounts.actor import VISITOR
from tests.factories import make_actor, make_call, make_direction

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    """Published by the service, so that what is searched is the real thing."""
    call = make_call(published=False, contact_name="软件处", contact_phone="028-00000000")
    first = make_direction(call=call, title="智能传感器", task="车规级固态激光雷达探测距离≥250ｍ，到 2023 年。")
    second = make_direction(
        call=call, title="机器翻译系统", task="译文忠实度大于90%。", indicators=({"subject": "MOS 分"},)
    )
    for direction, amount in ((first, 300), (second, 800)):
        FundingTerm.objects.create(version=direction.versions.get(), source="grant", comparator="<=", amount=amount)
    FundingTerm.objects.create(version=first.versions.get(), source="own", comparator=">=", amount=5000)
    call_publish(call=call, actor=make_actor(organisation=call.issuer))
    return Call._base_manager.get(pk=call.pk)


def found(q="", **filters):
    ids = found_directions(calls=public_calls(actor=VISITOR, now=timezone.now()), q=q, **filters)
    rows = {row.pk: row for row in Direction.objects.visible_to(VISITOR).select_related("published")}
    return [rows[pk].published.title for pk in ids]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("激光雷达", ["智能传感器"]),
        ("雷达激光", []),
        ("激雷", []),
        ("到2023年", ["智能传感器"]),
        ("≥250m", ["智能传感器"]),
        ("250m，到2023", ["智能传感器"]),
        ("ｍｏｓ", ["机器翻译系统"]),
        ("系统 忠实", ["机器翻译系统"]),
        ("系统 激光", []),
        ("信噪比", ["智能传感器"]),
        ("器机器", []),
        ("100%", []),
        ("_", ["智能传感器", "机器翻译系统"]),
        ("", ["智能传感器", "机器翻译系统"]),
    ],
)
def test_search_finds_exactly_what_stands_there(call, query, titles):
    assert found(query) == titles


def test_amounts_are_what_others_pay(call):
    assert found(amount=500) == ["机器翻译系统"]
    assert found(by_amount=True) == ["机器翻译系统", "智能传感器"]


def test_directions_come_call_by_call_in_the_order_of_the_calls(call):
    call.tracks.update(title="人工智能")
    older = make_call(published_at=timezone.now() - timedelta(days=9))
    make_direction(call=older, title="旧方向")
    make_direction(call=make_call(published=False), title="草稿")
    assert found() == ["智能传感器", "机器翻译系统", "旧方向"]
    assert found(track="人工智能", q="系统") == ["机器翻译系统"]


def test_a_new_version_is_found_and_the_one_before_is_not(call):
    direction = Direction.objects.visible_to(VISITOR).get(published__title="智能传感器")
    direction_index(version=direction.published)
    version = direction.versions.create(number=2, title="量子计算")
    direction_index(version=version)
    assert found("智能传感器") == []
    assert len(found("量子计算")) == 1


def test_a_call_is_narrowed_by_word_and_category(call):
    rows = directions_of_call(call=call, actor=VISITOR, q="翻译")
    assert [d.order for d in rows] == [2]
    assert not directions_of_call(call=call, actor=VISITOR, category="核心基础").exists()
