"""Directions of a draft put right beside their original: one that is two, two that are one."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from calls.importing.numbering import numbered, part_opening
from calls.models import Call, CallImport, Direction, DirectionPart, DirectionVersion, Indicator, RuleVersion
from calls.models.direction import PartKind
from calls.models.doubt import Outcome
from calls.models.edit import EditAction
from calls.rules import draft_for_writing
from calls.services.directions import PartText, draft_version
from calls.services.doubts import NO_INDICATORS, doubts_settle
from calls.services.edits import StaleEdit, check_seen, edit_record
from calls.services.renumbering import call_blocks, call_renumber
from calls.source_spans import span_of
from portal.accounts.actor import Actor
from portal.scoping import system_scope
from portal.workflow import StateConflict


class SplitPoint(NamedTuple):
    """Before which paragraph a direction may be cut: of which part (by its order), and which line of it."""

    part: int
    line: int
    words: str

    @property
    def code(self) -> str:
        return f"{self.part}:{self.line}"


def split_points(version: DirectionVersion) -> list[SplitPoint]:
    """Every paragraph but the first."""
    found = [
        SplitPoint(part.order, index, line if index else f"{part.heading}：{line}")
        for part in version.parts.all()
        for index, line in enumerate(part.text.split("\n"))
        if line.strip()
    ]
    return found[1:]


@transaction.atomic
def direction_split(
    *, direction: Direction, part: int, line: int, actor: Actor, title: str = "", seen: int | None = None
) -> Direction:
    """Cut a direction before a paragraph: what follows becomes the next direction, with its indicators.

    Without ``title`` the paragraph itself is the heading: its number and words, which leave the text. Money, term and
    rules stay with the first. Raises `StaleEdit`, or `StateConflict` when there is no such paragraph.
    """
    row = draft_for_writing(call=direction.call, actor=actor)
    version = draft_version(direction)
    check_seen(version, seen)
    point = next((one for one in split_points(version) if (one.part, one.line) == (part, line)), None)
    if point is None:
        raise StateConflict(_("没有找到要分开的段落，请刷新页面再试。"))
    kept, gone = _cut(version, point)
    heading = gone[0].text.split("\n")[0]
    number = ""
    if not title.strip():
        parsed = numbered(heading)
        number, title = parsed.printed, parsed.rest.strip() or heading
        gone[0] = gone[0]._replace(text="\n".join(gone[0].text.split("\n")[1:]))
    made = _beside(row, direction)
    behind = DirectionVersion.objects.create(
        direction=made, number=1, printed_number=number[:20], title=title.strip()[:200]
    )
    _parts_write(version, kept)
    _parts_write(behind, _opened(gone))
    _spans(row, actor, version, behind, heading)
    _indicators_move(version, behind, kept)
    version.revision += 1
    version.save(update_fields=["source_end", "revision"])
    edit_record(
        call=row,
        actor=actor,
        direction=direction.key,
        action=EditAction.SPLIT,
        revision=version.revision,
        before={"title": version.title},
        after={"title": f"{version.title}；{behind.title}"},
    )
    doubts_settle(actor=actor, outcome=Outcome.CHANGED, row=direction, besides=NO_INDICATORS)
    return made


def _cut(version: DirectionVersion, point: SplitPoint) -> tuple[list[PartText], list[PartText]]:
    kept, gone = [], []
    for part in version.parts.all():
        lines = part.text.split("\n")
        at = 0 if part.order > point.part else point.line if part.order == point.part else len(lines)
        for into, text in ((kept, "\n".join(lines[:at])), (gone, "\n".join(lines[at:]))):
            if text.strip():
                into.append(PartText(part.kind, part.heading, text))
    return kept, gone


def _opened(parts: Iterable[PartText]) -> Iterator[PartText]:
    """Text that has headings of its own (预期目标：…) as parts under them."""
    for part in parts:
        kind, heading, lines = part.kind, part.heading, []
        for line in part.text.split("\n"):
            opening = part_opening(line)
            if opening is None or opening.kind not in PartKind.values:
                lines.append(line)
                continue
            if "".join(lines).strip():
                yield PartText(kind, heading, "\n".join(lines).strip())
            kind, heading, lines = opening.kind, opening.heading, [line[opening.text_at :]]
        if "".join(lines).strip():
            yield PartText(kind, heading, "\n".join(lines).strip())


def _parts_write(version: DirectionVersion, parts: Iterable[PartText]) -> None:
    version.parts.all().delete()
    DirectionPart.objects.bulk_create(
        DirectionPart(version=version, order=order, **part._asdict()) for order, part in enumerate(parts, start=1)
    )


def _beside(call: Call, direction: Direction) -> Direction:
    """A new direction right behind ``direction``, in its track and category."""
    with system_scope("number of a new direction"):
        last = Direction.objects.filter(call=call).aggregate(order=Max("order"), place=Max("place"))
        made = Direction.objects.create(
            call=call,
            track=direction.track,
            category=direction.category,
            order=last["order"] + 1,
            place=last["place"] + 1,
        )
    blocks = call_blocks(call)
    for block in blocks:
        block.directions = [one for one in block.directions if one != made]
        if direction in block.directions:
            block.directions.insert(block.directions.index(direction) + 1, made)
    call_renumber(call, blocks)
    made.refresh_from_db()
    return made


def _spans(call: Call, actor: Actor, version: DirectionVersion, behind: DirectionVersion, heading: str) -> None:
    if version.source_start is None or version.source_end is None:
        return
    text = CallImport.objects.visible_to(actor).filter(call=call).values_list("text", flat=True).first() or ""
    found = span_of(text, heading, version.source_start, version.source_end)
    if found:
        behind.source_start, behind.source_end, version.source_end = found[0], version.source_end, found[0]
        behind.save(update_fields=["source_start", "source_end"])


def _indicators_move(version: DirectionVersion, behind: DirectionVersion, kept: list[PartText]) -> None:
    """Those that stand behind the cut in the original; without a place, those whose words are no longer there."""
    words = "\n".join(part.text for part in kept)
    order = 0
    for row in version.indicators.select_related("indicator"):
        if row.source_start is not None and behind.source_start is not None:
            goes = row.source_start >= behind.source_start
        else:
            goes = row.text not in words
        if not goes:
            continue
        order += 1
        row.direction_version, row.order = behind, order
        row.save(update_fields=["direction_version", "order"])
        row.indicator.direction = behind.direction
        row.indicator.save(update_fields=["direction"])
        row.indicator.doubts.update(direction=behind.direction)
    for place, row in enumerate(version.indicators.all(), start=1):
        if row.order != place:
            row.order = place
            row.save(update_fields=["order"])


@transaction.atomic
def direction_merge(
    *,
    direction: Direction,
    following: Direction,
    actor: Actor,
    seen: int | None = None,
    seen_following: int | None = None,
) -> DirectionVersion:
    """Join a direction with the next one of its track, which goes: its heading becomes a paragraph, its parts,
    indicators, money, rules and doubts hang on the first. Raises `StaleEdit`."""
    row = draft_for_writing(call=direction.call, actor=actor)
    version, other = draft_version(direction), draft_version(following)
    check_seen(version, seen)
    check_seen(other, seen_following)
    with system_scope("the direction below"):
        below = Direction.objects.filter(track=direction.track, place__gt=direction.place).order_by("place").first()
    if below != following:
        raise StaleEdit(direction=direction.key)
    _parts_write(version, _joined_parts(version, other))
    last = version.indicators.aggregate(last=Max("order"))["last"] or 0
    other.indicators.update(direction_version=version, order=F("order") + last)
    Indicator.objects.filter(direction=following).update(direction=direction)
    terms = [(term.source, term.comparator, term.amount) for term in version.funding_terms.all()]
    for term in other.funding_terms.all():
        if (term.source, term.comparator, term.amount) not in terms:
            term.version = version
            term.save(update_fields=["version"])
    RuleVersion.objects.filter(direction=following).update(direction=direction)
    _columns_join(version, other)
    for one in (direction, following):
        doubts_settle(actor=actor, outcome=Outcome.CHANGED, row=one, besides=NO_INDICATORS)
    doubts_settle(actor=actor, outcome=Outcome.CHANGED, row=following, only=NO_INDICATORS)
    following.doubts.update(direction=direction)
    titles = {"before": {"title": version.title}, "after": {"title": f"{version.title}；{other.title}"}}
    edit_record(
        call=row,
        actor=actor,
        direction=direction.key,
        action=EditAction.MERGE,
        revision=version.revision,
        **titles,
    )
    edit_record(
        call=row,
        actor=actor,
        direction=following.key,
        action=EditAction.REMOVE,
        revision=other.revision + 1,
        before={"title": other.title},
    )
    following.delete()
    call_renumber(row)
    return version


def _joined_parts(version: DirectionVersion, other: DirectionVersion) -> list[PartText]:
    parts = [PartText(part.kind, part.heading, part.text) for part in version.parts.all()]
    heading = f"{other.printed_number}{other.title}"
    if parts:
        parts[-1] = parts[-1]._replace(text=f"{parts[-1].text}\n{heading}")
    else:
        parts.append(PartText(PartKind.OTHER, str(PartKind.OTHER.label), heading))
    return parts + [PartText(part.kind, part.heading, part.text) for part in other.parts.all()]


def _columns_join(version: DirectionVersion, other: DirectionVersion) -> None:
    for name in ("supported_count", "duration_months"):
        if getattr(version, name) is None:
            setattr(version, name, getattr(other, name))
            if name == "duration_months":
                version.duration_comparator = other.duration_comparator
    spans = (version.source_start, version.source_end, other.source_start, other.source_end)
    if None not in spans and other.source_start >= version.source_start:
        version.source_end = max(version.source_end, other.source_end)
    version.without_indicators = version.without_indicators and not version.indicators.exists()
    version.revision += 1
    version.save()
