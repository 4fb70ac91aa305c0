"""Lists of calls: the public one and an office's own."""

from datetime import datetime

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from calls.models import Call, Extension
from calls.models.call import CallState
from calls.search import words
from calls.selectors.deadlines import in_stage
from calls.selectors.directions import Normalised, matching, published_directions
from calls.stages import Stage
from portal.accounts.actor import Actor
from portal.accounts.models import Region


def _with_times(calls: QuerySet[Call]) -> QuerySet[Call]:
    """What `stage_of` and `deadline_of` read, prefetched."""
    return calls.select_related("issuer", "region").prefetch_related(
        "deadlines", Prefetch("deadlines__extensions", queryset=Extension.objects.all())
    )


def public_calls(
    *,
    actor: Actor,
    now: datetime,
    q: str = "",
    region: str = "",
    year: int | None = None,
    stage: Stage | None = None,
) -> QuerySet[Call]:
    """Published calls, newest first. ``region`` is a code: calls for it and for everything below it.

    ``q`` is looked for in title and 文号, and in the calls' directions.
    """
    found = Call.objects.visible_to(actor).filter(state="published")
    if region:
        found = found.filter(region__path__contains=f"{region}/")
    if year:
        found = found.filter(year=year)
    if stage:
        found = in_stage(found, stage, now)
    for word in words(q):
        directions = matching(published_directions(actor=actor).filter(call=OuterRef("pk")), word)
        found = found.alias(plain_title=Normalised(F("title")), plain_number=Normalised(F("doc_no"))).filter(
            Q(plain_title__contains=word) | Q(plain_number__contains=word) | Exists(directions)
        )
    counted = _with_times(found).annotate(direction_count=Count("directions", distinct=True))
    # Counting drops the order that the model gives.
    return counted.order_by("-published_at", "-pk")


def public_call(*, actor: Actor) -> QuerySet[Call]:
    return _with_times(Call.objects.visible_to(actor).filter(state="published"))


def years_of_calls(*, actor: Actor) -> list[int]:
    calls = Call.objects.visible_to(actor).filter(state="published")
    return list(calls.order_by("-year").values_list("year", flat=True).distinct())


def regions_of_calls() -> QuerySet[Region]:
    """Regions for which something was published, for the filter."""
    return Region.objects.filter(call__state="published").distinct().order_by("path")


def office_calls(
    *, actor: Actor, now: datetime, q: str = "", year: int | None = None, stage: Stage | None = None
) -> QuerySet[Call]:
    """Calls of the actor's own office, drafts first, then newest first."""
    found = office_call(actor=actor)
    if year:
        found = found.filter(year=year)
    if stage:
        found = in_stage(found, stage, now)
    for word in words(q):
        found = found.alias(plain_title=Normalised(F("title")), plain_number=Normalised(F("doc_no"))).filter(
            Q(plain_title__contains=word) | Q(plain_number__contains=word)
        )
    # Those not published yet first.
    open_first = Case(When(state=CallState.PUBLISHED, then=1), default=0)
    return found.annotate(direction_count=Count("directions", distinct=True)).order_by(open_first, "-pk")


def office_call(*, actor: Actor) -> QuerySet[Call]:
    """The rows that the office's pages may open: its own, whatever their state."""
    return _with_times(Call.objects.visible_to(actor).filter(issuer=actor.organisation_id))
