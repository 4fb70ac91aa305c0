"""Writing sheets with openpyxl, which only `portal.documents.workbook` asks for.

Importing openpyxl takes 0.15 s of CPU: a module of its own, so that only a process that writes exports pays for it.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from portal.documents.workbook import FORMATS, NUMBERS, SHANGHAI, About, Column, plain_text, typed_value

# Progress is told this often: each telling is a write to the database.
PROGRESS_ROWS = 100

LINE = Side(style="thin", color="C9CFD6")
BORDER = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
HEADER = {
    "font": Font(bold=True, color="1D2129"),
    "fill": PatternFill("solid", start_color="E8EFF8"),
    "border": BORDER,
    "alignment": Alignment(horizontal="center", vertical="center", wrap_text=True),
}
BODY = {"border": BORDER, "alignment": Alignment(vertical="top", wrap_text=True)}
RIGHT = {"border": BORDER, "alignment": Alignment(horizontal="right", vertical="top")}


def _counted(rows: Iterable, progress: Callable[[int], None] | None) -> Iterator[tuple[int, Any]]:
    """Rows with their number from 1; tells progress on the way and at the end."""
    done = 0
    for done, row in enumerate(rows, 1):
        yield done, row
        if progress and done % PROGRESS_ROWS == 0:
            progress(done)
    if progress and (done % PROGRESS_ROWS or not done):
        progress(done)


def _cell(sheet, value: Any, *, style: WriteOnlyCell) -> WriteOnlyCell:
    """A cell that looks like another: setting fonts and borders one by one is most of the work of a large table."""
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        # Set last: openpyxl takes "=…" for a formula and "#N/A" for an error by itself.
        cell.data_type = "s"
    cell._style = style._style
    return cell


def _style(sheet, look: dict, number_format: str = "General") -> WriteOnlyCell:
    """A cell to copy the look from."""
    cell = WriteOnlyCell(sheet)
    for name, part in look.items():
        setattr(cell, name, part)
    cell.number_format = number_format
    return cell


def _sheet_title(title: str) -> str:
    """A title as Excel takes it for a sheet: at most 31 characters, without []:*?/\\."""
    return "".join(" " if character in "[]:*?/\\" else character for character in title).strip()[:31] or "导出"


def written(*, columns: list[Column], rows: Iterable, about: About, progress: Callable[[int], None] | None) -> bytes:
    """See `portal.documents.workbook.workbook_xlsx`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(about.title))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        # A width counts Latin digits: one 字 takes two of them, and the border two more.
        sheet.column_dimensions[get_column_letter(number)].width = column.width * 2 + 2
    header = _style(sheet, HEADER)
    sheet.append([_cell(sheet, plain_text(column.header), style=header) for column in columns])
    looks = [_style(sheet, RIGHT if column.kind in NUMBERS else BODY, FORMATS[column.kind]) for column in columns]
    count = 0
    for count, row in _counted(rows, progress):  # noqa: B007 - the last number is the count
        values = (typed_value(column.getter(row), column.kind) for column in columns)
        sheet.append([_cell(sheet, value, style=look) for value, look in zip(values, looks, strict=True)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _about_sheet(book, about, count)
    # The same export gives the same bytes, but for the time that zip writes.
    book.properties.creator = "揭榜挂帅申报平台"
    book.properties.title = about.title
    book.properties.created = book.properties.modified = about.at.astimezone(SHANGHAI).replace(tzinfo=None)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _about_rows(about: About, count: int) -> list[tuple[str, str]]:
    """What an export says of itself, as pairs."""
    at = about.at.astimezone(SHANGHAI)
    rows = [
        ("导出内容", about.title),
        ("导出人", about.actor),
        ("导出时间", f"{at:%Y-%m-%d %H:%M:%S}（北京时间）"),
        ("数据行数", str(count)),
    ]
    rows += [(f"筛选条件：{name}", value) for name, value in about.filters] or [("筛选条件", "无（全部）")]
    rows.append(("说明", "以 = + - @ 开头的文本前加了英文单引号，以免被当作公式；信用代码、手机号按文本保存。"))
    return rows


def _about_sheet(book: Workbook, about: About, count: int) -> None:
    sheet = book.create_sheet("导出说明")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80
    header, body = _style(sheet, HEADER), _style(sheet, BODY)
    for name, value in _about_rows(about, count):
        sheet.append([_cell(sheet, plain_text(name), style=header), _cell(sheet, plain_text(value), style=body)])
