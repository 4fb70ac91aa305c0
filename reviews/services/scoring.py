"""What an expert does: declare conflicts, score by the criteria, hand in. And an officer's asking once more."""

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record
from portal.workflow import NotAllowed, StateConflict, advance, lock
from reviews import messages, rules
from reviews.models import Assignment, Criterion, Recusal, Score, Scorecard
from reviews.models.review import AssignmentState

_CENT = Decimal("0.01")


def weighted_total(scores: list[tuple[Decimal, Criterion]]) -> Decimal:
    """Σ value ÷ maximum × weight, exact, rounded once to two places (half up): 0.00 to 100.00."""
    exact = sum((Fraction(value) / criterion.maximum * criterion.weight for value, criterion in scores), Fraction(0))
    cents = (exact * 100 + Fraction(1, 2)).__floor__()
    return (Decimal(cents) / 100).quantize(_CENT, rounding=ROUND_HALF_UP)


@transaction.atomic
def assignment_declare(*, assignment: Assignment, conflict: bool, actor: Actor, reason: str = "") -> Assignment:
    """No conflict: the expert reads and scores from now on. A conflict: recused, with its reason, and the office is
    told to assign somebody else. An officer may recuse an expert in the same way (conflict found, no answer)."""
    now = timezone.now()
    if not conflict:
        advance(assignment, "accept", actor=actor, changes={"declared_at": now})
        return assignment
    advance(assignment, "recuse", actor=actor, comment=reason, changes={"declared_at": assignment.declared_at or now})
    Recusal.objects.create(assignment=assignment, reason=reason.strip())
    if actor.is_expert:
        messages.tell_recused(assignment)
    return assignment


@transaction.atomic
def scorecard_save(
    *, assignment: Assignment, scores: Mapping[int, Decimal | None], comment: str, arrived_at: datetime, actor: Actor
) -> Scorecard:
    """Keep what the expert has so far ({criterion id: score, None for not yet}); may be incomplete.

    Raises `StateConflict` when a score lies outside 0…maximum, the card is not open for writing, or ``arrived_at`` is
    not before the round's 评分截止.
    """
    row = lock(assignment)
    allowed, reason = rules.is_assigned_expert(actor, row)
    if not allowed:
        raise NotAllowed(reason)
    if row.state != AssignmentState.ACCEPTED:
        raise StateConflict(_("评分已交或尚未声明，不能修改。"))
    open_, reason = rules.round_is_open(actor, row)
    if not open_:
        raise StateConflict(reason)
    in_time, reason = rules.scoring_in_time(round_=row.round, arrived_at=arrived_at)
    if not in_time:
        raise StateConflict(reason)
    criteria = {criterion.pk: criterion for criterion in row.round.criteria.all()}
    for key, value in scores.items():
        if key not in criteria:
            raise StateConflict(_("评分指标已变，请刷新页面。"))
        if value is not None and not 0 <= value <= criteria[key].maximum:
            raise StateConflict(
                _("“%(name)s”的得分应在 0 到 %(maximum)d 之间。")
                % {"name": criteria[key].name, "maximum": criteria[key].maximum}
            )
    card, _made = Scorecard.objects.update_or_create(
        assignment=row, defaults={"comment": comment.strip(), "saved_at": timezone.now()}
    )
    card.scores.filter(criterion__in=[key for key, value in scores.items() if value is None]).delete()
    Score.objects.bulk_create(
        [
            Score(scorecard=card, criterion=criteria[key], value=value)
            for key, value in scores.items()
            if value is not None
        ],
        update_conflicts=True,
        unique_fields=["scorecard", "criterion"],
        update_fields=["value"],
    )
    return card


@transaction.atomic
def scorecard_hand_in(
    *, assignment: Assignment, scores: Mapping[int, Decimal | None], comment: str, arrived_at: datetime, actor: Actor
) -> Scorecard:
    """Save and hand in before 评分截止: every criterion scored, comment given; the weighted total is fixed here."""
    card = scorecard_save(assignment=assignment, scores=scores, comment=comment, arrived_at=arrived_at, actor=actor)
    total = weighted_total([(s.value, s.criterion) for s in card.scores.select_related("criterion")])
    now = timezone.now()
    assignment.__dict__.pop("scorecard", None)
    advance(assignment, "score", actor=actor, changes={"scored_at": now})
    card.total, card.handed_in_at = total, now
    card.save(update_fields=["total", "handed_in_at"])
    audit_record(
        actor=actor,
        action="scorecard_hand_in",
        obj=assignment,
        issuer_id=assignment.round.call.issuer_id,
        data={"total": str(total)},
    )
    return card


@transaction.atomic
def assignment_reopen(*, assignment: Assignment, reason: str, actor: Actor) -> Assignment:
    """退回重评: the expert may write again; what was handed in stays in the audit log."""
    log = advance(assignment, "reopen", actor=actor, comment=reason, changes={"scored_at": None})
    card = assignment.scorecard
    before = card.total
    card.total, card.handed_in_at = None, None
    card.save(update_fields=["total", "handed_in_at"])
    audit_record(
        actor=actor,
        action="assignment_reopen",
        obj=assignment,
        issuer_id=assignment.round.call.issuer_id,
        comment=reason.strip(),
        data={"total": str(before)},
    )
    messages.tell_reopened(assignment, reason=log.comment, at=log.at)
    return assignment
