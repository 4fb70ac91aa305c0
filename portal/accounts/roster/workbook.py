"""Reading and writing the workbook. Importing openpyxl is slow: only a process that meets one loads this module."""

import io
import zipfile
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from portal.accounts.roster.sheets import COLUMNS, EXAMPLES, MAX_ROWS, NOTES, Cells

MAX_UNPACKED = 40 * 1024 * 1024
MAX_MEMBERS = 200
LONGEST = 300


class Unreadable(Exception):
    """The file is no such workbook; the message is Chinese, for who uploaded it."""


def workbook_read(content: bytes) -> dict[str, list[Cells]]:
    """The rows of the known sheets, without head and empty rows. Raises `Unreadable`."""
    _check(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        found = {name: _sheet(name, book[name]) for name in COLUMNS if name in book.sheetnames}
        book.close()
    except (InvalidFileException, ParseError, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise Unreadable(_("文件不能读取，请用 Excel 或 WPS 另存为 .xlsx 后再上传。")) from error
    if not any(found.values()):
        raise Unreadable(_("没有读到内容：请用模板，工作表名称应为“地区”“单位”“经办人”。"))
    return found


def _check(content: bytes) -> None:
    """Before anything is parsed: no bomb, no entities of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_UNPACKED:
                raise Unreadable(_("文件解压后过大，请只保留模板中的三张表。"))
            for one in members:
                if one.filename.endswith((".xml", ".rels")):
                    with archive.open(one) as stream:
                        if b"<!DOCTYPE" in stream.read(4096).upper():
                            raise Unreadable(_("文件含有不允许的定义，请用 Excel 或 WPS 另存为 .xlsx 后再上传。"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable(_("这不是 .xlsx 文件，请用 Excel 或 WPS 另存为 .xlsx 后再上传。")) from error


def _sheet(name: str, sheet) -> list[Cells]:
    heads, rows = [head.rstrip("*") for head in COLUMNS[name]], []
    for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_text(value) for value in values[: len(heads)]]
        texts += [""] * (len(heads) - len(texts))
        if line == 1:
            if [text.rstrip("*") for text in texts] != heads:
                raise Unreadable(
                    _("工作表“%(name)s”的表头与模板不同，应为：%(heads)s。") % {"name": name, "heads": "、".join(heads)}
                )
            continue
        if any(texts) and tuple(texts) != EXAMPLES[name]:
            rows.append(Cells(line, texts))
        if len(rows) > MAX_ROWS:
            raise Unreadable(_("工作表“%(name)s”超过 %(n)d 行，请分几次导入。") % {"name": name, "n": MAX_ROWS})
    return rows


def _text(value: object) -> str:
    """A cell as typed; a code that Excel took for a number is its digits."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\0", "").strip()[:LONGEST]


def template_xlsx() -> bytes:
    """The empty workbook with an example row in each sheet, and a sheet that explains."""
    book = Workbook()
    notes = book.active
    notes.title = "填写说明"
    notes.column_dimensions["A"].width = 100
    for note in NOTES:
        notes.append([note])
    for name, heads in COLUMNS.items():
        sheet = book.create_sheet(name)
        sheet.append(list(heads))
        sheet.append(list(EXAMPLES[name]))
        for number in range(1, len(heads) + 1):
            sheet.column_dimensions[get_column_letter(number)].width = 24
            sheet.cell(1, number).font = Font(bold=True)
            for line in range(1, 200):
                # As text: a code with a leading zero or a phone stays what it is.
                sheet.cell(line, number).number_format = "@"
        sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
