"""The search over published directions: every word of the query stands in one direction's title, texts or indicators.

Each table is asked by itself and what was found is put together here: joined, the database guesses one row for the
words and walks through all of the other tables for each that there is.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, QuerySet, Value
from django.db.models.functions import StrIndex

from calls.models import Call, Direction, DirectionSearch, Track
from calls.search import all_grams, is_gram, words
from calls.selectors.directions import published_directions
from portal.accounts.actor import Actor


def matching(query: str) -> QuerySet[DirectionSearch]:
    """What holds every word of ``query``, whoever may see it; all there is for a query without words.

    The array of grams finds candidates by its index and decides alone on words of one or two characters; longer ones
    are rechecked in the kept text.
    """
    found = DirectionSearch.objects.all()
    typed = words(query)
    if typed:
        found = found.filter(grams__contains=all_grams(query))
    for at, word in enumerate(typed):
        if not is_gram(word):
            found = found.alias(**{f"word_{at}": StrIndex(F("text"), Value(word))}).filter(**{f"word_{at}__gt": 0})
    return found


def calls_matching(query: str) -> set[int]:
    """Ids of the calls of which a direction holds all words."""
    return set(matching(query).values_list("call_id", flat=True).distinct())


def found_directions(
    *, calls: QuerySet[Call], q: str = "", track: str = "", amount: int | None = None, by_amount: bool = False
) -> list[int]:
    """Ids of directions of ``calls`` (in their order, which the caller filtered by who asks), place by place.

    ``track`` is a title; ``amount`` the least that is granted, in 万元; ``by_amount`` puts the highest first.
    """
    order = list(calls.values_list("pk", flat=True))
    found = matching(q)
    if track:
        found = found.filter(track__in=list(Track.objects.filter(title=track).values_list("pk", flat=True)))
    if amount:
        found = found.filter(amount__gte=amount)
    if by_amount:
        rank = {pk: place for place, pk in enumerate(order)}
        rows = [row for row in found.values_list("call_id", "place", "amount", "direction_id") if row[0] in rank]
        rows.sort(key=lambda row: (-(row[2] if row[2] is not None else Decimal(-1)), rank[row[0]], row[1]))
        return [row[3] for row in rows]
    # One row a call: ten thousand single ones take longer to hand over than to find.
    grouped = found.order_by().values("call_id").annotate(ids=ArrayAgg("direction_id", order_by="place"))
    by_call = dict(grouped.values_list("call_id", "ids"))
    return [pk for call in order for pk in by_call.get(call, ())]


def hits_of_calls(*, calls: Iterable[int], q: str, most: int) -> dict[int, tuple[list[int], int]]:
    """Of each call by id that has any: ids of its first ``most`` directions that hold every word of ``q``, and how
    many there are. One query however many calls; nothing for a query without words."""
    found: dict[int, list[int]] = {}
    if words(q):
        rows = matching(q).filter(call__in=list(calls)).order_by("call_id", "place")
        for call, direction in rows.values_list("call_id", "direction_id"):
            found.setdefault(call, []).append(direction)
    return {call: (ids[:most], len(ids)) for call, ids in found.items()}


def directions_of_call(*, call: Call, actor: Actor, q: str = "", category: str = "") -> QuerySet[Direction]:
    """Of one call, track by track."""
    found = published_directions(actor=actor).filter(call=call).order_by("track__order", "order")
    if category:
        found = found.filter(category__title=category)
    if words(q):
        found = found.filter(pk__in=matching(q).filter(call=call).values("pk"))
    return found
