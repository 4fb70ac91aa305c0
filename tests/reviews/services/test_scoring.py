"""Declaring, saving, handing in, the exact total, asking once more."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from applications.models import Application
from portal.audit.models import AuditEntry
from portal.notifications.models import Message
from portal.scoping import system_scope
from portal.workflow import NotAllowed, StateConflict
from reviews.models import Assignment, Criterion
from reviews.services.assigning import experts_assign
from reviews.services.rounds import round_close, round_extend, round_open
from reviews.services.scoring import (
    assignment_declare,
    assignment_reopen,
    scorecard_hand_in,
    scorecard_save,
    weighted_total,
)
from tests.factories import make_actor
from tests.reviews.helpers import accepted, hand_in, make_expert, new_round, open_round


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
        scorecard_save(assignment=assignment, scores={}, comment="", arrived_at=timezone.now(), actor=expert)
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
        scorecard_save(assignment=assignment, scores={}, comment="", arrived_at=timezone.now(), actor=other)


def test_saving_keeps_what_is_there(task):
    assignment, expert, *_others = task
    assignment_declare(assignment=assignment, conflict=False, actor=expert)
    card = scorecard_save(
        assignment=assignment,
        scores=scores_of(assignment, "90", None),
        comment="",
        arrived_at=timezone.now(),
        actor=expert,
    )
    assert [score.value for score in card.scores.all()] == [Decimal("90.00")]
    card = scorecard_save(
        assignment=assignment,
        scores=scores_of(assignment, None, "8.5"),
        comment="好",
        arrived_at=timezone.now(),
        actor=expert,
    )
    assert [score.value for score in card.scores.all()] == [Decimal("8.50")]
    assert card.total is None
    assert card.handed_in_at is None


@pytest.mark.parametrize("value", ["-0.01", "10.01"])
def test_scores_outside_are_refused(task, value):
    assignment, expert, *_others = task
    assignment_declare(assignment=assignment, conflict=False, actor=expert)
    with pytest.raises(StateConflict, match="0 到 10 之间"):
        scorecard_save(
            assignment=assignment,
            scores=scores_of(assignment, "1", value),
            comment="",
            arrived_at=timezone.now(),
            actor=expert,
        )


def test_handing_in_asks_for_every_score_and_a_comment(task):
    assignment, expert, *_others = task
    assignment_declare(assignment=assignment, conflict=False, actor=expert)
    with pytest.raises(StateConflict, match="没有打分"):
        scorecard_hand_in(
            assignment=assignment,
            scores=scores_of(assignment, "90", None),
            comment="好",
            arrived_at=timezone.now(),
            actor=expert,
        )
    with pytest.raises(StateConflict, match="评审意见"):
        scorecard_hand_in(
            assignment=assignment,
            scores=scores_of(assignment, "90", "8"),
            comment=" ",
            arrived_at=timezone.now(),
            actor=expert,
        )
    card = scorecard_hand_in(
        assignment=assignment,
        scores=scores_of(assignment, "90", "8"),
        comment="好",
        arrived_at=timezone.now(),
        actor=expert,
    )
    assert card.total == Decimal("86.00")
    assert assignment.state == "scored"
    with pytest.raises(StateConflict, match="已交"):
        scorecard_save(
            assignment=assignment,
            scores=scores_of(assignment, "1", "1"),
            comment="",
            arrived_at=timezone.now(),
            actor=expert,
        )


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


def test_a_score_after_the_due_date_is_refused_until_an_officer_extends_the_round(world, task):
    assignment, expert, _other_assignment, other = task
    due = assignment.round.due_at
    assignment_declare(assignment=assignment, conflict=False, actor=expert)
    given = {"scores": scores_of(assignment, "90", "8"), "comment": "好", "actor": expert}
    for act in (scorecard_save, scorecard_hand_in):
        with pytest.raises(StateConflict, match=r"评分截止（.+）已过"):
            act(assignment=assignment, arrived_at=due, **given)
    assert not hasattr(Assignment._base_manager.get(pk=assignment.pk), "scorecard")
    scorecard_save(assignment=assignment, arrived_at=due - timedelta(microseconds=1), **given)
    later = {"until": due + timedelta(days=2), "reason": "专家出差", "arrived_at": due + timedelta(hours=1)}
    round_extend(round_=assignment.round, actor=world.issuer, **later)
    card = scorecard_hand_in(assignment=assignment, arrived_at=due + timedelta(days=1), **given)
    assert card.total == Decimal("86.00")
    assert Message.objects.visible_to(other).filter(kind="round_extended").count() == 1


def test_extending_is_an_officers_adds_time_and_is_kept(world, task):
    assignment, expert, other_assignment, other = task
    round_ = assignment.round
    due, now = round_.due_at, timezone.now()
    extend = partial(round_extend, round_=round_, reason="专家出差", arrived_at=now, actor=world.issuer)
    for actor in (expert, make_actor(role="issuing_officer")):
        with pytest.raises(NotAllowed):
            extend(until=due + timedelta(days=1), actor=actor)
    with pytest.raises(StateConflict, match="晚于原来"):
        extend(until=due)
    with pytest.raises(StateConflict, match="晚于现在"):
        extend(until=due + timedelta(days=1), arrived_at=due + timedelta(days=1))
    with pytest.raises(StateConflict, match="原因"):
        extend(until=due + timedelta(days=1), reason=" ")
    hand_in(assignment, expert, "90", "8")
    extend(until=due + timedelta(days=1))
    round_.refresh_from_db()
    assert round_.due_at == due + timedelta(days=1)
    kept = round_.extensions.get()
    assert (kept.before, kept.until, kept.granted_by) == (due, round_.due_at, world.issuer.membership)
    with system_scope("test"):
        entry = AuditEntry.objects.get(action="round_extend")
    assert entry.comment == "专家出差"
    assert entry.data["until"] == round_.due_at.isoformat()
    assert not Message.objects.visible_to(expert).filter(kind="round_extended").exists()
    hand_in(other_assignment, other, "90", "8")
    round_close(round_=round_, actor=world.issuer)
    with pytest.raises(StateConflict, match="已经结束"):
        extend(until=due + timedelta(days=9))


def test_a_round_whose_due_date_has_passed_does_not_open(world):
    (application,) = accepted(world)
    made = new_round(world, due_at=timezone.now() - timedelta(seconds=1))
    experts = [make_expert().user, make_expert().user]
    experts_assign(round_=made, application=application, experts=experts, actor=world.issuer)
    with pytest.raises(StateConflict, match="请先延长评分截止"):
        round_open(round_=made, actor=world.issuer)
