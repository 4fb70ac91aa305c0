"""The one writer of tables: an XLSX with a sheet that says what was exported.

Texts that a spreadsheet would take for a formula are neutralised, codes and phones stay texts, times are Asia/Shanghai.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
Kind = Literal["text", "number", "money_wan", "integer", "date", "datetime", "code", "phone"]
FORMATS: dict[str, str] = {
    "text": "@",
    "code": "@",
    "phone": "@",
    "number": "General",
    "money_wan": "#,##0.00",
    "integer": "0",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}
NUMBERS = {"number", "money_wan", "integer"}
FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
CELL_LIMIT = 32_767
#: Control characters that XML cannot hold.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Column:
    """One column: header with its unit (研发投入（万元）), where its value comes from, its kind, its width in 字."""

    header: str
    getter: Callable[[Any], Any]
    kind: Kind = "text"
    width: float = 12


@dataclass(frozen=True)
class About:
    """What an export says of itself: what, by whom (name, organisation and role), when, with which filters."""

    title: str
    actor: str
    at: datetime
    filters: tuple[tuple[str, str], ...] = ()


def plain_text(value: Any) -> str:
    """A value as the text of a cell: characters XML cannot hold dropped, formulas neutralised by an apostrophe.

    Also a blank before it does not save a formula: some spreadsheets strip it.
    """
    text = UNPRINTABLE.sub("", "" if value is None else str(value))
    if text.startswith(FORMULA_START) or text.lstrip().startswith(FORMULA_START[:4]):
        text = "'" + text
    return text[:CELL_LIMIT]


def typed_value(value: Any, kind: Kind) -> Any:
    """A value as its column's kind; None for nothing. A value that is not of the kind raises TypeError."""
    if value is None or value == "":
        return None
    if kind in ("text", "code", "phone"):
        return plain_text(value)
    if kind in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise TypeError(f"{value!r} is not a number")
        return value
    if kind == "datetime":
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise TypeError(f"{value!r} is not a time with zone")
        return value.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)
    if isinstance(value, datetime) or not isinstance(value, date):
        raise TypeError(f"{value!r} is not a date")
    return value


def workbook_xlsx(
    *, columns: list[Column], rows: Iterable, about: About, progress: Callable[[int], None] | None = None
) -> bytes:
    """An XLSX of the rows, and a sheet 导出说明. `progress(done)` is called on the way; rows are read once."""
    from portal.documents import sheets  # openpyxl: only in a process that writes exports

    return sheets.written(columns=columns, rows=rows, about=about, progress=progress)
