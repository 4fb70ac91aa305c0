"""A notice's text for people who check what was read of it: sections, paragraphs, and what is marked in them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

#: A stretch between two directions that is shorter belongs to the one that follows: the heading of a category.
LEAD_IN = 160
TITLE = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that something was read from: ``kind`` is a class of look, ``target`` its row's id."""

    start: int
    end: int
    kind: str
    target: str


class Segment(NamedTuple):
    """A run of text under the same marks. ``begins``: targets whose stretch starts here."""

    text: str
    kinds: str
    targets: str
    begins: list[str]


class Paragraph(NamedTuple):
    """``start`` is its offset in the text; ``place`` says file and page where they change, ``line`` counts from 1."""

    start: int
    place: str
    line: int
    segments: list[Segment]


@dataclass
class Section:
    """A stretch that is shown at once: one direction, or what stands between two."""

    index: int
    title: str
    start: int
    end: int
    direction: UUID | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)


class Heading(NamedTuple):
    """Where a direction stands: its span, key and title."""

    start: int
    end: int
    key: UUID
    title: str


def sections_of(text: str, headings: Iterable[Heading], *, front: str) -> list[Section]:
    """The whole text, in its order. ``front`` is what the stretch before the first direction is called."""
    found: list[Section] = []
    at = 0

    def add(title: str, start: int, end: int, direction: UUID | None = None) -> None:
        found.append(Section(len(found), title, start, end, direction))

    for heading in sorted(headings):
        start, end = max(heading.start, at), min(heading.end, len(text))
        if end <= start:
            continue
        if at == 0 and text[:start].strip():
            add(front, 0, start)
        elif start - at > LEAD_IN:
            add(_first_words(text, at, start), at, start)
        elif at:
            start = at
        add(heading.title, start, end, heading.key)
        at = end
    if text[at:].strip() or not found:
        add(_first_words(text, at, len(text)) if at else front, at, len(text))
    return found


def _first_words(text: str, start: int, end: int) -> str:
    line = text[start:end].strip().split("\n", 1)[0]
    return line[:TITLE] + ("…" if len(line) > TITLE else "")


def section_at(sections: list[Section], offset: int) -> Section:
    """The one in which ``offset`` stands."""
    return next((one for one in reversed(sections) if one.start <= offset), sections[0])


def paragraphs_of(
    text: str, section: Section, marks: Iterable[Mark], *, places: list[dict[str, Any]], files: list[str]
) -> list[Paragraph]:
    """Paragraphs of a section. ``places`` as `calls.importing.structure.Place`; without any, lines are counted."""
    inside = [mark for mark in marks if mark.start < section.end and mark.end > section.start]
    starts = [(p["start"], p) for p in places] or _lines(text)
    found: list[Paragraph] = []
    before: tuple[int, int | None] | None = None
    for index, (start, place) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        if start < section.start or start >= section.end:
            continue
        here = (place["file"], place["page"])
        words = _place(here, files) if here != before else ""
        before = here
        found.append(Paragraph(start, words, place["line"], _segments(text, start, end, inside)))
    return found


def _lines(text: str) -> list[tuple[int, dict[str, Any]]]:
    found, at = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            found.append((at, {"file": 0, "page": None, "line": number}))
        at += len(line) + 1
    return found


def _place(here: tuple[int, int | None], files: list[str]) -> str:
    file, page = here
    name = files[file] if file < len(files) else ""
    return " · ".join(part for part in (name, f"第 {page} 页" if page else "") if part)


def _segments(text: str, start: int, end: int, marks: list[Mark]) -> list[Segment]:
    end = start + len(text[start:end].rstrip("\n"))
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = sorted({start, end, *(max(m.start, start) for m in here), *(min(m.end, end) for m in here)})
    found = []
    for left, right in pairwise(cuts):
        over = [mark for mark in here if mark.start <= left and mark.end >= right]
        found.append(
            Segment(
                text[left:right],
                " ".join(dict.fromkeys(mark.kind for mark in over)),
                " ".join(dict.fromkeys(mark.target for mark in over)),
                [mark.target for mark in over if max(mark.start, start) == left and mark.start >= start],
            )
        )
    return found
