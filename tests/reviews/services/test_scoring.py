"""Declaring, saving, handing in, the exact total, asking once more."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.models import Application
from portal.notifications.models import Message
from portal.workflow import NotAllowed, StateConflict
from reviews.models import Assignment, Criterion
from reviews.services.rounds import round_close
from reviews.services.scoring import (
    assignment_declare,
    assignment_reopen,
    scorecard_hand_in,
    scorecard_save,
    weighted_total,
)
from tests.reviews.helpers import accepted, hand_in, make_expert, open_round


@pytest.fixture
def task(world):
    """(assignment, its expert, the other's assignment, the other)."""
    experts = [make_expert(), make_expert()]
    open_round(world, accepted(world), experts)
    return [pair for expert in experts for pair in (Assignment.objects.visible_to(expert).get(), expert)]


def scores_of(assignment, *values):
    criteria = assignment.round.criteria.all()
    return {one.pk: None if value is None else Decimal(value) for one, value in zip(criteria, values, strict=True)}


@pytest.mark.parametrize(
    ("scores", "total"),
    [
        ([("90", 60, 100), ("8", 40, 10)], "86.00"),
        ([("100", 100, 100)], "100.00"),
        ([("0", 50, 100), ("0", 50, 7)], "0.00"),
        ([("1", 50, 3), ("1", 50, 3)], "33.33"),
        ([("85.55", 33, 100), ("91.45", 33, 100), ("77.77", 34, 100)], "84.85"),
        ([("99.995", 100, 100)], "100.00"),
        ([("0.005", 100, 100)], "0.01"),
    ],
)
def test_the_total_is_exact_and_rounded_once_half_up(scores, total):
    rows = [(Decimal(value), Criterion(weight=weight, maximum=maximum)) for value, weight, maximum in scores]
    assert weighted_total(rows) == Decimal(total)
    assert str(weighted_total(rows)) == total


@given(st.lists(st.decimals(0, 100, places=2), min_size=4, max_size=4))
def test_the_total_lies_between_the_lowest_and_the_highest_score(values):
    criteria = [Criterion(weight=weight, maximum=100) for weight in (10, 20, 30, 40)]
    total = weighted_total(list(zip(values, criteria, strict=True)))
    assert min(values) - Decimal("0.005") <= total <= max(values) + Decimal("0.005")


def test_the_application_is_read_only_after_the_declaration(task):
    assignment, expert, *_others = task
    assert not Application.objects.visible_to(expert).exists()
    with pytest.raises(StateConflict, match="尚未声明"):
        scorecard_save(assignment=assignment, scores={}, comment="", actor=expert)
    assignment_declare(assignment=assignment, conflict=False, actor=expert)
    assert Application.objects.visible_to(expert).get() == assignment.application


def test_recusing_needs_a_reason_and_tells_the_office(world, task):
    assignment, expert, *_others = task
    with pytest.raises(StateConflict, match="原因"):
        assignment_declare(assignment=assignment, conflict=True, reason="", actor=expert)
    assignment_declare(assignment=assignment, conflict=True, reason="配偶任职于该单位", actor=expert)
    assert assignment.recusal.reason == "配偶任职于该单位"
    assert not Application.objects.visible_to(expert).exists()
    assert Message.objects.visible_to(world.issuer).filter(kind="assignment_recused").count() == 1
    with pytest.raises(StateConflict):
        assignment_declare(assignment=assignment, conflict=False, actor=expert)


def test_only_the_expert_itself(world, task):
    assignment, _expert, _other_assignment, other = task
    with pytest.raises(NotAllowed):
        assignment_declare(assignment=assignment, conflict=False, actor=other)
    with pytest.raises(NotAllowed):
        assignment_declare(assignment=assignment, conflict=False, actor=world.issuer)
    with pytest.raises(NotAllowed):
        assignment_declare(assignment=assignment, conflict=True, reason="理由", actor=other)
    with pytest.raises(NotAllowed):
        scorecard_save(assignment=assignment, scores={}, comment="", actor=other)


def test_saving_keeps_what_is_there(task):
    assignment, expert, *_others = task
    assignment_declare(assignment=assignment, conflict=False, actor=expert)
    card = scorecard_save(assignment=assignment, scores=scores_of(assignment, "90", None), comment="", actor=expert)
    assert [score.value for score in card.scores.all()] == [Decimal("90.00")]
    card = scorecard_save(assignment=assignment, scores=scores_of(assignment, None, "8.5"), comment="好", actor=expert)
    assert [score.value for score in card.scores.all()] == [Decimal("8.50")]
    assert card.total is None
    assert card.handed_in_at is None


@pytest.mark.parametrize("value", ["-0.01", "10.01"])
def test_scores_outside_are_refused(task, value):
    assignment, expert, *_others = task
    assignment_declare(assignment=assignment, conflict=False, actor=expert)
    with pytest.raises(StateConflict, match="0 到 10 之间"):
        scorecard_save(assignment=assignment, scores=scores_of(assignment, "1", value), comment="", actor=expert)


def test_handing_in_asks_for_every_score_and_a_comment(task):
    assignment, expert, *_others = task
    assignment_declare(assignment=assignment, conflict=False, actor=expert)
    with pytest.raises(StateConflict, match="没有打分"):
        scorecard_hand_in(assignment=assignment, scores=scores_of(assignment, "90", None), comment="好", actor=expert)
    with pytest.raises(StateConflict, match="评审意见"):
        scorecard_hand_in(assignment=assignment, scores=scores_of(assignment, "90", "8"), comment=" ", actor=expert)
    card = scorecard_hand_in(assignment=assignment, scores=scores_of(assignment, "90", "8"), comment="好", actor=expert)
    assert card.total == Decimal("86.00")
    assert assignment.state == "scored"
    with pytest.raises(StateConflict, match="已交"):
        scorecard_save(assignment=assignment, scores=scores_of(assignment, "1", "1"), comment="", actor=expert)


def test_reopening_empties_the_total_and_tells_the_expert(world, task):
    assignment, expert, *_others = task
    hand_in(assignment, expert, "90", "8")
    with pytest.raises(NotAllowed):
        assignment_reopen(assignment=assignment, reason="请说明理由", actor=expert)
    assignment_reopen(assignment=assignment, reason="请说明理由", actor=world.issuer)
    assignment.refresh_from_db()
    assert assignment.state == "accepted"
    assert assignment.scorecard.total is None
    assert Message.objects.visible_to(expert).filter(kind="assignment_reopened").count() == 1
    assert Decimal("90.00") in [score.value for score in assignment.scorecard.scores.all()]


def test_nothing_is_scored_after_the_round_was_closed(world, task):
    assignment, expert, other_assignment, other = task
    hand_in(assignment, expert, "90", "8")
    hand_in(other_assignment, other, "90", "8")
    round_close(round_=assignment.round, actor=world.issuer)
    assignment.refresh_from_db()
    with pytest.raises(StateConflict):
        assignment_reopen(assignment=assignment, reason="理由", actor=world.issuer)
