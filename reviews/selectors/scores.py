"""Scores of one round, for the office, and the tasks of one expert."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet

from applications.models import Application, ApplicationState
from portal.accounts.actor import Actor
from portal.accounts.models import User
from portal.accounts.selectors.people import experts_now
from reviews.models import Assignment, ReviewRound
from reviews.models.review import AssignmentState


@dataclass(slots=True)
class RoundRow:
    """One application of a round: its assignments and what the handed-in totals say (0–100, two places)."""

    application: Application
    assignments: list[Assignment] = field(default_factory=list)

    @property
    def totals(self) -> list[Decimal]:
        return [one.scorecard.total for one in self.assignments if one.state == AssignmentState.SCORED]

    @property
    def experts(self) -> int:
        return sum(1 for one in self.assignments if one.state != AssignmentState.RECUSED)

    @property
    def mean(self) -> Decimal | None:
        totals = self.totals
        return (sum(totals, Decimal(0)) / len(totals)).quantize(Decimal("0.01")) if totals else None

    @property
    def spread(self) -> Decimal | None:
        """Highest − lowest total; large where experts disagree."""
        return max(self.totals) - min(self.totals) if len(self.totals) > 1 else None


def round_rows(*, round_: ReviewRound, actor: Actor) -> list[RoundRow]:
    """Every application of the round, and while it can still be assigned to, those that wait for it; by number.
    What was withdrawn is no part of it (`withdrawn_of`)."""
    assignments = list(
        Assignment.objects.visible_to(actor)
        .filter(round=round_)
        .select_related("expert", "scorecard", "recusal", "application")
        .order_by("pk")
    )
    ids = {one.application_id for one in assignments}
    applications = (
        Application.objects.visible_to(actor).filter(call=round_.call_id).exclude(state=ApplicationState.WITHDRAWN)
    )
    wanted = applications.filter(pk__in=ids)
    if round_.state != "closed":
        wanted = applications.filter(state=ApplicationState.ACCEPTED) | wanted
    rows = {
        one.pk: RoundRow(one)
        for one in wanted.select_related(
            "organisation", "direction__published", "direction__track", "submitted_version"
        ).order_by("number")
    }
    for assignment in assignments:
        if assignment.application_id in rows:
            rows[assignment.application_id].assignments.append(assignment)
    return list(rows.values())


def withdrawn_of(*, round_: ReviewRound, actor: Actor) -> QuerySet[Application]:
    """Applications that had experts already when their applicants withdrew them; by number."""
    assigned = Assignment.objects.visible_to(actor).filter(round=round_).values("application")
    rows = Application.objects.visible_to(actor).filter(pk__in=assigned, state=ApplicationState.WITHDRAWN)
    return rows.select_related("organisation").order_by("number")


def available_experts() -> QuerySet[User]:
    """Everyone who acts as 评审专家 now, with the employer the portal knows."""
    return User.objects.filter(pk__in=experts_now().values("user")).select_related("expert").order_by("name", "pk")


def rounds_of(*, actor: Actor, call) -> QuerySet[ReviewRound]:
    return ReviewRound.objects.visible_to(actor).filter(call=call).select_related("call").order_by("number")


def expert_tasks(actor: Actor) -> QuerySet[Assignment]:
    """The expert's tasks, open ones first; nothing of an application but its direction before the declaration."""
    return (
        Assignment.objects.visible_to(actor)
        .select_related("round__call", "version__direction_version", "application__organisation", "scorecard")
        .annotate(done=Q(state__in=[AssignmentState.SCORED, AssignmentState.RECUSED]))
        .order_by("done", "scored_at", "round__due_at", "pk")
    )


def scorecard_rows(assignment: Assignment) -> list[dict]:
    """Criteria of the round, in order, with the value the expert gave so far."""
    card = getattr(assignment, "scorecard", None)
    values = {score.criterion_id: score.value for score in card.scores.all()} if card else {}
    return [
        {"criterion": criterion, "value": values.get(criterion.pk)} for criterion in assignment.round.criteria.all()
    ]
