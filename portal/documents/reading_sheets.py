"""Reading tables that people upload as XLSX: the first sheet as rows of text, within limits that a hostile file meets.

Importing openpyxl takes 0.15 s of CPU: only whoever reads a sheet pays for it.
"""

import zipfile
from datetime import date, datetime
from typing import IO, Any

from django.utils.translation import gettext as _

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_PARTS = 300
MAX_COLUMNS = 40


class SheetRefused(ValueError):
    """The file is no table that can be read; the message is Chinese and says what to do."""


def sheet_rows(stream: IO[bytes], *, max_rows: int) -> list[tuple[int, list[str]]]:
    """(row number as the spreadsheet shows it, cells as text without blanks around) of rows that are not empty.

    Raises `SheetRefused` for what is no XLSX, too large, or has more than ``max_rows`` rows.
    """
    _check(stream)
    from openpyxl import load_workbook

    stream.seek(0)
    try:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            return _rows(book.worksheets[0], max_rows)
        finally:
            book.close()
    except SheetRefused:
        raise
    except Exception as error:
        # openpyxl fails on broken files in a dozen ways.
        raise SheetRefused(_("文件打不开，可能已损坏；请用 Excel 或 WPS 另存为 .xlsx 后再上传。")) from error


def _rows(sheet: Any, max_rows: int) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    # A row number far below makes empty rows on the way: they are counted too.
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        cells = [_text(value) for value in row]
        if any(cells):
            found.append((number, cells))
        if len(found) > max_rows or number > 2 * max_rows + 1000:
            raise SheetRefused(_("表格最多 %(n)s 行，请分几次上传。") % {"n": max_rows})
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    # An apostrophe keeps Excel from reading a formula: it is no part of the text (see workbook.plain_text).
    return " ".join(str(value).split()).removeprefix("'")


def _check(stream: IO[bytes]) -> None:
    stream.seek(0, 2)
    if stream.tell() > MAX_BYTES:
        raise SheetRefused(_("表格文件不能超过 5 MB。"))
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise SheetRefused(_("请上传 .xlsx 表格；.xls 或 .et 请先另存为 .xlsx。"))
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise SheetRefused(_("表格带有宏，请另存为不带宏的 .xlsx 后再上传。"))
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise SheetRefused(_("表格展开后过大，请只保留需要的工作表和列。"))
            for part in parts:
                with archive.open(part) as inner:
                    if b"<!DOCTYPE" in inner.read(4096).upper():
                        raise SheetRefused(_("表格内容不合规范，请用 Excel 或 WPS 另存为 .xlsx 后再上传。"))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise SheetRefused(_("请上传 .xlsx 表格；.xls 或 .et 请先另存为 .xlsx。")) from error
