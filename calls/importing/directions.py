"""Categories and directions of one annex, each with its headed parts (揭榜任务, 预期目标, 考核指标 …).

A category with text and no direction is a direction itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from calls.importing.headings import NAME, OTHERS, Line, direction_style, heading_positions, lines_of, upper_styles
from calls.importing.numbering import numbered
from calls.importing.outline import Zone, plain
from calls.importing.paragraphs import Document, Paragraph
from calls.importing.structure import PartRead
from calls.importing.tables import Row, read_rows

CATEGORY_TAIL = re.compile(
    r"(?:第[一二三四五六七八九十]批)?(?:[“\"]?揭榜挂帅[”\"]?)?(?:第[一二三四五六七八九十]批|项目|任务|技术|攻关|需求|申报)*(?:榜单|清单|指南|目录)$"
)
#: What stands behind the last direction without an annex mark of its own.
AFTER_ALL = re.compile(r"^(?:附表|附录|附件|注\s?[：:]|填表说明|.{0,14}(?:限项说明|申报说明|有关要求|联系方式)$)")

#: What stands under “三、其他” of a notice and is no direction.
HOUSEKEEPING = re.compile(r"报送|联系|咨询|网址|另行|解释|应当?在|逾期")


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


def read_directions(document: Document, zone: Zone) -> tuple[list[RawDirection], str]:
    """The directions, and the text that stands before the first of them (what it says holds for all)."""
    lines = lines_of(document, zone)
    style = direction_style(lines)
    if not style:
        return [_of_row(row) for row in read_rows(document, zone)], ""
    return _Walk(document, zone, lines, style).directions()


class _Walk:
    """One pass over the lines of an annex."""

    def __init__(self, document: Document, zone: Zone, lines: Sequence[Line], style: str) -> None:
        self.document, self.lines, self.style = document, lines, style
        self.heads = heading_positions(lines, style)
        self.upper = upper_styles(lines, self.heads)
        self.found: list[RawDirection] = []
        self.path: list[str] = []
        self.category = _zone_category(document, zone)
        self.heading: Line | None = None
        self.current: RawDirection | None = None
        self.loose: list[Line] = []

    def directions(self) -> tuple[list[RawDirection], str]:
        heads = set(self.heads)
        titles: set[int] = set()
        ended = False
        for position, line in enumerate(self.lines):
            if position in titles:
                continue
            if position in heads:
                titles |= self._open(position)
            elif line.number.style in self.upper and (
                line.heads or (line.part and line.number.rest == line.part.heading)
            ):
                self._close_category()
                self._enter(line)
            elif self.current is None:
                self.loose.append(line)
            elif self.heads[-1] < position and (ended := ended or _is_after_all(self.lines, position)):
                continue
            else:
                _add(self.current, line, self.document.paragraphs[line.index])
        self._close_category()
        first = self.lines[self.heads[0]].index if self.heads else 0
        preamble = "\n".join(line.text for line in self.lines if line.index < first)
        return self.found, preamble

    def _open(self, position: int) -> set[int]:
        """A direction begins; returns the positions of further lines that belong to its heading."""
        line = self.lines[position]
        paragraph = self.document.paragraphs[line.index]
        used: set[int] = set()
        number, title = line.number.printed, line.rest
        if self.style == NAME:
            title = line.text[line.name_at :].strip()
            before = self.lines[position - 1] if position else None
            if before and before.bare:
                number = before.number.printed
        elif line.bare:
            title = self.lines[position + 1].text.strip()
            used.add(position + 1)
        elif not line.number.style:
            title = line.text.strip()
        self.loose.clear()
        if line.run_in and not line.heads:
            title = line.run_in
        self.current = RawDirection(self.category, number, title, paragraph.start, paragraph.end)
        if line.run_in and not line.heads:
            after = paragraph.start + line.number.width + len(title) + 1
            self.current.spans.append(_Part("task", "", after, paragraph.end))
        self.found.append(self.current)
        return used

    def _enter(self, line: Line) -> None:
        level = self.upper.index(line.number.style)
        self.path = [*self.path[:level], CATEGORY_TAIL.sub("", line.rest) or line.rest]
        self.category, self.heading, self.current = " ".join(self.path), line, None

    def _close_category(self) -> None:
        # “四、其他” with text and nothing numbered below it: an unnumbered last item.
        known = any(direction.category == self.category for direction in self.found)
        other = self.heading is not None and OTHERS.match(self.heading.rest)
        text = "".join(line.text for line in self.loose)
        if other and self.loose and self.found and not known and not HOUSEKEEPING.search(text):
            self.found.append(_unnumbered(self.document, self.category, self.loose))
        self.loose.clear()


def _is_after_all(lines: Sequence[Line], position: int) -> bool:
    return lines[position].part is None and bool(AFTER_ALL.match(lines[position].text))


def _of_row(row: Row) -> RawDirection:
    spans = [_Part(kind, heading, cell.start, cell.end) for kind, heading, cell in row.columns]
    return RawDirection("", row.number, row.title, row.start, row.end, spans)


def _zone_category(document: Document, zone: Zone) -> str:
    """000 prints one numbered title above all directions: it is their category."""
    first = numbered(plain(document.paragraphs[zone.first]))
    return CATEGORY_TAIL.sub("", zone.title) if first.style and first.rest == zone.title else ""


def _unnumbered(document: Document, category: str, loose: list[Line]) -> RawDirection:
    """Title: the first clause, as the form's 其他 names it."""
    start, end = document.paragraphs[loose[0].index].start, document.paragraphs[loose[-1].index].end
    title = re.split(r"[，。；：]", loose[0].text)[0].strip()
    return RawDirection(category, "", title, start, end, [_Part("task", "", start, end)])


def _add(direction: RawDirection, line: Line, paragraph: Paragraph) -> None:
    direction.end = paragraph.end
    if line.part:
        start = paragraph.start + line.part.text_at
        direction.spans.append(_Part(line.part.kind, line.part.heading, start, paragraph.end))
    elif direction.spans:
        last = direction.spans[-1]
        last.start = paragraph.start if last.start >= last.end else last.start
        last.end = paragraph.end
    else:
        direction.spans.append(_Part("task", "", paragraph.start, paragraph.end))
