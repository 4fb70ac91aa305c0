"""The tables that leave the room: cells read back by openpyxl."""

import io

import openpyxl

from portal.documents.models import Export
from portal.documents.services.exports import export_order
from portal.documents.services.files import file_bytes
from reviews.selectors.filters import Filters
from reviews.services.deciding import decision_propose, reserve_add
from tests.outbox import run_outbox
from tests.reviews.helpers import handed_in, received, recommended, reviewed


def cells(kind, actor, **filters):
    """Header, rows, and the pairs of 导出说明."""
    export_order(kind=kind, filters=filters, actor=actor)
    run_outbox(task="portal.documents.tasks.write_export")
    export = Export.objects.visible_to(actor).first()
    assert export.state == "done", export.error
    book = openpyxl.load_workbook(io.BytesIO(file_bytes(export.file)))
    table, about = book.worksheets
    rows = [[cell.value for cell in row] for row in table.iter_rows()]
    return rows[0], rows[1:], {row[0].value: row[1].value for row in about.iter_rows()}


def test_the_shortlist(world):
    first, second = reviewed(world, count=2, scores=(("60", "6"), ("90", "9.15")))
    decision_propose(application=second, outcome="shortlisted", actor=world.issuer)
    decision_propose(application=first, outcome="not_shortlisted", actor=world.issuer)
    reserve_add(applications=[second], actor=world.issuer)
    header, rows, about = cells("shortlist", world.issuer, call=str(world.call.public_id))
    assert header == [
        "序号",
        "单位名称",
        "统一社会信用代码",
        "所属方向",
        "揭榜产品",
        "推荐单位",
        "推荐序号",
        "均分",
        "结果",
        "储备",
        "联系人",
        "手机",
    ]
    assert rows[0] == [
        1,
        second.organisation.name,
        second.organisation.credit_code,
        "1. 智能传感器",
        "车规级固态激光雷达",
        "成都市经济和信息化局",
        2,
        90.6,
        "入围（拟定）",
        "是",
        "示例联系人",
        "13800000001",
    ]
    assert rows[1][7:10] == [60, "未入围（拟定）", None]
    assert about["筛选条件：榜单"] == world.call.title
    assert "四川省经济和信息化厅" in about["导出人"]


def test_the_shortlist_takes_the_pages_filters(world):
    first, _second = reviewed(world, count=2)
    decision_propose(application=first, outcome="shortlisted", actor=world.issuer)
    _header, rows, about = cells("shortlist", world.issuer, call=str(world.call.public_id), state="shortlisted")
    assert [row[1] for row in rows] == [first.organisation.name]
    assert about["筛选条件：状态"] == "入围"


def test_a_formula_is_neutralised(world):
    handed_in(world, product="=1+1")
    _header, rows, _about = cells("bureau_applications", world.bureau)
    assert rows[0][5] == "'=1+1"


def test_the_bureaus_table_is_what_its_page_shows(world):
    first = recommended(world, product="激光雷达")
    handed_in(world, product="加速卡")
    _header, rows, about = cells("bureau_applications", world.bureau, state="recommended", q="激光")
    assert [(row[1], row[6], row[7], row[8]) for row in rows] == [(first.number, "已推荐", 1, "省级重点实验室")]
    assert about["筛选条件：检索词"] == "激光"


def test_the_offices_table(world):
    (application,) = received(world)
    _header, rows, _about = cells("office_applications", world.issuer, state="received")
    assert [(row[1], row[8]) for row in rows] == [(application.number, "待形式审查")]


def test_filters_are_read_from_an_address():
    filters = Filters.read({"state": " submitted ", "q": "", "page": "3", "sort": "nonsense"})
    assert filters.as_dict() == {"state": "submitted", "sort": "nonsense"}
    assert filters.order("number") == ("number",)
    assert filters.any
    assert not Filters().any
