"""Categories and directions of one annex, each with its headed parts (揭榜任务, 预期目标, 考核指标 …).

Nothing is assumed about the numbering: the style of the headings that stand right before a first part is the style
of directions; headings before those are categories. A category with text and no direction is a direction itself.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from calls.importing.numbering import Numbered, numbered, part_opening
from calls.importing.outline import Zone, plain
from calls.importing.paragraphs import Document, Paragraph
from calls.importing.structure import PartRead
from calls.importing.tables import Row, read_rows

OPENING_KINDS = {"task", "need", "problem", "goal", "indicators"}
CATEGORY_TAIL = re.compile(
    r"(?:第[一二三四五六七八九十]批)?(?:[“\"]?揭榜挂帅[”\"]?)?(?:第[一二三四五六七八九十]批|项目|任务|技术|攻关|需求|申报)*(?:榜单|清单|指南|目录)$"
)


@dataclass(slots=True)
class _Part:
    kind: str
    heading: str
    start: int
    end: int


@dataclass(slots=True)
class RawDirection:
    """A direction as found; ``parts`` by their offsets. Its text runs from ``start`` to ``end`` of the document."""

    category: str
    number: str
    title: str
    start: int
    end: int
    spans: list[_Part] = field(default_factory=list)

    def parts(self, document: Document) -> tuple[PartRead, ...]:
        return tuple(PartRead(p.kind, p.heading, document.text[p.start : p.end], p.start, p.end) for p in self.spans)


@dataclass(frozen=True, slots=True)
class _Line:
    index: int
    text: str
    number: Numbered
    part: bool


def heading_like(line: _Line) -> bool:
    """Short and without the marks of a sentence."""
    rest = line.number.rest
    return (
        bool(line.number.style)
        and not line.part
        and 0 < len(rest) <= 80
        and rest[-1] not in "。；;，：:"
        and ("。" not in rest and "；" not in rest)
    )


def read_directions(document: Document, zone: Zone) -> list[RawDirection]:
    lines = [
        _Line(i, text, numbered(text), part_opening(text) is not None)
        for i in range(zone.body, zone.last)
        if (text := plain(document.paragraphs[i]))
    ]
    style = _direction_style(lines)
    if style is None:
        return [_of_row(row) for row in read_rows(document, zone)]
    directions: list[RawDirection] = []
    category = _zone_category(document, zone)
    category_line: _Line | None = None
    current: RawDirection | None = None
    loose: list[_Line] = []
    upper = _category_styles(lines, style)

    def close_category() -> None:
        # “四、其他” with text and nothing numbered below it: an unnumbered last item.
        if category_line is not None and loose and directions and not any(d.category == category for d in directions):
            directions.append(_unnumbered(document, category, loose))
        loose.clear()

    for position, line in enumerate(lines):
        paragraph = document.paragraphs[line.index]
        if (
            line.number.style == style
            and heading_like(line)
            and (current is None or _followed_by_part(lines, position))
        ):
            loose.clear()
            title = line.number.rest.strip()
            current = RawDirection(category, line.number.printed, title, paragraph.start, paragraph.end)
            directions.append(current)
        elif line.number.style in upper and heading_like(line):
            close_category()
            category, category_line, current = CATEGORY_TAIL.sub("", line.number.rest) or category, line, None
        elif current is None:
            loose.append(line)
        else:
            _add(current, paragraph)
    close_category()
    return directions


def _of_row(row: Row) -> RawDirection:
    spans = [_Part(kind, heading, cell.start, cell.end) for kind, heading, cell in row.columns]
    return RawDirection("", row.number, row.title, row.start, row.end, spans)


def _zone_category(document: Document, zone: Zone) -> str:
    """000 prints one numbered title above all directions: it is their category."""
    first = numbered(plain(document.paragraphs[zone.first]))
    return CATEGORY_TAIL.sub("", zone.title) if first.style and first.rest == zone.title else ""


def _direction_style(lines: list[_Line]) -> str | None:
    """Style of the headings that stand right before a part that opens a direction."""
    styles: Counter[str] = Counter()
    for before, line in pairwise(lines):
        opening = part_opening(line.text)
        if opening and opening.kind in OPENING_KINDS and heading_like(before):
            styles[before.number.style] += 1
    return styles.most_common(1)[0][0] if styles else None


def _followed_by_part(lines: list[_Line], position: int) -> bool:
    """A heading of the directions' style is one only when a part follows before the next of its kind."""
    for other in lines[position + 1 : position + 4]:
        if other.part:
            return True
        if other.number.style == lines[position].number.style:
            return False
    return False


def _category_styles(lines: list[_Line], style: str) -> set[str]:
    """Styles of headings directly above a direction's heading."""
    found = {
        above.number.style
        for above, line in pairwise(lines)
        if line.number.style == style and heading_like(line) and heading_like(above) and above.number.style != style
    }
    return found - {"num_paren", "num_half", "circled"}


def _unnumbered(document: Document, category: str, loose: list[_Line]) -> RawDirection:
    """Title: the first clause, as the form's 其他 names it."""
    start, end = document.paragraphs[loose[0].index].start, document.paragraphs[loose[-1].index].end
    title = re.split(r"[，。；：]", loose[0].text)[0].strip()
    return RawDirection(category, "", title, start, end, [_Part("task", "", start, end)])


def _add(direction: RawDirection, paragraph: Paragraph) -> None:
    direction.end = paragraph.end
    opening = part_opening(paragraph.text)
    if opening:
        start = paragraph.start + opening.text_at
        direction.spans.append(_Part(opening.kind, opening.heading, start, paragraph.end))
    elif direction.spans:
        last = direction.spans[-1]
        last.start = paragraph.start if last.start >= last.end else last.start
        last.end = paragraph.end
    else:
        direction.spans.append(_Part("task", "", paragraph.start, paragraph.end))
