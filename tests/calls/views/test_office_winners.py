import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from calls.models import FormerWinner
from portal.accounts.roles import Role
from tests.factories import make_actor, make_call
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return make_call(published=False)


@pytest.fixture
def officer(client, call):
    return sign_in(client, make_actor(organisation=call.issuer))


@pytest.fixture
def address(call):
    return reverse("calls:office_winners", args=[call.public_id])


def xlsx(*rows) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("名单.xlsx", stream.getvalue())


def kept():
    rows = FormerWinner.objects.order_by("pk")
    return list(rows.values_list("organisation_name", "product_name", "year"))


def test_lines_are_pasted_added_and_replaced(officer, address):
    officer.post(address, {"lines": "甲公司\t产品一\t2019年\n\n乙公司，产品二", "mode": "add"})
    assert kept() == [("甲公司", "产品一", 2019), ("乙公司", "产品二", None)]
    more = {"lines": "甲公司 \t产品一\n示例（成都）公司\t产品三\n示例(成都)公司\t产品三", "mode": "add"}
    page = officer.post(address, more, follow=True).content.decode()
    assert "已导入 1 项，重复的 2 项没有再加；名单共 3 项" in page
    officer.post(address, {"lines": "丙公司\t产品四", "mode": "replace"})
    assert kept() == [("丙公司", "产品四", None)]


def test_a_table_with_heads_in_any_order_below_a_title(officer, address):
    table = xlsx(("2021年优胜项目名单",), ("序号", "年度", "项目名称", "单位名称"), (1, 2021, "产品一", "甲公司"))
    officer.post(address, {"file": table, "mode": "replace"})
    assert kept() == [("甲公司", "产品一", 2021)]


def test_errors_stand_by_row_and_nothing_is_imported(officer, address):
    table = xlsx(
        ("单位名称", "揭榜产品", "年度"), ("甲公司", "产品一", "去年"), ("乙公司", "", 2021), ("丙", "丁", 2020)
    )
    page = officer.post(address, {"file": table, "mode": "add"})
    text = page.content.decode()
    assert page.status_code == 422
    assert [(row.number, row.reason[:4]) for row in page.context["form"].bad_rows] == [(2, "年度“去"), (3, "没有写全")]
    assert "有 2 行不能导入" in text
    assert kept() == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"mode": "add"}, "二者选一"),
        ({"lines": "甲\t乙", "mode": "x"}, "mode"),
        ({"file": SimpleUploadedFile("名单.xlsx", b"text"), "mode": "add"}, "另存为 .xlsx"),
        ({"lines": "单位名称\t揭榜产品", "mode": "add"}, "没有内容"),
        ({"lines": "甲公司", "mode": "add"}, "没有写全"),
    ],
)
def test_what_is_no_list_is_told_beside_its_field(officer, address, data, words):
    page = officer.post(address, data)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_the_list_is_searched_by_normalised_words(officer, address):
    officer.post(address, {"lines": "示例（成都）公司\t云端芯片\n乙公司\tＡＩ产品", "mode": "add"})
    assert [w.organisation_name for w in officer.get(address, {"q": "ai"}).context["page"]] == ["乙公司"]
    assert "名单中没有找到" in officer.get(address, {"q": "没有"}).content.decode()


def test_the_downloaded_table_is_a_template_that_comes_back(officer, address, call):
    officer.post(address, {"lines": "甲公司\t=1+1\t2020", "mode": "add"})
    answer = officer.get(reverse("calls:office_winners_table", args=[call.public_id]))
    book = load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book.worksheets[0][1]] == ["单位名称", "揭榜产品", "年度"]
    officer.post(address, {"file": SimpleUploadedFile("名单.xlsx", answer.content), "mode": "replace"})
    assert kept() == [("甲公司", "=1+1", 2020)]


def test_an_auditor_reads_and_a_published_calls_list_may_change(client):
    call = make_call()
    address = reverse("calls:office_winners", args=[call.public_id])
    auditor = sign_in(client, make_actor(role=Role.AUDITOR, organisation=call.issuer))
    assert "导入方式" not in auditor.get(address).content.decode()
    assert auditor.post(address, {"lines": "甲\t乙", "mode": "add"}).status_code == 403
    officer = sign_in(client, make_actor(organisation=call.issuer))
    officer.post(address, {"lines": "甲\t乙", "mode": "add"})
    assert kept() == [("甲", "乙", None)]
