"""The offices that recommend in a call, whom each recommends, and what they send to whom."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from calls import hooks
from calls.models import Call, CallRecommender
from calls.models.recommender import RecommenderScope
from calls.selectors.deadlines import deadline_of
from portal.accounts.models import Organisation
from portal.accounts.models.organisation import OrganisationState, Ownership
from portal.accounts.models.region import RegionLevel


def region_prefixes(path: str) -> list[str]:
    """“510000/510100/” → [“510000/”, “510000/510100/”]: a region and all above it."""
    codes = [code for code in path.split("/") if code]
    return ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]


def _active() -> QuerySet[Organisation]:
    return Organisation._base_manager.filter(is_recommender=True, state=OrganisationState.ACTIVE)


def recommenders_of(*, call: Call) -> QuerySet[Organisation]:
    """Those of the call's table; without one the active recommenders of its region and below it. And those that
    already got an application of it.

    Whichever region the asking office is of: a ministry's call reaches offices above and beside it.
    """
    named = {pk for provider in hooks.recommenders for pk in provider(call)}
    table = set(call.recommender_rows.values_list("organisation", flat=True))
    meant = Q(pk__in=table) if table else Q(region__path__startswith=call.region.path)
    return (
        _active().filter(meant | Q(pk__in=named)).select_related("region").order_by("region__path", "name_pinyin", "pk")
    )


def recommenders_for(*, call: Call, organisation: Organisation) -> QuerySet[Organisation]:
    """Who may recommend ``organisation`` in the call, the nearest first.

    By the call's table: the recommender of the region that the applicant lies in most narrowly, so that a 功能区 with
    one of its own does not go through the city, and those open to applicants beside their region. Without a table:
    the active recommenders of the applicant's region or one above it.
    """
    prefixes = region_prefixes(organisation.region.path)
    others = _active().exclude(pk=organisation.pk).select_related("region")
    rows = list(call.recommender_rows.select_related("organisation__region"))
    if not rows:
        return others.filter(region__path__in=prefixes).order_by("-region__path", "name_pinyin")
    here = [
        row
        for row in rows
        if row.scope == RecommenderScope.REGION
        and row.organisation.is_active
        and row.organisation.region.path in prefixes
    ]
    narrowest = max((len(row.organisation.region.path) for row in here), default=0)
    chosen = [row.organisation_id for row in here if len(row.organisation.region.path) == narrowest]
    beside = {RecommenderScope.MEMBERS}
    if organisation.ownership == Ownership.STATE:
        beside |= {RecommenderScope.PROVINCIAL, RecommenderScope.CENTRAL}
    chosen += [row.organisation_id for row in rows if row.scope in beside]
    return others.filter(pk__in=chosen).order_by("-region__path", "name_pinyin")


class Sending(NamedTuple):
    """One line of 向谁报送: ``until`` with an extension for all, ``copies`` and ``receiver`` of the row or else of its
    deadline."""

    row: CallRecommender
    receiver: str
    copies: int | None
    until: datetime | None
    precision: str


class SendingTable(NamedTuple):
    """``by_territory``: 省属企业 go through the office of their place, since nobody else is named for them."""

    lines: list[Sending]
    by_territory: bool


def sending_table(*, call: Call) -> SendingTable:
    """Who sends what to whom by when. Reads ``call.deadlines`` with ``extensions``, so both may be prefetched."""
    deadlines = {deadline.kind: deadline for deadline in call.deadlines.all()}
    lines = []
    for row in call.recommender_rows.select_related("organisation__region"):
        deadline = deadlines.get(row.deadline_kind)
        until = deadline_of(call=call, kind=row.deadline_kind)
        lines.append(
            Sending(
                row,
                row.receiver or (deadline.receiver if deadline else ""),
                row.copies or (deadline.copies if deadline else None),
                until,
                deadline.precision if deadline and deadline.at == until else "",
            )
        )
    scopes = {line.row.scope for line in lines}
    return SendingTable(lines, bool(lines) and RecommenderScope.PROVINCIAL not in scopes)


def recommenders_below(*, call: Call) -> list[Organisation]:
    """Those that a table begins with: the offices one level below the call's region, and every 功能区's own."""
    below = _active().filter(region__path__startswith=call.region.path).exclude(region=call.region_id)
    meant = Q(region__parent=call.region_id) | Q(region__level=RegionLevel.ZONE)
    return list(below.filter(meant).select_related("region__parent").order_by("region__path", "name_pinyin"))


def recommenders_addable(*, call: Call) -> QuerySet[Organisation]:
    """Active recommenders that are not in the table yet, wherever they are."""
    there = call.recommender_rows.values("organisation")
    return _active().exclude(pk__in=there).select_related("region").order_by("region__path", "name_pinyin")
