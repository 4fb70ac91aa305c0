"""The order of a list: pure moves, revisions, two officers at once."""

import threading

import pytest
from django.db import connection

from portal.audit.models import AuditEntry
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from reviews.services.ranking import RankingConflict, list_reorder, moved, order_of, placed
from tests.factories import make_actor
from tests.reviews.helpers import make_world, recommended, sent, the_list


def test_moved_by_one_place_and_not_beyond_the_ends():
    assert moved([1, 2, 3], 2, -1) == [2, 1, 3]
    assert moved([1, 2, 3], 2, 1) == [1, 3, 2]
    assert moved([1, 2, 3], 1, -1) == [1, 2, 3]
    assert moved([1, 2, 3], 3, 1) == [1, 2, 3]


def test_placed_at_typed_numbers_others_keep_their_order():
    order = [10, 20, 30, 40, 50]
    same = {item: place for place, item in enumerate(order, 1)}
    assert placed(order, same) == order
    assert placed(order, same | {40: 1}) == [40, 10, 20, 30, 50]
    assert placed(order, same | {10: 5}) == [20, 30, 40, 50, 10]
    assert placed(order, same | {10: 99}) == [20, 30, 40, 50, 10]
    assert placed(order, same | {50: 0}) == [50, 10, 20, 30, 40]
    assert placed(order, same | {40: 1, 50: 2}) == [40, 50, 10, 20, 30]
    assert placed(order, same | {40: 2, 50: 2}) == [10, 50, 40, 20, 30]
    assert placed(order, {30: 1}) == [30, 10, 20, 40, 50]


def test_reorder_writes_ranks_and_the_next_revision(world):
    for _number in range(3):
        recommended(world)
    list_ = the_list(world)
    order = order_of(list_)[::-1]
    saved = list_reorder(list_=list_, order=order, revision=list_.revision, actor=world.bureau)
    assert order_of(list_) == order
    assert saved.revision == list_.revision + 1
    assert saved.revised_by == world.bureau.membership
    with system_scope("test"):
        assert AuditEntry.objects.filter(action="list_reorder").get().data["after"] == order


def test_the_same_order_is_no_revision(world):
    recommended(world)
    list_ = the_list(world)
    saved = list_reorder(list_=list_, order=order_of(list_), revision=list_.revision, actor=world.bureau)
    assert saved.revision == list_.revision


def test_an_order_made_from_an_older_revision_is_refused_with_both_orders(world):
    for _number in range(3):
        recommended(world)
    list_ = the_list(world)
    a, b, c = order_of(list_)
    list_reorder(list_=list_, order=[b, a, c], revision=list_.revision, actor=world.bureau)
    second = make_actor(role="bureau_officer", organisation=world.recommender)
    with pytest.raises(RankingConflict) as conflict:
        list_reorder(list_=list_, order=[c, a, b], revision=list_.revision, actor=second)
    assert conflict.value.order == [b, a, c]
    assert conflict.value.wanted == [c, a, b]
    assert conflict.value.by == world.bureau.membership
    assert conflict.value.revision == list_.revision + 1
    assert order_of(list_) == [b, a, c]


def test_an_order_of_other_rows_is_refused(world):
    recommended(world)
    list_ = the_list(world)
    with pytest.raises(RankingConflict):
        list_reorder(list_=list_, order=[], revision=list_.revision, actor=world.bureau)
    with pytest.raises(RankingConflict):
        list_reorder(list_=list_, order=order_of(list_) * 2, revision=list_.revision, actor=world.bureau)


def test_only_its_own_bureau_and_only_before_it_is_sent(world):
    sent(world, count=2)
    list_ = the_list(world)
    with pytest.raises(StateConflict, match="已经报送"):
        list_reorder(list_=list_, order=order_of(list_), revision=list_.revision, actor=world.bureau)
    with pytest.raises(NotAllowed):
        list_reorder(
            list_=list_, order=order_of(list_), revision=list_.revision, actor=make_actor(role="bureau_officer")
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_save_at_once_one_is_told_and_nothing_is_mixed():
    world = make_world()
    for _number in range(6):
        recommended(world)
    list_ = the_list(world)
    order = order_of(list_)
    officers = [world.bureau, make_actor(role="bureau_officer", organisation=world.recommender)]
    orders = [order[::-1], [*order[3:], *order[:3]]]
    start, outcomes = threading.Barrier(2), {}

    def save(number: int) -> None:
        start.wait()
        try:
            list_reorder(list_=list_, order=orders[number], revision=list_.revision, actor=officers[number])
            outcomes[number] = "saved"
        except RankingConflict as conflict:
            outcomes[number] = conflict.order
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = next(number for number, outcome in outcomes.items() if outcome == "saved")
    assert outcomes[1 - winner] == orders[winner]
    assert order_of(list_) == orders[winner]
    assert list(list_.recommendations.order_by("rank").values_list("rank", flat=True)) == [1, 2, 3, 4, 5, 6]
