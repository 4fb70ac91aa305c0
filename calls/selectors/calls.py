"""Lists of calls: the public one and an office's own."""

from datetime import datetime

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from calls.models import Call, Direction, DirectionSearch, Extension, Track
from calls.models.call import CallState
from calls.search import words
from calls.selectors.deadlines import applicants_until
from calls.selectors.directions import Normalised
from calls.selectors.searching import calls_matching
from calls.selectors.stages import in_shown_stage, with_later_stage
from calls.stages import Stage
from portal.accounts.actor import Actor
from portal.accounts.models import Region


def _with_times(calls: QuerySet[Call]) -> QuerySet[Call]:
    """What `shown_stage` and `deadline_of` read, prefetched."""
    return (
        with_later_stage(calls)
        .select_related("issuer", "region")
        .prefetch_related("deadlines", Prefetch("deadlines__extensions", queryset=Extension.objects.all()))
    )


def public_calls(
    *,
    actor: Actor,
    now: datetime,
    q: str = "",
    region: str = "",
    issuer: int | None = None,
    year: int | None = None,
    track: str = "",
    amount: int | None = None,
    stage: Stage | None = None,
    sort: str = "",
) -> QuerySet[Call]:
    """Published calls, newest first. ``region`` is a code: calls for it and for everything below it.

    ``q`` is looked for in title and 文号, and in the calls' directions; ``track`` is a title; ``amount`` the least that
    one of the directions is granted, in 万元. ``sort``: "deadline" puts what closes next first, "amount" the highest.
    """
    found = _with_times(Call.objects.visible_to(actor).filter(state="published"))
    if region:
        found = found.filter(region__path__contains=f"{region}/")
    if issuer:
        found = found.filter(issuer=issuer)
    if year:
        found = found.filter(year=year)
    if track:
        found = found.filter(Exists(Track.objects.filter(call=OuterRef("pk"), title=track)))
    if amount:
        found = found.filter(Exists(DirectionSearch.objects.filter(call=OuterRef("pk"), amount__gte=amount)))
    if stage:
        found = in_shown_stage(found, stage, now)
    for word in words(q):
        found = found.alias(plain_title=Normalised(F("title")), plain_number=Normalised(F("doc_no"))).filter(
            Q(plain_title__contains=word) | Q(plain_number__contains=word) | Q(pk__in=calls_matching(word))
        )
    return _sorted(found, sort, now)


def _sorted(calls: QuerySet[Call], sort: str, now: datetime) -> QuerySet[Call]:
    if sort == "deadline":
        until = applicants_until()
        calls = calls.alias(closes=until).alias(next_to_close=Case(When(closes__gt=now, then=F("closes"))))
        return calls.order_by(F("next_to_close").asc(nulls_last=True), "-published_at", "-pk")
    if sort == "amount":
        highest = DirectionSearch.objects.filter(call=OuterRef("pk")).order_by(F("amount").desc(nulls_last=True))
        calls = calls.alias(highest=Subquery(highest.values("amount")[:1]))
        return calls.order_by(F("highest").desc(nulls_last=True), "-published_at", "-pk")
    return calls.order_by("-published_at", "-pk")


def with_direction_count(calls: QuerySet[Call]) -> QuerySet[Call]:
    counted = Direction._base_manager.filter(call=OuterRef("pk"), published__isnull=False).order_by()
    count = counted.values("call").annotate(n=Count("pk")).values("n")
    return calls.annotate(direction_count=Coalesce(Subquery(count), 0))


def public_call(*, actor: Actor) -> QuerySet[Call]:
    return _with_times(Call.objects.visible_to(actor).filter(state="published"))


def issuers_of_calls(*, actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of the offices that published something, for the filter."""
    calls = Call.objects.visible_to(actor).filter(state="published")
    return list(calls.order_by("issuer__name_pinyin").values_list("issuer", "issuer__name").distinct())


def tracks_of_calls(*, actor: Actor) -> list[str]:
    """Titles of tracks in published calls, for the filter."""
    calls = Call.objects.visible_to(actor).filter(state="published")
    tracks = Track.objects.filter(call__in=calls).exclude(title="")
    return list(tracks.order_by("title").values_list("title", flat=True).distinct())


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
        found = in_shown_stage(found, stage, now)
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
