"""The lists that everyone may read: calls, and the search over the directions of all of them."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from calls.caching import revalidated
from calls.excerpts import Piece, excerpt, marked
from calls.forms.filters import PublicFilter
from calls.models import Call, Direction
from calls.selectors.calls import (
    issuers_of_calls,
    public_calls,
    regions_of_calls,
    tracks_of_calls,
    with_direction_count,
    years_of_calls,
)
from calls.selectors.public import directions_in_order
from calls.selectors.searching import found_directions, hits_of_calls
from portal.accounts.access import PUBLIC, audience

PAGE_SIZE = 20
#: Directions shown below a call that was found by its directions.
HITS_SHOWN = 3


def filter_of(request: HttpRequest) -> PublicFilter:
    """What the address asks for, out of what there is."""
    return PublicFilter(
        request.GET,
        years=years_of_calls(actor=request.actor),
        regions=[(region.code, region.name) for region in regions_of_calls()],
        issuers=issuers_of_calls(actor=request.actor),
        tracks=tracks_of_calls(actor=request.actor),
    )


@require_safe
@audience(PUBLIC)
@revalidated
def call_list(request: HttpRequest) -> HttpResponse:
    """The front page. Filters: q, region (code), issuer (id), year, track (title), amount (万元), stage; sort."""
    filters = filter_of(request)
    calls = public_calls(actor=request.actor, now=timezone.now(), **filters.chosen())
    page = Paginator(with_direction_count(calls), PAGE_SIZE).get_page(request.GET.get("page"))
    q = filters.chosen().get("q", "")
    _show_hits(request, page, q)
    return render(request, "calls/public/list.html", {"page": page, "filters": filters, "q": q})


def _show_hits(request: HttpRequest, calls: Iterable[Call], q: str) -> None:
    """Why each call was found: its title with the words marked, and the first directions that hold them."""
    found = hits_of_calls(calls=[call.pk for call in calls], q=q, most=HITS_SHOWN)
    ids = [pk for shown, _n in found.values() for pk in shown]
    shown_first = directions_in_order(actor=request.actor, ids=ids, indicators=False) if ids else []
    directions = {row.pk: row for row in shown_first}
    excerpts = _excerpts(shown_first, q)
    for call in calls:
        shown, call.hit_count = found.get(call.pk, ([], 0))
        call.title_marked = marked(call.title, q)
        rows = [directions[pk] for pk in shown if pk in directions]
        call.hits = [(row, marked(row.published.title, q), excerpts[row.pk]) for row in rows]
        call.more_hits = call.hit_count - len(call.hits)


@require_safe
@audience(PUBLIC)
@revalidated
def direction_search(request: HttpRequest) -> HttpResponse:
    """方向检索 over all published calls; the same filters, q, track and amount hold for the direction itself."""
    filters = filter_of(request)
    chosen = filters.chosen()
    own = {name: chosen.pop(name) for name in ("q", "track", "amount") if name in chosen}
    by_amount = chosen.get("sort") == "amount"
    calls = public_calls(actor=request.actor, now=timezone.now(), **chosen)
    ids = found_directions(calls=calls, by_amount=by_amount, **own)
    page = Paginator(ids, PAGE_SIZE).get_page(request.GET.get("page"))
    q = own.get("q", "")
    shown = directions_in_order(actor=request.actor, ids=page.object_list, indicators=False)
    excerpts = _excerpts(shown, q)
    hits = [(direction, marked(direction.published.title, q), excerpts[direction.pk]) for direction in shown]
    return render(request, "calls/public/directions.html", {"page": page, "hits": hits, "filters": filters})


def _excerpts(directions: Iterable[Direction], q: str) -> dict[int, list[Piece]]:
    """Of each direction (read without its indicators) the words around the first hit. Indicators are read for those
    whose texts hold none."""
    found, others = {}, []
    for direction in directions:
        pieces = excerpt((part.text for part in direction.published.parts.all()), q)
        found[direction.pk] = pieces
        if q and not any(piece.hit for piece in pieces):
            others.append(direction)
    prefetch_related_objects([one.published for one in others], "indicators")
    for direction in others:
        pieces = excerpt((one.text for one in direction.published.indicators.all()), q)
        if any(piece.hit for piece in pieces):
            found[direction.pk] = pieces
    return found
