"""Which printed lines of a page go on with the line above them, told by where they begin and end.

A line that went on stands at the left margin, and what it begins with would not have fitted on the line above.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from calls.importing.paragraphs import opens_new

#: Ends a printed line in mid-paragraph: dropped when the text is normalised, counted as a line of the page.
SOFT_BREAK = "\x1f"
#: Latin words, numbers and their marks are not broken at the end of a line.
CHUNK = re.compile(r"[^\u3000-\u9fff\uff00-\uffef\s“”‘’]+[，。；：、）”％]*|.[，。；：、）”]*")
PAGE_NUMBER = re.compile(r"[—–\-\s·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/，,]?\s*共?\s*\d{1,4}\s*页?)?[—–\-\s·]*")
#: Page numbers stand within this share of the page's height from its edge.
EDGE = 0.1
#: Of the size of a letter: how far from a margin still counts as at it.
NEAR_LEFT, NEAR_RIGHT = 0.8, 0.4


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line or row of a table; positions in points, ``chunk`` the width of what it begins with."""

    page: int
    top: float
    bottom: float
    left: float
    right: float
    size: float
    chunk: float
    text: str
    row: bool = False


def line_of(page: int, found: dict[str, Any]) -> Line:
    chars = [char for char in found["chars"] if not char["text"].isspace()]
    sizes = sorted(char["size"] for char in chars)
    head = CHUNK.match(found["text"])
    count = len(re.sub(r"\s", "", head[0])) if head else 1
    last = chars[min(count, len(chars)) - 1]
    return Line(
        page, found["top"], found["bottom"], found["x0"], found["x1"], sizes[len(sizes) // 2], last["x1"] - found["x0"],
        found["text"],
    )  # fmt: skip


def is_page_number(line: Line, height: float) -> bool:
    at_edge = line.top < EDGE * height or line.bottom > (1 - EDGE) * height
    return at_edge and not line.row and bool(PAGE_NUMBER.fullmatch(line.text))


@dataclass(frozen=True, slots=True)
class Margins:
    """Where whole lines begin and end, and whether paragraphs begin with an indent."""

    left: float
    right: float
    indents: bool


def margins(lines: Sequence[Line]) -> Margins | None:
    """None when there are too few lines to tell."""
    plain = [line for line in lines if not line.row]
    if len(plain) < 8:
        return None
    left = Counter(round(line.left) for line in plain).most_common(1)[0][0]
    low = min(
        (x for x, n in Counter(round(line.left) for line in plain).items() if n >= 0.08 * len(plain)), default=left
    )
    rights = sorted(line.right for line in plain)
    right = rights[int(len(rights) * 0.95) - 1]
    indented = sum(1.5 * line.size <= line.left - low <= 2.6 * line.size for line in plain)
    return Margins(min(left, low), right, indented >= 0.15 * len(plain))


def goes_on(above: Line, line: Line, at: Margins) -> bool:
    """Whether ``line`` belongs to the paragraph of the line ``above``."""
    if above.row or line.row or abs(above.size - line.size) > 0.15 * above.size:
        return False
    if line.left > at.left + NEAR_LEFT * line.size or above.right + line.chunk <= at.right + NEAR_RIGHT * line.size:
        return False
    if line.page == above.page and line.top - above.bottom > 1.6 * line.size:
        return False
    # Without indents a full line may also be a paragraph's last.
    return at.indents or not (above.text[-1] in "。；：！？" or opens_new(line.text))
