from decimal import Decimal

import pytest

from calls.models import Direction, Indicator
from calls.services.directions import (
    Money,
    PartText,
    direction_add,
    direction_delete,
    direction_update,
    indicator_add,
    indicator_delete,
    indicator_update,
)
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


def test_directions_are_numbered_and_share_categories(call, officer):
    made = [direction_add(call=call, title=f"方向{n}", category="核心基础", actor=officer) for n in range(2)]
    assert [d.order for d in made] == [1, 2]
    assert made[0].category == made[1].category
    assert made[0].versions.get().title == "方向0"


def test_texts_and_money_are_replaced(call, officer):
    direction = make_direction(call=call)
    version = direction_update(
        direction=direction,
        actor=officer,
        title="新标题",
        duration_months=36,
        parts=[PartText("task", "揭榜任务", "一"), PartText("goal", "预期目标", "二")],
        funding=[Money("grant", "<=", Decimal("500"))],
    )
    assert [(p.order, p.heading) for p in version.parts.all()] == [(1, "揭榜任务"), (2, "预期目标")]
    assert version.funding_terms.get().amount == Decimal(500)
    direction_update(direction=direction, actor=officer, category="重点产品", parts=[])
    assert version.parts.count() == 0
    assert version.funding_terms.count() == 1
    direction.refresh_from_db()
    assert direction.category.title == "重点产品"


def test_indicators_come_change_and_go(call, officer):
    direction = make_direction(call=call, indicators=())
    made = indicator_add(
        direction=direction, actor=officer, subject="信噪比", comparator=">=", value=Decimal(70), unit="dB"
    )
    assert (made.order, made.text) == (1, "信噪比")
    second = indicator_add(direction=direction, actor=officer, subject="达到先进水平", qualitative=True)
    indicator_update(indicator=made, actor=officer, value=Decimal(72), text="信噪比达到72dB")
    made.refresh_from_db()
    assert made.value == 72
    indicator_delete(indicator=second, actor=officer)
    assert Indicator.objects.filter(direction=direction).count() == 1


def test_a_direction_goes_with_its_own_rules(call, officer):
    direction, other = make_direction(call=call), make_direction(call=call)
    make_rule(call=call, direction=direction)
    make_rule(call=call)
    direction_delete(direction=direction, actor=officer)
    assert call.rules.count() == 1
    with system_scope("test"):
        assert list(Direction.objects.filter(call=call)) == [other]


def test_only_the_issuers_drafts(call):
    direction = make_direction(call=call)
    with pytest.raises(NotAllowed):
        direction_update(direction=direction, actor=make_actor(), title="别人的")
    public = make_direction(call=make_call())
    with pytest.raises(StateConflict):
        indicator_add(
            direction=public, actor=make_actor(organisation=public.call.issuer), subject="x", qualitative=True
        )
