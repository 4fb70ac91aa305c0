"""Writing the directions of a draft call: their titles, texts, money and indicators."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from calls.models import (
    Call,
    Category,
    Direction,
    DirectionPart,
    DirectionVersion,
    FundingTerm,
    Indicator,
    IndicatorVersion,
    Track,
)
from calls.rules import draft_for_writing
from calls.services.renumbering import call_renumber
from portal.accounts.actor import Actor
from portal.scoping import system_scope
from portal.workflow import StateConflict, lock


class PartText(NamedTuple):
    kind: str
    heading: str
    text: str


class Money(NamedTuple):
    """``amount`` in 万元."""

    source: str
    comparator: str
    amount: Decimal


DIRECTION_FIELDS = (
    "title",
    "printed_number",
    "supported_count",
    "duration_months",
    "duration_comparator",
    "without_indicators",
)
INDICATOR_FIELDS = (
    "number",
    "subject",
    "qualitative",
    "comparator",
    "value",
    "value_max",
    "unit",
    "condition",
    "group",
    "text",
)


def draft_version(direction: Direction) -> DirectionVersion:
    """The version being written, locked. Raises `StateConflict` when there is none."""
    version = direction.versions.filter(published_at__isnull=True).order_by("-number").first()
    if version is None:
        raise StateConflict(_("这个方向已发布，不能再改。"))
    return lock(version)


@transaction.atomic
def direction_add(*, call: Call, title: str, actor: Actor, category: str = "", track: Track | None = None) -> Direction:
    """A new last direction of its category. ``category`` is found by its title in the track, or made; empty: none."""
    row = draft_for_writing(call=call, actor=actor)
    track = track or row.tracks.first() or Track.objects.create(call=row, order=1, title="")
    with system_scope("number of a new direction"):
        last = Direction.objects.filter(call=row).aggregate(last=Max("order"))["last"] or 0
        place = Direction.objects.filter(track=track).aggregate(last=Max("place"))["last"] or 0
    direction = Direction.objects.create(
        call=row, track=track, category=_category(track, category), order=last + 1, place=place + 1
    )
    DirectionVersion.objects.create(direction=direction, number=1, title=title)
    call_renumber(row)
    direction.refresh_from_db(fields=["order", "place"])
    return direction


def _category(track: Track, title: str) -> Category | None:
    title = title.strip()
    if not title:
        return None
    found = track.categories.filter(title=title).first()
    last = track.categories.aggregate(last=Max("order"))["last"] or 0
    return found or Category.objects.create(track=track, order=last + 1, title=title)


@transaction.atomic
def direction_update(
    *,
    direction: Direction,
    actor: Actor,
    category: str = "",
    parts: Iterable[PartText] | None = None,
    funding: Iterable[Money] | None = None,
    **values: Any,
) -> DirectionVersion:
    """Change the draft version; ``parts`` and ``funding`` replace what stands there, in this order."""
    unknown = set(values) - set(DIRECTION_FIELDS)
    if unknown:
        raise TypeError(f"direction_update does not write {sorted(unknown)}")
    draft_for_writing(call=direction.call, actor=actor)
    version = draft_version(direction)
    for name, value in values.items():
        setattr(version, name, value)
    version.save(update_fields=[*values] or None)
    before, direction.category = direction.category_id, _category(direction.track, category)
    if direction.category_id != before:
        direction.save(update_fields=["category"])
        call_renumber(direction.call)
    if parts is not None:
        version.parts.all().delete()
        DirectionPart.objects.bulk_create(
            DirectionPart(version=version, order=order, **part._asdict()) for order, part in enumerate(parts, start=1)
        )
    if funding is not None:
        version.funding_terms.all().delete()
        FundingTerm.objects.bulk_create(FundingTerm(version=version, **money._asdict()) for money in funding)
    return version


@transaction.atomic
def direction_delete(*, direction: Direction, actor: Actor) -> None:
    """Take a direction out of a draft call; those behind it move up. Rules for it alone go with it."""
    row = draft_for_writing(call=direction.call, actor=actor)
    row.rules.filter(versions__direction=direction).delete()
    draft_version(direction)
    direction.delete()
    call_renumber(row)


@transaction.atomic
def indicator_add(*, direction: Direction, actor: Actor, **values: Any) -> IndicatorVersion:
    """A new last indicator of the draft version, with a permanent key of its own."""
    draft_for_writing(call=direction.call, actor=actor)
    version = draft_version(direction)
    last = version.indicators.aggregate(last=Max("order"))["last"] or 0
    return IndicatorVersion.objects.create(
        indicator=Indicator.objects.create(direction=direction),
        direction_version=version,
        order=last + 1,
        **_indicator_values(values),
    )


@transaction.atomic
def indicator_update(*, indicator: IndicatorVersion, actor: Actor, **values: Any) -> IndicatorVersion:
    draft_for_writing(call=indicator.indicator.direction.call, actor=actor)
    draft_version(indicator.indicator.direction)
    for name, value in _indicator_values(values).items():
        setattr(indicator, name, value)
    indicator.save()
    return indicator


@transaction.atomic
def indicator_delete(*, indicator: IndicatorVersion, actor: Actor) -> None:
    """Take it out of the draft version; its key stays while another version answers to it."""
    draft_for_writing(call=indicator.indicator.direction.call, actor=actor)
    draft_version(indicator.indicator.direction)
    key = indicator.indicator
    indicator.delete()
    if not key.versions.exists():
        key.delete()


def _indicator_values(values: dict[str, Any]) -> dict[str, Any]:
    unknown = set(values) - set(INDICATOR_FIELDS)
    if unknown:
        raise TypeError(f"indicators do not have {sorted(unknown)}")
    return {**values, "text": values.get("text") or values.get("subject", "")}
