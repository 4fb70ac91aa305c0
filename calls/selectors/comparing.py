"""Directions side by side: the same things of each in one row."""

from collections.abc import Sequence
from typing import NamedTuple

from calls.models import Direction, IndicatorVersion
from calls.models.direction import PartKind
from calls.search import normalised

FEWEST, MOST = 2, 4


class TextRow(NamedTuple):
    """One headed text of each direction; empty where it has none."""

    heading: str
    texts: list[str]


class IndicatorRow(NamedTuple):
    """What each direction asks of one subject: as many indicators as it has of it."""

    subject: str
    cells: list[list[IndicatorVersion]]

    @property
    def shared(self) -> bool:
        return sum(1 for cell in self.cells if cell) > 1

    @property
    def differs(self) -> bool:
        said = {
            tuple((one.comparator, one.value, one.value_max, one.unit, one.condition) for one in cell)
            for cell in self.cells
        }
        return len(said) > 1


def text_rows(directions: Sequence[Direction]) -> list[TextRow]:
    """Texts by kind, in the order of the kinds; the indicators' own text is left to `indicator_rows`."""
    rows = []
    for kind in PartKind:
        if kind == PartKind.INDICATORS:
            continue
        texts = [
            "\n".join(part.text for part in direction.published.parts.all() if part.kind == kind)
            for direction in directions
        ]
        if any(texts):
            headings = [
                part.heading
                for direction in directions
                for part in direction.published.parts.all()
                if part.kind == kind and part.heading
            ]
            rows.append(TextRow(" / ".join(dict.fromkeys(headings)) or str(kind.label), texts))
    return rows


def indicator_rows(directions: Sequence[Direction]) -> list[IndicatorRow]:
    """Subjects that several directions share first, then the others, each in the order of the directions.

    Subjects are the same when they read the same: width, case and blanks aside.
    """
    found: dict[str, IndicatorRow] = {}
    for place, direction in enumerate(directions):
        for one in direction.published.indicators.all():
            row = found.setdefault(normalised(one.subject), IndicatorRow(one.subject, [[] for _d in directions]))
            row.cells[place].append(one)
    return sorted(found.values(), key=lambda row: not row.shared)
