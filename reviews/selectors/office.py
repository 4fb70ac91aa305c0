"""What the issuer sees: what was sent to it, its figures, scores and decisions."""

from decimal import Decimal

from django.db.models import Avg, Count, F, Max, Min, Prefetch, Q, QuerySet

from applications.models import Application, ApplicationState
from calls.models import Call
from portal.accounts.actor import Actor
from portal.scoping import system_scope
from reviews.models import Assignment, Decision, RecommendationList, Reserve
from reviews.models.decision import DecisionState, Outcome
from reviews.models.review import AssignmentState
from reviews.selectors.filters import Filters

_SCORED = Q(assignments__state=AssignmentState.SCORED)


def office_applications(*, actor: Actor, filters: Filters, call: Call | None) -> QuerySet[Application]:
    """Applications of ``call`` that were sent to the office, as the address filters and sorts them."""
    if call is None:
        return Application.objects.visible_to(actor).none()
    rows = Application.objects.visible_to(actor).filter(call=call)
    if filters.state:
        rows = rows.filter(state=filters.state)
    return (
        filters.narrowed(rows)
        .select_related(
            "organisation",
            "direction__published",
            "direction__track",
            "submitted_version",
            "recommender",
            "recommendation",
            "eligibility_check",
            "call",
        )
        .order_by(*filters.order("direction"))
    )


def office_figures(*, actor: Actor, call: Call) -> dict[str, int]:
    """Counts per state of what was sent, and how recommenders and experts stand."""
    states = {state.value: Count("pk", filter=Q(state=state)) for state in ApplicationState}
    figures = Application.objects.visible_to(actor).filter(call=call).aggregate(total=Count("pk"), **states)
    lists = RecommendationList.objects.visible_to(actor).filter(call=call)
    figures["lists"] = lists.count()
    with system_scope("how many recommenders have not sent their list yet: a count, no rows"):
        figures["lists_missing"] = (
            Application.objects.filter(call=call, submitted_at__isnull=False, sent_at__isnull=True)
            .exclude(state__in=[ApplicationState.DECLINED, ApplicationState.WITHDRAWN])
            .exclude(recommender__in=lists.values("recommender"))
            .values("recommender")
            .distinct()
            .count()
        )
    decisions = Decision.objects.visible_to(actor).filter(application__call=call, superseded_by__isnull=True)
    figures |= decisions.aggregate(
        shortlisted=Count("pk", filter=Q(outcome=Outcome.SHORTLISTED)),
        proposed=Count("pk", filter=Q(state=DecisionState.PROPOSED)),
        announced=Count("pk", filter=Q(state=DecisionState.ANNOUNCED)),
    )
    figures["reserve"] = Reserve.objects.visible_to(actor).filter(call=call).count()
    figures["unscored"] = (
        Assignment.objects.visible_to(actor)
        .filter(round__call=call, state__in=[AssignmentState.INVITED, AssignmentState.ACCEPTED])
        .exclude(application__state=ApplicationState.WITHDRAWN)
        .count()
    )
    return figures


def with_scores(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Each row with ``mean``, ``spread`` (highest − lowest) and ``scores`` (how many) of the handed-in totals."""
    totals = "assignments__scorecard__total"
    return rows.annotate(
        mean=Avg(totals, filter=_SCORED),
        highest=Max(totals, filter=_SCORED),
        lowest=Min(totals, filter=_SCORED),
        scores=Count(totals, filter=_SCORED),
    ).annotate(spread=F("highest") - F("lowest"))


def decided(*, actor: Actor) -> Prefetch:
    """The decision that counts now, as ``application.decided`` (a list of at most one)."""
    return Prefetch(
        "decisions",
        queryset=Decision.objects.visible_to(actor).filter(superseded_by__isnull=True).select_related("notice"),
        to_attr="decided",
    )


def decision_rows(*, actor: Actor, filters: Filters, call: Call | None) -> QuerySet[Application]:
    """Reviewed applications with scores, decision and reserve, best mean first; ``state`` filters by outcome."""
    if call is None:
        return Application.objects.visible_to(actor).none()
    rows = Application.objects.visible_to(actor).filter(call=call, state=ApplicationState.REVIEWED)
    if filters.state:
        current = Decision.objects.visible_to(actor).filter(application__call=call, superseded_by__isnull=True)
        if filters.state in Outcome.values:
            rows = rows.filter(pk__in=current.filter(outcome=filters.state).values("application"))
            if filters.state == Outcome.NOT_SHORTLISTED:
                # Those on the reserve list read 储备 (labels.outcome_label).
                rows = rows.filter(reserve__isnull=True)
        elif filters.state == "undecided":
            rows = rows.exclude(pk__in=current.values("application"))
        elif filters.state == "reserve":
            rows = rows.filter(reserve__isnull=False)
        else:
            rows = rows.none()
    rows = with_scores(filters.narrowed(rows)).select_related(
        "organisation",
        "direction__published",
        "direction__track",
        "submitted_version__profile",
        "recommender",
        "recommendation",
        "reserve",
        "call",
    )
    order = filters.order("number") if filters.sort else (F("mean").desc(nulls_last=True), "number")
    return rows.prefetch_related(decided(actor=actor)).order_by(*order)


def undecided(*, actor: Actor, call: Call) -> list[Application]:
    """Reviewed applications of ``call`` without a decision, by number; who stands on the reserve is none the less."""
    reviewed = Application.objects.visible_to(actor).filter(call=call, state=ApplicationState.REVIEWED)
    decided_on = Decision.objects.visible_to(actor).filter(application__call=call).values("application")
    rows = reviewed.exclude(pk__in=decided_on).select_related("organisation", "submitted_version", "reserve")
    return list(rows.order_by("number"))


def rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.01"))


def recommender_choices(*, actor: Actor, call: Call) -> list[tuple[int, str]]:
    """Recommenders that sent a list for the call, for the filter."""
    lists = RecommendationList.objects.visible_to(actor).filter(call=call)
    return list(lists.order_by("recommender__name_pinyin").values_list("recommender", "recommender__name").distinct())
