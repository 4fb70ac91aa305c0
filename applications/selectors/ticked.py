"""重点产品方向: all directions of the track as 申报表 prints them (seed 003 附2), the application's own one ticked."""

from itertools import groupby
from typing import NamedTuple

from applications.models import ApplicationVersion
from calls.models import DirectionVersion


class TickedGroup(NamedTuple):
    """One 类别 ("" for directions without any) with (label, chosen) of each direction."""

    category: str
    choices: tuple[tuple[str, bool], ...]


def directions_ticked(version: ApplicationVersion) -> tuple[TickedGroup, ...]:
    """In the order of the call. A frozen version shows the words that were in force when it was submitted: what a
    更正公告 changed later changes no paper. Needs ``application__direction`` and ``direction_version``."""
    own = version.application.direction
    rows = DirectionVersion.objects.filter(direction__track=own.track_id, published_at__isnull=False)
    if version.is_frozen:
        rows = rows.filter(published_at__lte=version.frozen_at)
    in_force = {row.direction_id: row for row in rows.select_related("direction__category").order_by("number")}
    in_force[own.pk] = version.direction_version
    shown = sorted(((row.direction if pk != own.pk else own, row) for pk, row in in_force.items()), key=_place)
    return tuple(
        TickedGroup(title, tuple((_label(direction, row), direction.pk == own.pk) for direction, row in members))
        for title, members in groupby(shown, key=lambda pair: pair[0].category.title if pair[0].category else "")
    )


def _place(pair) -> int:
    return pair[0].order


def _label(direction, row: DirectionVersion) -> str:
    """“方向 3：智能传感器”; a number that is printed in words or brackets stands by itself: “（三）智能传感器”."""
    number = row.printed_number or str(direction.place)
    return f"方向 {number}：{row.title}" if number.isdecimal() else f"{number}{row.title}"
