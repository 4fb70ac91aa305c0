"""Indicators of a draft put right beside their original: cut in two, joined, added from a stretch of the text."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from calls.importing.export import plain
from calls.importing.indicators.collect import collect
from calls.importing.structure import PartRead
from calls.models import Call, CallImport, Direction, DirectionVersion, Indicator, IndicatorVersion
from calls.models.doubt import Outcome
from calls.models.edit import EditAction
from calls.rules import draft_for_writing
from calls.services.creating import indicator_columns
from calls.services.directions import draft_version, indicator_delete, indicator_locked
from calls.services.doubts import NO_INDICATORS, doubts_settle
from calls.services.edits import StaleEdit, changes, check_seen, edit_record
from calls.source_spans import Span, span_of
from portal.accounts.actor import Actor
from portal.workflow import StateConflict


@transaction.atomic
def indicators_add_from_text(
    *, direction: Direction, text: str, actor: Actor, start: int | None = None
) -> list[IndicatorVersion]:
    """What the reader finds in ``text``, as indicators at their places; nothing found: the words as a qualitative one.

    ``start`` is where the words stand in the original; without it they are looked for in the direction's stretch, then
    in the whole. Words that are not in the original have no span.
    """
    draft_for_writing(call=direction.call, actor=actor)
    version = draft_version(direction)
    text = text.strip()
    at = _place(version, text, start, _original(direction.call, actor))
    made = []
    for columns in _read(text, at) or [_words(text, at)]:
        order = _order_at(version, columns["source_start"])
        made.append(_insert(version, order, columns))
    if version.without_indicators:
        version.without_indicators = False
        version.revision += 1
        version.save(update_fields=["without_indicators", "revision"])
        edit_record(
            call=direction.call,
            actor=actor,
            direction=direction.key,
            action=EditAction.CHANGE,
            revision=version.revision,
            before={"without_indicators": True},
            after={"without_indicators": False},
        )
    doubts_settle(actor=actor, outcome=Outcome.CHANGED, row=direction, only=NO_INDICATORS)
    return made


def _original(call: Call, actor: Actor) -> str:
    found = CallImport.objects.visible_to(actor).filter(call=call).values_list("text", flat=True).first()
    return found or ""


def _place(version: DirectionVersion, text: str, start: int | None, original: str) -> int | None:
    if start is not None and original[start : start + len(text)] == text:
        return start
    within = (version.source_start, version.source_end) if version.source_end else (0, None)
    for span in (within, (0, None)):
        if (found := original.find(text, *span)) >= 0:
            return found
    return None


def _read(text: str, at: int | None) -> list[dict[str, Any]]:
    """Columns of every indicator the reader finds; without ``at`` they have no span."""
    part = PartRead("indicators", "", text, at or 0, (at or 0) + len(text))
    found = [indicator_columns(plain(one)) for one in collect((part,))]
    return found if at is not None else [one | {"source_start": None, "source_end": None} for one in found]


def _words(text: str, at: int | None) -> dict[str, Any]:
    return {
        "subject": text[:200],
        "qualitative": True,
        "text": text,
        "source_start": at,
        "source_end": None if at is None else at + len(text),
    }


def _order_at(version: DirectionVersion, start: int | None) -> int:
    """Before the first indicator that stands behind it in the original; else last."""
    rows = list(version.indicators.values_list("order", "source_start"))
    behind = [order for order, begins in rows if start is not None and begins is not None and begins > start]
    return min(behind) if behind else max((order for order, _begins in rows), default=0) + 1


def _insert(version: DirectionVersion, order: int, columns: dict[str, Any]) -> IndicatorVersion:
    """A new indicator at ``order``; those from there on move down."""
    version.indicators.filter(order__gte=order).update(order=F("order") + 1)
    key = Indicator.objects.create(direction=version.direction)
    return IndicatorVersion.objects.create(indicator=key, direction_version=version, order=order, **columns)


@transaction.atomic
def indicator_split(
    *, indicator: IndicatorVersion, first: str, second: str, actor: Actor, seen: int | None = None
) -> tuple[IndicatorVersion, IndicatorVersion]:
    """Cut one indicator's words in two, each read anew; the first keeps the key. Raises `StaleEdit`."""
    direction = indicator.indicator.direction
    call = draft_for_writing(call=direction.call, actor=actor)
    version = draft_version(direction)
    row = indicator_locked(indicator)
    check_seen(row, seen)
    first, second = first.strip(), second.strip()
    if not first or not second:
        raise StateConflict(_("请在指标文字的中间分开，前后都要有文字。"))
    span = _span(row)
    original = _original(call, actor)
    behind = _half(row, second, span, original)
    _write(row, _half(row, first, span, original), call, actor, EditAction.SPLIT)
    made = _insert(version, row.order + 1, behind)
    return row, made


def _span(row: IndicatorVersion) -> Span | None:
    return None if row.source_start is None or row.source_end is None else (row.source_start, row.source_end)


def _half(row: IndicatorVersion, text: str, span: Span | None, original: str) -> dict[str, Any]:
    """Columns of one half of ``row``. What the reader cannot tell keeps the row's number when it stands in the half."""
    place = span_of(original, text, *span) if span else None
    found = _read(text, None)
    if found:
        columns = found[0]
    elif not row.qualitative and f"{row.value.normalize():f}" in text:
        names = ("subject", "qualitative", "comparator", "value", "value_max", "unit", "condition")
        columns = {name: getattr(row, name) for name in names}
    else:
        columns = _words(text, None)
    start, end = place or span or (None, None)
    kept = {"number": row.number, "group": row.group}
    return {"condition": "", **columns, **kept, "text": text, "source_start": start, "source_end": end}


_EMPTY = {"comparator": "", "value": None, "value_max": None, "unit": ""}


def _write(row: IndicatorVersion, values: dict[str, Any], call: Call, actor: Actor, action: EditAction) -> None:
    written = changes(row, (_EMPTY if values["qualitative"] else {}) | values)
    before = {name: getattr(row, name) for name in written}
    for name, value in written.items():
        setattr(row, name, value)
    row.revision += 1
    row.save(update_fields=[*written, "revision"])
    key = row.indicator
    edit_record(
        call=call,
        actor=actor,
        direction=key.direction.key,
        indicator=key.key,
        action=action,
        revision=row.revision,
        before=before,
        after=written,
    )
    doubts_settle(actor=actor, outcome=Outcome.CHANGED, row=key)


@transaction.atomic
def indicator_merge(
    *,
    indicator: IndicatorVersion,
    following: IndicatorVersion,
    actor: Actor,
    seen: int | None = None,
    seen_following: int | None = None,
) -> IndicatorVersion:
    """Join an indicator with the one below it, which goes. Read anew; two numbers in one: the first one's stands.

    Raises `StaleEdit` when either was changed since, `StateConflict` when they are no neighbours.
    """
    direction = indicator.indicator.direction
    call = draft_for_writing(call=direction.call, actor=actor)
    version = draft_version(direction)
    row, other = indicator_locked(indicator), indicator_locked(following)
    check_seen(row, seen)
    check_seen(other, seen_following)
    below = version.indicators.filter(order__gt=row.order).first()
    if below is None or below.pk != other.pk:
        raise StaleEdit(direction=direction.key, indicator=row.indicator.key)
    values = _joined(row, other, _original(call, actor))
    doubts_settle(actor=actor, outcome=Outcome.CHANGED, row=other.indicator)
    indicator_delete(indicator=other, actor=actor)
    _write(row, values, call, actor, EditAction.MERGE)
    return row


def _joined(row: IndicatorVersion, other: IndicatorVersion, original: str) -> dict[str, Any]:
    text, start, end = f"{row.text}；{other.text}", row.source_start, row.source_end
    first, second = _span(row), _span(other)
    if first and second and first[0] <= second[0] and "\n" not in original[first[0] : second[1]]:
        start, end = first[0], max(first[1], second[1])
        text = original[start:end].strip() or text
    found = _read(text, None)
    best = row if not row.qualitative or other.qualitative else other
    names = ("subject", "qualitative", "comparator", "value", "value_max", "unit", "condition")
    columns = found[0] if len(found) == 1 else {name: getattr(best, name) for name in names}
    kept = {"number": row.number, "group": row.group}
    return {**columns, **kept, "text": text, "source_start": start, "source_end": end}
