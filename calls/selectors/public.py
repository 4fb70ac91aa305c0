"""How a published call is laid out for its readers."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from calls.models import Call, Category, Deadline, Direction, Track
from calls.selectors.deadlines import deadline_of


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
