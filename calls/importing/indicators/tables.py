"""指标 as a table: 指标名称 | 单位 | 指标值 | 考核方式, a requirement a row; the unit in a column or in brackets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from calls.importing.indicators.comparators import DELTA_VERB, comparator, less_is_better
from calls.importing.indicators.quantities import Quantity, quantities
from calls.importing.indicators.units import unit_at

NAME = re.compile(
    r"^(?:(?:考核|技术|绩效|三级|主要|关键|核心)?指标(?:名称|项|内容)?|名称|项目|参数(?:名称)?|考核内容)$"
)
VALUE = re.compile(
    r"^(?:(?:考核|技术|目标|预期|设计)?指标值|(?:考核|技术)?指标(?:要求|参数)|目标值|考核值|要求(?:值)?|参数(?:值|要求)?|考核指标值|数值)"
)
UNIT = re.compile(r"^(?:计量)?单位$")
_BRACKETED = re.compile(r"[（(](?P<unit>[^（）()\d]{1,10})[）)]\s*$")


@dataclass(frozen=True, slots=True)
class Cell:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class TableFound:
    """One requirement of a row: where name and value stand, and the quantity with its comparator and unit."""

    name: Cell
    value: Cell
    quantity: Quantity
    op: str
    unit: str


def table_rows(text: str) -> tuple[list[TableFound], list[tuple[int, int]]]:
    """Requirements of all rows below a head that names a value column, and the spans of these tables."""
    found: list[TableFound] = []
    spans: list[tuple[int, int]] = []
    columns: tuple[int, int, int | None, int] | None = None
    for cells in _lines(text):
        if len(cells) < 2:
            columns = None
            continue
        head = _columns(cells)
        if head:
            columns = head
        elif columns and len(cells) == columns[3]:
            found += _of_row(cells, *columns[:3])
        else:
            continue
        spans.append((cells[0].start, cells[-1].end))
    return found, spans


def _lines(text: str) -> Iterator[list[Cell]]:
    at = 0
    for line in text.split("\n"):
        cells = []
        for cell in line.split("\t"):
            cells.append(Cell(at, cell))
            at += len(cell) + 1
        yield cells


def _columns(cells: list[Cell]) -> tuple[int, int, int | None, int] | None:
    """Columns of name, value and unit, and how many there are; None for a row that is no head."""
    texts = [re.sub(r"\s|[（(].*?[）)]", "", cell.text) for cell in cells]
    names = [index for index, text in enumerate(texts) if NAME.match(text)]
    values = [index for index, text in enumerate(texts) if VALUE.match(text) and index not in names[:1]]
    if not names or not values:
        return None
    units = [index for index, text in enumerate(texts) if UNIT.match(text)]
    # 一级指标 | 二级指标 | 三级指标: the last names what is measured.
    return names[-1] if names[-1] != values[0] else names[0], values[0], units[0] if units else None, len(cells)


def _of_row(cells: list[Cell], name: int, value: int, unit: int | None) -> Iterator[TableFound]:
    cell, named = cells[value], cells[name]
    bracketed = _BRACKETED.search(named.text)
    column = cells[unit].text.strip() if unit is not None else (bracketed["unit"] if bracketed else "")
    asked = column if column and unit_at(column, 0)[1] == len(column) else ""
    for index, quantity in enumerate(quantities(cell.text)):
        before = cell.text[: quantity.start]
        printed = quantity.unit or asked
        op, _used, _after = comparator(named.text + before, cell.text[quantity.end : quantity.end + 12], printed)
        if not op and index == 0 and re.fullmatch(r"\s*(?:约|为)?\s*", before):
            op = _bare(named.text, printed, quantity)
        if quantity.value_max is not None and op:
            op = "range"
        if op:
            yield TableFound(named, cell, quantity, op, printed)


def _bare(name: str, unit: str, quantity: Quantity) -> str:
    if quantity.value_max is not None:
        return "range"
    if DELTA_VERB.search(name):
        return ">="
    return "<=" if quantity.tolerance and less_is_better(name, unit) else "="
