"""What the database itself refuses, whatever code is wrong."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from reviews.models import (
    Assignment,
    Correction,
    Criterion,
    Decision,
    EligibilityCheck,
    Objection,
    Recommendation,
    RecommendationList,
    Recusal,
    ReturnNote,
    Score,
    Scorecard,
)
from tests.factories import make_assignment, make_round
from tests.reviews.helpers import accepted, announced, make_expert, recommended, reviewed, the_list


def refused(constraint, act):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        act()


def test_lists_and_their_rows(world):
    recommended(world)
    recommended(world)
    rows = RecommendationList._base_manager.filter(call=world.call)
    refused("sent_list_has_date_and_officer", lambda: rows.update(state="sent"))
    refused("sent_list_has_date_and_officer", lambda: rows.update(sent_at=timezone.now()))
    refused(
        "one_list_a_recommender",
        lambda: RecommendationList._base_manager.create(call=world.call, recommender=world.recommender),
    )
    recommendations = Recommendation.objects.filter(list=the_list(world))
    refused("rank_counts_from_1", lambda: recommendations.filter(rank=1).update(rank=0))
    refused("recommendation_has_reason", lambda: recommendations.update(reason=""))


def test_a_rank_stands_once_a_list(transactional_world):
    world = transactional_world
    recommended(world)
    recommended(world)
    refused("rank_once_a_list", lambda: Recommendation.objects.filter(list=the_list(world), rank=2).update(rank=1))


def test_checks_and_notes(world):
    (application,) = accepted(world)
    rows = EligibilityCheck._base_manager.filter(application=application)
    refused("concluded_check_has_date_and_officer", lambda: rows.update(checked_at=None))
    refused("failed_check_has_reason", lambda: rows.update(state="failed", reason=""))
    now = timezone.now()
    refused(
        "correction_has_comment",
        lambda: Correction.objects.create(
            application=application, comment="", until=now, asked_by=world.issuer.membership
        ),
    )
    refused(
        "return_has_comment",
        lambda: ReturnNote.objects.create(
            application=application,
            version=application.submitted_version,
            comment="",
            until=now,
            returned_by=world.bureau.membership,
        ),
    )


def test_rounds_assignments_and_scores(world):
    (application,) = accepted(world)
    made, expert = make_round(call=world.call), make_expert()
    assignment = make_assignment(round=made, application=application, expert=expert.user)
    refused("assignment_once", lambda: make_assignment(round=made, application=application, expert=expert.user))
    rows = Assignment._base_manager.filter(pk=assignment.pk)
    refused("declared_assignment_has_date", lambda: rows.update(state="accepted"))
    refused("scored_assignment_has_date", lambda: rows.update(state="scored", declared_at=timezone.now()))
    refused("recusal_has_reason", lambda: Recusal.objects.create(assignment=assignment, reason=""))
    refused("criterion_weight_in_percent", lambda: Criterion.objects.create(round=made, order=1, name="甲", weight=0))
    refused("round_number_once", lambda: make_round(call=world.call, number=made.number))
    criterion = Criterion.objects.create(round=made, order=1, name="甲", weight=100)
    card = Scorecard.objects.create(assignment=assignment)
    refused(
        "handed_in_scorecard_is_complete",
        lambda: Scorecard.objects.filter(pk=card.pk).update(handed_in_at=timezone.now()),
    )
    refused("score_not_negative", lambda: Score.objects.create(scorecard=card, criterion=criterion, value=-1))
    Score.objects.create(scorecard=card, criterion=criterion, value=1)
    refused("score_once", lambda: Score.objects.create(scorecard=card, criterion=criterion, value=2))


def test_decisions(world):
    (application,) = reviewed(world, count=1)
    new = {"application": application, "number": 1, "outcome": "shortlisted", "decided_by": world.issuer.membership}
    refused(
        "announced_decision_has_notice",
        lambda: Decision._base_manager.create(**new, state="announced", announced_at=timezone.now()),
    )
    refused("announced_decision_has_notice", lambda: Decision._base_manager.create(**new, announced_at=timezone.now()))
    Decision._base_manager.create(**new)
    refused("decision_number_once", lambda: Decision._base_manager.create(**new))


def test_final_decisions_and_objections(world):
    announced(world)
    rows = Decision._base_manager.filter(application__call=world.call)
    refused("final_decision_has_date", lambda: rows.update(state="final"))
    refused(
        "answered_objection_has_answer",
        lambda: Objection._base_manager.create(
            decision=rows.first(), raised_by=world.issuer.membership, grounds="理由", state="dismissed"
        ),
    )
