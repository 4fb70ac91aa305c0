"""Which lines of an annex head its directions. Nothing is assumed about numbering: headings are known by what follows.

Part labels (研究内容, 考核指标 …) come again with every direction. Where one that was there already comes again, a new
block begins; the line above it is its heading, and the style that most blocks share is the directions' style.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from calls.importing.numbering import Numbered, PartOpening, kind_of_heading, name_label, numbered, part_opening
from calls.importing.outline import Zone
from calls.importing.paragraphs import Document

OPENING_KINDS = {"task", "need", "problem", "goal", "indicators"}
PLAIN, NAME = "plain", "name"
#: A heading stands at most so many lines above the first part.
REACH = 3
#: A last direction may be open: its heading has text below it and no parts.
OTHERS = re.compile(r"其[他它余]|自选|自主")
RUN_IN = re.compile(r"([^。，；：:]{4,40})。(?=\S)")
SHORT = re.compile(r"[\u4e00-\u9fff]{2,8}")
_CODE = re.compile(r"\s*[（(](?:[\u4e00-\u9fff]{0,4}编号|代码)[：:][^（）()]*[）)]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the annex: ``index`` in the document, its number, and the part it opens, if any."""

    index: int
    text: str
    number: Numbered
    part: PartOpening | None
    name_at: int

    @property
    def rest(self) -> str:
        return _CODE.sub("", self.number.rest.strip())

    @property
    def heads(self) -> bool:
        """Numbered, short and without the marks of a sentence."""
        rest = self.number.rest
        return (
            bool(self.number.style)
            and self.part is None
            and 0 < len(rest) <= 80
            and rest[-1] not in "。；;，：:"
            and "。" not in rest
            and "；" not in rest
        )

    @property
    def run_in(self) -> str:
        """“（一）甲的研制。我市…”: the title that stands in front of its text, "" for none."""
        match = RUN_IN.match(self.number.rest) if self.number.style and self.part is None else None
        return match[1] if match else ""

    @property
    def bare(self) -> bool:
        """“榜题一” alone: its title stands on the next line."""
        return self.number.style.startswith("item") and not self.rest

    @property
    def plain(self) -> bool:
        """Short, unnumbered, no sentence and no row of a table: may be a heading in bold."""
        return (
            not self.number.style
            and self.part is None
            and "\t" not in self.text
            and 4 <= len(self.text) <= 60
            and self.text[-1] not in "。；;，：:、！？"
            and "。" not in self.text
        )


def lines_of(document: Document, zone: Zone) -> list[Line]:
    made = []
    for index in range(zone.body, zone.last):
        text = document.paragraphs[index].text
        if text.strip():
            name = name_label(text)
            made.append(Line(index, text, numbered(text), None if name else part_opening(text), name))
    return _with_repeated(made)


def _with_repeated(lines: list[Line]) -> list[Line]:
    """A short heading that comes again, named after what parts are named after (1.数量指标), opens a part too."""
    times = Counter(line.number.rest for line in lines if line.part is None and SHORT.fullmatch(line.number.rest))
    made = []
    for line in lines:
        rest = line.number.rest
        kind = kind_of_heading(rest) if line.part is None and times[rest] > 1 else ""
        part = PartOpening(kind, rest, len(line.text), worded=True) if kind else line.part
        made.append(replace(line, part=part))
    return made


def block_starts(lines: Sequence[Line]) -> list[int]:
    """Positions of the part openings with which blocks begin."""
    starts: list[int] = []
    kinds: list[set[str]] = []
    seen: set[str] = set()
    for position, line in enumerate(lines):
        if line.part is None:
            continue
        if not starts or line.part.heading in seen:
            starts.append(position)
            kinds.append(set())
            seen = set()
        seen.add(line.part.heading)
        kinds[-1].add(line.part.kind)
    return [start for start, found in zip(starts, kinds, strict=True) if found & OPENING_KINDS]


def direction_style(lines: Sequence[Line]) -> str:
    """Style of numbering that heads the directions, `PLAIN` or `NAME`; "" when the annex has none."""
    votes: Counter[str] = Counter()
    starts = block_starts(lines)
    if items := _counted_items(lines):
        return items
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        # 榜单编号 may stand above 榜单名称 and begin the block.
        named = any(line.name_at for line in lines[start : min(end, start + REACH)])
        if style := NAME if named else _style_above(lines, start):
            votes[style] += 1
    if not votes:
        return ""
    if votes[NAME] * 2 >= len(starts):
        return NAME
    numbered_votes = Counter({style: count for style, count in votes.items() if style not in {PLAIN, NAME}})
    best, count = numbered_votes.most_common(1)[0] if numbered_votes else ("", 0)
    # A heading in bold counts only where several agree, and no numbering explains them.
    if votes[PLAIN] > max(1, count):
        return PLAIN
    return best


def _counted_items(lines: Sequence[Line]) -> str:
    """榜单1：… 榜单2：… in order are directions, whether or not parts stand below them."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if line.number.style.startswith("item") and line.heads:
            found.setdefault(line.number.style, []).append(line.number.printed)
    bodies = [style for style, printed in found.items() if len(printed) > 1 and len(set(printed)) == len(printed)]
    parts = sum(line.part is not None and line.part.kind in OPENING_KINDS for line in lines)
    # With parts the parts decide: 专题一 may stand above 项目1.
    return bodies[0] if len(bodies) == 1 and not parts else ""


def _style_above(lines: Sequence[Line], start: int) -> str:
    for line in lines[max(0, start - REACH) : start]:
        if line.name_at:
            return NAME
    for distance in range(1, REACH + 1):
        if start - distance < 0:
            break
        line = lines[start - distance]
        if line.heads or line.bare or (distance == 1 and line.run_in):
            return line.number.style
        if line.part or "。" in line.text:
            break
    return PLAIN if start and lines[start - 1].plain else ""


def heading_positions(lines: Sequence[Line], style: str) -> list[int]:
    """Positions of the lines that head directions."""
    if style == NAME:
        return [position for position, line in enumerate(lines) if line.name_at]
    if style == PLAIN:
        return [start - 1 for start in block_starts(lines) if start and lines[start - 1].plain]
    headless = style == _counted_items(lines)
    return [
        position
        for position, line in enumerate(lines)
        if line.number.style == style
        and (
            line.heads or line.bare or (line.run_in and lines[position + 1 : position + 2] and lines[position + 1].part)
        )
        and (headless or _followed_by_part(lines, position) or OTHERS.match(line.rest))
    ]


def _followed_by_part(lines: Sequence[Line], position: int) -> bool:
    """A heading of the directions' style is one only when a part follows before the next of its kind."""
    for other in lines[position + 1 : position + 5]:
        if other.part:
            return True
        if other.number.style == lines[position].number.style:
            return False
    return False


def upper_styles(lines: Sequence[Line], heads: Sequence[int]) -> list[str]:
    """Styles of the headings above directions (categories), the outermost first."""
    at = set(heads)
    found: list[str] = []
    for position in range(len(lines) - 1, -1, -1):
        line = lines[position]
        if position not in at and line.heads and position + 1 in at:
            at.add(position)
            found.append(line.number.style)
    own = {lines[position].number.style for position in heads}
    wanted = {style for style in found if style not in own and style not in {"num_paren", "num_half", "circled"}}
    order = [line.number.style for line in lines if line.heads and line.number.style in wanted]
    return list(dict.fromkeys(order))
