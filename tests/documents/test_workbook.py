import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from portal.documents.workbook import About, Column, plain_text, typed_value, workbook_xlsx

AT = datetime(2021, 11, 15, 16, 30, 5, tzinfo=UTC)
ABOUT = About(
    title="入围名单",
    actor="示例处员（示例省工业和信息化厅 · 发榜单位经办人）",
    at=AT,
    filters=(("方向", "智能传感器"), ("状态", "=拟入围")),
)


@dataclass(frozen=True)
class Row:
    name: Any = "四川示例智能装备科技有限公司"
    code: Any = "915101000000000017"
    phone: Any = "13800138000"
    amount: Any = Decimal("1234.50")
    staff: Any = 120
    day: Any = date(2021, 11, 15)
    at: Any = AT


COLUMNS = [
    Column("单位名称", lambda row: row.name, width=20),
    Column("统一社会信用代码", lambda row: row.code, "code", 10),
    Column("手机", lambda row: row.phone, "phone", 7),
    Column("研发投入（万元）", lambda row: row.amount, "money_wan"),
    Column("单位人数", lambda row: row.staff, "integer"),
    Column("登记日期", lambda row: row.day, "date"),
    Column("提交时间", lambda row: row.at, "datetime"),
]


def opened(rows, **options):
    return load_workbook(io.BytesIO(workbook_xlsx(columns=COLUMNS, rows=rows, about=ABOUT, **options)))


def test_values_keep_their_kinds():
    book = opened([Row()])
    sheet = book.worksheets[0]
    assert sheet.title == "入围名单"
    assert [cell.value for cell in sheet[1]] == [column.header for column in COLUMNS]
    values = [cell.value for cell in sheet[2]]
    assert values == [
        "四川示例智能装备科技有限公司",
        "915101000000000017",
        "13800138000",
        1234.5,
        120,
        datetime(2021, 11, 15),  # noqa: DTZ001 - a date cell as openpyxl reads it
        datetime(2021, 11, 16, 0, 30, 5),  # noqa: DTZ001 - Asia/Shanghai, as a person reads it
    ]
    for cell in sheet[2][1:3]:
        assert (cell.data_type, cell.number_format) == ("s", "@")
    assert sheet["D2"].number_format == "#,##0.00"


@pytest.mark.parametrize("text", ["=1+1", "+8613800138000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "\n@x"])
def test_nothing_typed_becomes_a_formula(text):
    sheet = opened([Row(name=text, code=text, phone=text)]).worksheets[0]
    for cell in sheet[2][:3]:
        assert cell.data_type == "s"
        assert cell.value.startswith("'")


@pytest.mark.parametrize("text", ["≥95%", "A=B", "四川-成都", "#N/A", "a@b.example", "5-10"])
def test_other_texts_are_left_alone(text):
    cell = opened([Row(name=text)]).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_header_filter_and_panes():
    sheet = opened([Row(), Row()]).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G3"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width == 42


def test_second_sheet_says_what_by_whom_when_with_which_filter():
    sheet = opened([Row()] * 3).worksheets[1]
    assert sheet.title == "导出说明"
    said = {row[0].value: row[1].value for row in sheet}
    assert said["导出内容"] == "入围名单"
    assert said["导出人"] == ABOUT.actor
    assert said["导出时间"] == "2021-11-16 00:30:05（北京时间）"
    assert said["数据行数"] == "3"
    assert said["筛选条件：方向"] == "智能传感器"
    assert said["筛选条件：状态"] == "'=拟入围"


def test_no_filter_is_said_too():
    data = workbook_xlsx(columns=COLUMNS, rows=[], about=About(title="全部[1]:/x", actor="某人", at=AT))
    book = load_workbook(io.BytesIO(data))
    assert book.worksheets[0].title == "全部 1   x"
    assert ("筛选条件", "无（全部）") in [(row[0].value, row[1].value) for row in book.worksheets[1]]


def test_progress_is_told_on_the_way_and_at_the_end():
    told: list[int] = []
    opened((Row() for _ in range(250)), progress=told.append)
    assert told == [100, 200, 250]
    told.clear()
    opened((Row() for _ in range(200)), progress=told.append)
    assert told == [100, 200]
    told.clear()
    opened([], progress=told.append)
    assert told == [0]


def test_rows_are_read_once_and_in_order():
    rows = iter([Row(name=f"单位{number}") for number in range(5)])
    sheet = opened(rows).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [f"单位{number}" for number in range(5)]


def test_control_characters_and_endless_texts_do_not_break_the_file():
    sheet = opened([Row(name="a\x00b\x0bc"), Row(name="长" * 40_000)]).worksheets[0]
    assert sheet["A2"].value == "abc"
    assert len(sheet["A3"].value) == 32_767


def test_nothing_is_an_empty_cell():
    sheet = opened([Row(name=None, code="", amount=None, day=None, at=None)]).worksheets[0]
    assert [cell.value for cell in sheet[2]] == [None, None, "13800138000", None, 120, None, None]


@pytest.mark.parametrize(
    ("value", "kind"),
    [("12", "integer"), (True, "number"), (datetime(2021, 1, 1), "datetime"), (AT, "date"), ("2021", "date")],  # noqa: DTZ001
)
def test_a_value_of_another_kind_is_a_mistake(value, kind):
    with pytest.raises(TypeError):
        typed_value(value, kind)


def test_plain_text_of_nothing():
    assert plain_text(None) == ""
