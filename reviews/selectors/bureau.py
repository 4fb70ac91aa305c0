"""What a recommender sees: the applications handed in to it, its figures, its lists."""

from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from applications.models import Application, ApplicationState
from calls.models import Call
from portal.accounts.actor import Actor
from reviews.models import Recommendation, RecommendationList
from reviews.selectors.filters import Filters

_STATES = {
    "submitted": Q(state=ApplicationState.SUBMITTED),
    "returned": Q(state=ApplicationState.RETURNED),
    "recommended": Q(state=ApplicationState.RECOMMENDED, sent_at__isnull=True),
    "declined": Q(state=ApplicationState.DECLINED, recommendation__isnull=True),
    "beyond_quota": Q(state=ApplicationState.DECLINED, recommendation__isnull=False),
    "sent": Q(sent_at__isnull=False) & ~Q(state=ApplicationState.WITHDRAWN),
    "withdrawn": Q(state=ApplicationState.WITHDRAWN),
}


def bureau_applications(*, actor: Actor, filters: Filters, call: Call | None) -> QuerySet[Application]:
    """Applications of ``call`` handed in to the bureau, as the address filters and sorts them."""
    if call is None:
        return Application.objects.visible_to(actor).none()
    rows = Application.objects.visible_to(actor).filter(call=call)
    if filters.state:
        rows = rows.filter(_STATES[filters.state]) if filters.state in _STATES else rows.none()
    return (
        filters.narrowed(rows)
        .select_related(
            "organisation", "direction__published", "direction__track", "submitted_version", "recommendation", "call"
        )
        .order_by(*filters.order("-submitted"))
    )


def bureau_figures(*, actor: Actor, calls: list[Call]) -> dict[int, dict[str, int]]:
    """Call id → how many applications are in each of the bureau's states, and in all; one query."""
    counts = {state: Count("pk", filter=condition) for state, condition in _STATES.items()}
    rows = Application.objects.visible_to(actor).filter(call__in=calls).order_by().values("call")
    found = {row["call"]: row for row in rows.annotate(total=Count("pk"), **counts)}
    nothing = dict.fromkeys(["total", *_STATES], 0)
    return {call.pk: found.get(call.pk, nothing) for call in calls}


def bureau_lists(actor: Actor) -> QuerySet[RecommendationList]:
    return (
        RecommendationList.objects.visible_to(actor)
        .select_related("call__issuer", "recommender", "sent_by__user")
        .prefetch_related("call__deadlines__extensions")
        .annotate(rows=Count("recommendations"))
        .order_by("-pk")
    )


def recommendations_of(list_: RecommendationList) -> QuerySet[Recommendation]:
    """Rows of a list that the caller may read, best first, with all that a table shows."""
    return list_.recommendations.select_related(
        "application__organisation",
        "application__direction__published",
        "application__direction__track",
        "version__profile",
        "version__submission",
        "version__direction_version",
    ).order_by("rank")


class Split(NamedTuple):
    """A list's rows, best first: those that go (or went) to the issuer, those beyond the quota that stay behind."""

    going: list[Recommendation]
    staying: list[Recommendation]


def split_by_quota(list_: RecommendationList) -> Split:
    """The first rows up to the call's quota and the rest. What was withdrawn before the list was sent is in neither:
    it takes nobody's place."""
    rows = list(recommendations_of(list_))
    if list_.sent_at is not None:
        sent = [one for one in rows if one.application.sent_at is not None]
        return Split(sent, [one for one in rows if one.application.sent_at is None])
    rows = [one for one in rows if one.application.state != ApplicationState.WITHDRAWN]
    quota = list_.call.recommendation_quota
    return Split(rows, []) if quota is None else Split(rows[:quota], rows[quota:])
