"""Writing the directions of a draft call: their titles, texts, money and indicators."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, Max
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
from calls.models.doubt import Outcome
from calls.models.edit import EditAction
from calls.rules import draft_for_writing
from calls.services.doubts import NO_INDICATORS, doubts_settle
from calls.services.edits import StaleEdit, changes, check_seen, edit_record
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
    """The version being written, locked. Raises `StateConflict` when there is none, `StaleEdit` when the direction is
    gone."""
    version = direction.versions.filter(published_at__isnull=True).order_by("-number").first()
    if version is None and not direction.versions.exists():
        raise StaleEdit(direction=direction.key)
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
    category: str | None = "",
    parts: Iterable[PartText] | None = None,
    funding: Iterable[Money] | None = None,
    seen: int | None = None,
    **values: Any,
) -> DirectionVersion:
    """Change the draft version; ``parts`` and ``funding`` replace what stands there, in this order.

    ``category`` None leaves it. ``seen`` is the revision that was shown to the actor; raises `StaleEdit` when it is
    another one by now.
    """
    unknown = set(values) - set(DIRECTION_FIELDS)
    if unknown:
        raise TypeError(f"direction_update does not write {sorted(unknown)}")
    draft_for_writing(call=direction.call, actor=actor)
    version = draft_version(direction)
    check_seen(version, seen)
    direction.refresh_from_db(fields=["category"])
    if category is None:
        category = direction.category.title if direction.category else ""
    before, after = _direction_changes(direction, version, category, values)
    for name, value in values.items():
        setattr(version, name, value)
    previous, direction.category = direction.category_id, _category(direction.track, category)
    if direction.category_id != previous:
        direction.save(update_fields=["category"])
        call_renumber(direction.call)
    if parts is not None:
        before["parts"] = _parts_text(version)
        version.parts.all().delete()
        DirectionPart.objects.bulk_create(
            DirectionPart(version=version, order=order, **part._asdict()) for order, part in enumerate(parts, start=1)
        )
        after["parts"] = _parts_text(version)
    if funding is not None:
        before["funding"] = _funding_text(version)
        version.funding_terms.all().delete()
        FundingTerm.objects.bulk_create(FundingTerm(version=version, **money._asdict()) for money in funding)
        after["funding"] = _funding_text(version)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        version.revision += 1
        edit_record(
            call=direction.call,
            actor=actor,
            direction=direction.key,
            action=EditAction.CHANGE,
            revision=version.revision,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        besides = "" if "without_indicators" in changed else NO_INDICATORS
        doubts_settle(actor=actor, outcome=Outcome.CHANGED, row=direction, besides=besides)
    version.save(update_fields=[*values, "revision"])
    return version


def _direction_changes(
    direction: Direction, version: DirectionVersion, category: str, values: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(before, after) of the plain columns and of the category by its title."""
    before = {name: getattr(version, name) for name in values}
    before["category"] = direction.category.title if direction.category else ""
    return before, {**values, "category": category.strip()}


def _parts_text(version: DirectionVersion) -> str:
    return "\n".join(f"{part.heading}：{part.text}" for part in version.parts.all())


def _funding_text(version: DirectionVersion) -> str:
    return "；".join(
        f"{term.get_source_display()}{term.get_comparator_display()}{term.amount}万元"
        for term in version.funding_terms.all()
    )


@transaction.atomic
def direction_delete(*, direction: Direction, actor: Actor, seen: int | None = None) -> None:
    """Take a direction out of a draft call; those behind it move up. Rules for it alone go with it."""
    row = draft_for_writing(call=direction.call, actor=actor)
    version = draft_version(direction)
    check_seen(version, seen)
    for rule in row.rules.filter(versions__direction=direction).distinct():
        doubts_settle(actor=actor, outcome=Outcome.REMOVED, row=rule)
        rule.delete()
    doubts_settle(actor=actor, outcome=Outcome.REMOVED, row=direction)
    edit_record(
        call=row,
        actor=actor,
        direction=direction.key,
        action=EditAction.REMOVE,
        revision=version.revision + 1,
        before={"title": version.title},
    )
    direction.delete()
    call_renumber(row)


@transaction.atomic
def indicator_add(*, direction: Direction, actor: Actor, **values: Any) -> IndicatorVersion:
    """A new last indicator of the draft version, with a permanent key of its own."""
    draft_for_writing(call=direction.call, actor=actor)
    version = draft_version(direction)
    doubts_settle(actor=actor, outcome=Outcome.CHANGED, row=direction, only=NO_INDICATORS)
    last = version.indicators.aggregate(last=Max("order"))["last"] or 0
    return IndicatorVersion.objects.create(
        indicator=Indicator.objects.create(direction=direction),
        direction_version=version,
        order=last + 1,
        **_indicator_values({"text": "", **values}),
    )


@transaction.atomic
def indicator_update(
    *, indicator: IndicatorVersion, actor: Actor, seen: int | None = None, **values: Any
) -> IndicatorVersion:
    """Change what the draft says of it; where it stands in the original stays. ``seen``: as in `direction_update`."""
    direction = indicator.indicator.direction
    call = draft_for_writing(call=direction.call, actor=actor)
    draft_version(direction)
    row = indicator_locked(indicator)
    check_seen(row, seen)
    written = changes(row, _indicator_values(values))
    if not written:
        return row
    before = {name: getattr(row, name) for name in written}
    for name, value in written.items():
        setattr(row, name, value)
    row.revision += 1
    row.save(update_fields=[*written, "revision"])
    edit_record(
        call=call,
        actor=actor,
        direction=direction.key,
        indicator=row.indicator.key,
        action=EditAction.CHANGE,
        revision=row.revision,
        before=before,
        after=written,
    )
    doubts_settle(actor=actor, outcome=Outcome.CHANGED, row=row.indicator)
    return row


@transaction.atomic
def indicator_delete(*, indicator: IndicatorVersion, actor: Actor, seen: int | None = None) -> None:
    """Take it out of the draft version, those behind it move up; its key stays while another version answers to it."""
    direction = indicator.indicator.direction
    call = draft_for_writing(call=direction.call, actor=actor)
    version = draft_version(direction)
    row = indicator_locked(indicator)
    check_seen(row, seen)
    key = row.indicator
    doubts_settle(actor=actor, outcome=Outcome.REMOVED, row=key)
    edit_record(
        call=call,
        actor=actor,
        direction=direction.key,
        indicator=key.key,
        action=EditAction.REMOVE,
        revision=row.revision + 1,
        before={"text": row.text},
    )
    row.delete()
    version.indicators.filter(order__gt=row.order).update(order=F("order") - 1)
    if not key.versions.exists():
        key.delete()


def indicator_locked(indicator: IndicatorVersion) -> IndicatorVersion:
    """As it stands now, locked. Raises `StaleEdit` when it is gone."""
    key = indicator.indicator
    try:
        row = lock(indicator)
    except IndicatorVersion.DoesNotExist as gone:
        raise StaleEdit(direction=key.direction.key, indicator=key.key) from gone
    row.indicator = key
    return row


def _indicator_values(values: dict[str, Any]) -> dict[str, Any]:
    """Words left empty are the subject's."""
    unknown = set(values) - set(INDICATOR_FIELDS)
    if unknown:
        raise TypeError(f"indicators do not have {sorted(unknown)}")
    if "text" not in values:
        return values
    return {**values, "text": values["text"] or values.get("subject", "")}
