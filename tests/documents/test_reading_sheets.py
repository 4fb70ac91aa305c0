import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from portal.documents.reading_sheets import SheetRefused, sheet_rows


def xlsx(*rows) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream


def refused(stream, **more) -> str:
    with pytest.raises(SheetRefused) as caught:
        sheet_rows(stream, max_rows=more.get("max_rows", 10))
    return str(caught.value)


def test_cells_are_text_and_empty_rows_are_left_out():
    day = datetime(2021, 11, 15)  # noqa: DTZ001 - a date cell as openpyxl writes it
    stream = xlsx(("单位", "年度"), (), (" 甲 公司\n", 2021.0), ("'=乙", day), (1.5, True))
    found = [(number, cells[:2]) for number, cells in sheet_rows(stream, max_rows=10)]
    assert found == [
        (1, ["单位", "年度"]),
        (3, ["甲 公司", "2021"]),
        (4, ["=乙", "2021-11-15"]),
        (5, ["1.5", "True"]),
    ]


def test_too_many_rows_and_rows_far_below_are_refused():
    assert "最多 10 行" in refused(xlsx(*[("甲",)] * 12))
    book = Workbook()
    book.active.cell(row=900_000, column=1, value="甲")
    stream = io.BytesIO()
    book.save(stream)
    assert "最多 10 行" in refused(stream)


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_xlsx_says_what_to_do(content):
    assert "另存为 .xlsx" in refused(io.BytesIO(content))


def archive(**parts: bytes) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return stream


def test_hostile_files_end_in_a_clear_message():
    assert "打不开" in refused(archive(xl__workbook_xml=b"<workbook/>"))
    assert "宏" in refused(archive(xl__workbook_xml=b"<workbook/>", xl__vbaProject_bin=b"x"))
    bomb = archive(xl__workbook_xml=b"<workbook/>", xl__sheet_xml=b" " * (61 * 1024 * 1024))
    assert "展开后过大" in refused(bomb)
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'
    assert "不合规范" in refused(archive(xl__workbook_xml=entities))
    assert "5 MB" in refused(io.BytesIO(b"x" * (5 * 1024 * 1024 + 1)))
