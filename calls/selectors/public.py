"""How a published call is laid out for its readers."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from calls.models import Call, Category, Deadline, Direction, Track
from calls.selectors.calls import public_call
from calls.selectors.deadlines import deadline_of
from calls.selectors.directions import published_directions, with_texts
from portal.accounts.actor import Actor


class Group(NamedTuple):
    """Directions of one category of one track, in their order; ``first_of_track`` heads the track."""

    track: Track
    category: Category | None
    first_of_track: bool
    directions: list[Direction]


def groups_of(directions: Iterable[Direction]) -> list[Group]:
    """Grouped as printed; needs track and category selected."""
    found: list[Group] = []
    for (track, category), members in groupby(directions, key=lambda d: (d.track, d.category)):
        first = not found or found[-1].track != track
        found.append(Group(track, category, first, list(members)))
    return found


class ShownDeadline(NamedTuple):
    """``until`` counts: the printed instant or what an extension for everyone made of it."""

    deadline: Deadline
    until: datetime
    extended: bool


def deadlines_shown(call: Call) -> list[ShownDeadline]:
    found = []
    for deadline in call.deadlines.all():
        until = deadline_of(call=call, kind=deadline.kind)
        found.append(ShownDeadline(deadline, until, until != deadline.at))
    return sorted(found, key=lambda shown: shown.until)


def directions_in_order(*, actor: Actor, ids: Iterable[int], indicators: bool = True) -> list[Direction]:
    """The published directions of these ids, in their order, with their texts and calls; ``indicators`` may be left
    to be read where they are wanted."""
    wanted = list(ids)
    found = published_directions(actor=actor).filter(pk__in=wanted)
    few = found.prefetch_related("published__parts", "published__funding_terms")
    rows = {row.pk: row for row in (with_texts(found) if indicators else few)}
    calls = {call.pk: call for call in public_call(actor=actor).filter(pk__in={r.call_id for r in rows.values()})}
    for row in rows.values():
        row.call = calls[row.call_id]
    return [rows[pk] for pk in wanted if pk in rows]


def chosen_directions(*, actor: Actor, keys: Iterable[str]) -> list[Direction]:
    """Published directions of these keys, as typed in an address: what is no key or not there is left out."""
    wanted = list(dict.fromkeys(key for key in map(_uuid, keys) if key))
    ids = dict(published_directions(actor=actor).filter(key__in=wanted).values_list("key", "pk"))
    return directions_in_order(actor=actor, ids=[ids[key] for key in wanted if key in ids])


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
