import io
import zipfile

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from portal.accounts.models import Invitation, Membership, Organisation, Region, RosterImport
from portal.accounts.models.region import RegionLevel
from portal.accounts.roles import Role
from portal.accounts.roster.plan import roster_plan
from portal.accounts.roster.sheets import COLUMNS, EXAMPLES, OFFICERS, OFFICES, REGIONS
from portal.accounts.roster.workbook import Unreadable, template_xlsx, workbook_read
from portal.accounts.services.invitations import invitation_accept, invitation_mail, invitation_send, officer_token
from portal.accounts.services.rosters import roster_apply, roster_keep, roster_planned
from portal.audit.models import AuditEntry
from portal.workflow import NotAllowed, StateConflict
from tests.accounts.workbooks import book
from tests.factories import make_actor, make_organisation, make_region, make_user
from tests.outbox import run_outbox
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
GOOD = {
    REGIONS: [("410100-HK", "航空港区", "功能区", "410100"), ("410000", "河南省", "省级", "")],
    OFFICES: [
        ("河南省工业和信息化厅", "410000", "是", "是", "", "", ""),
        ("航空港区经发局", "410100-HK", "", "是", "河南省工业和信息化厅", "示例联系人", "0371-00000000"),
    ],
    OFFICERS: [("示例甲", "A@demo.example", "航空港区经发局", "推荐单位审核员")],
}


@pytest.fixture
def admin():
    return make_actor(role=Role.ADMINISTRATOR)


@pytest.fixture
def city():
    return make_region(code="410100", name="郑州市", parent=make_region(code="410000", name="河南省"))


def kept(sheets, admin):
    return roster_keep(name="表.xlsx", sheets=workbook_read(book(sheets)), actor=admin)


def errors(sheets, email="root@demo.example"):
    plan = roster_plan(sheets=workbook_read(book(sheets)), own_email=email)
    return [(row.sheet, row.line, "".join(row.errors)) for row in plan.wrong]


def test_the_template_can_be_filled_in_and_read():
    filled = load_workbook(io.BytesIO(template_xlsx()))
    assert [name for name in filled.sheetnames if name in COLUMNS] == list(COLUMNS)
    with pytest.raises(Unreadable, match="没有读到内容"):
        workbook_read(template_xlsx())
    filled[REGIONS].append(["410102", "中原区", "区县", "410100"])
    target = io.BytesIO()
    filled.save(target)
    assert [row.texts for row in workbook_read(target.getvalue())[REGIONS]] == [["410102", "中原区", "区县", "410100"]]
    assert EXAMPLES[OFFICERS][1].endswith("demo.example")


def test_all_is_made_and_the_officers_are_invited(admin, city):
    row = kept(GOOD, admin)
    plan = roster_planned(roster=row, actor=admin)
    assert [(p.sheet, p.what) for p in plan.rows] == [
        (REGIONS, "make"),
        (REGIONS, "there"),
        (OFFICES, "make"),
        (OFFICES, "make"),
        (OFFICERS, "make"),
    ]
    assert not Organisation._base_manager.filter(is_recommender=True).exists()
    assert roster_apply(roster=row, actor=admin) == {REGIONS: 1, OFFICES: 2, OFFICERS: 1}
    zone = Region.objects.get(code="410100-HK")
    assert (zone.level, zone.path) == (RegionLevel.ZONE, "410000/410100/410100-HK/")
    office = Organisation._base_manager.get(name="航空港区经发局")
    assert office.parent.name == "河南省工业和信息化厅"
    assert office.is_active
    run_outbox(task="portal.accounts.tasks.send_invitation")
    (sent,) = mail.outbox
    assert sent.to == ["a@demo.example"]
    invitation = Invitation.objects.get()
    assert officer_token(invitation) in sent.body
    assert officer_token(invitation) not in str(Invitation.objects.values())
    person = make_user(email="a@demo.example")
    membership = invitation_accept(user=person, token=officer_token(invitation))
    assert (membership.role, membership.organisation) == (Role.BUREAU_OFFICER, office)
    assert AuditEntry._base_manager.filter(action="roster_apply").exists()
    with pytest.raises(StateConflict, match="已经导入过"):
        roster_apply(roster=row, actor=admin)
    again = roster_planned(roster=kept(GOOD, admin), actor=admin)
    assert {p.what for p in again.rows} == {"there"}
    assert roster_apply(roster=kept(GOOD, admin), actor=admin) == {REGIONS: 0, OFFICES: 0, OFFICERS: 0}


def test_every_row_says_what_is_wrong_with_it(city):
    make_organisation(name="市局", region=city, is_recommender=True)
    wrong = {
        REGIONS: [
            ("41", "x", "省级", ""),
            ("410102", "", "村", "999999"),
            ("410103", "二七区", "区县", ""),
            ("410100", "郑州市", "区县", "410000"),
            ("410104", "管城区", "区县", "410100"),
            ("410104", "管城区", "区县", "410100"),
        ],
        OFFICES: [
            ("甲局", "123456", "也许", "", "", "", ""),
            ("乙局", "410100", "", "", "", "", "电话"),
            ("丙局", "410100", "", "是", "没有的局", "", ""),
            ("市局", "410000", "", "是", "", "", ""),
            ("丁局", "410100", "", "是", "", "", ""),
            ("丁局", "410100", "", "是", "", "", ""),
        ],
        OFFICERS: [
            ("", "不是邮箱", "丁局", "推荐单位审核员"),
            ("甲", "a@demo.example", "没有的局", "推荐单位审核员"),
            ("乙", "b@demo.example", "丁局", "发榜单位经办人"),
            ("丙", "c@demo.example", "丁局", "专家"),
            ("丁", "root@demo.example", "丁局", "推荐单位审核员"),
            ("戊", "e@demo.example", "丁局", "推荐单位审核员"),
            ("戊", "E@demo.example", "丁局", "推荐单位审核员"),
        ],
    }
    found = {(sheet, line): text for sheet, line, text in errors(wrong)}
    for place, words in {
        (REGIONS, 2): "六位数字",
        (REGIONS, 3): "请填写名称。",
        (REGIONS, 4): "请填写上级区划代码",
        (REGIONS, 5): "不能通过导入更改",
        (REGIONS, 7): "在表中重复",
        (OFFICES, 2): "请填“是”或“否”",
        (OFFICES, 3): "至少有一项",
        (OFFICES, 4): "没有上级单位",
        (OFFICES, 5): "已有同名单位",
        (OFFICES, 7): "重复",
        (OFFICERS, 2): "请填写姓名。邮箱格式不对",
        (OFFICERS, 3): "没有这家单位",
        (OFFICERS, 4): "不是发榜单位",
        (OFFICERS, 5): "身份应为",
        (OFFICERS, 6): "不能给自己",
        (OFFICERS, 8): "重复",
    }.items():
        assert words in found.pop(place), place
    assert found == {}


def test_a_region_is_renamed_and_one_wrong_row_stops_all(admin, city):
    row = kept({REGIONS: [("410100", "郑州市（新）", "市（州）", "410000"), ("1", "x", "省级", "")]}, admin)
    with pytest.raises(StateConflict, match="有 1 行有误"):
        roster_apply(roster=row, actor=admin)
    city.refresh_from_db()
    assert city.name == "郑州市"
    roster_apply(roster=kept({REGIONS: [("410100", "郑州市（新）", "市（州）", "410000")]}, admin), actor=admin)
    city.refresh_from_db()
    assert city.name == "郑州市（新）"


def test_only_administrators(admin, city):
    row = kept(GOOD, admin)
    with pytest.raises(NotAllowed):
        roster_apply(roster=row, actor=make_actor())
    with pytest.raises(NotAllowed):
        invitation_send(
            actor=make_actor(), organisation=make_organisation(is_issuer=True), role="auditor", email="x@y.cn", name="x"
        )


def test_an_officer_s_invitation_works_for_its_address_alone(admin):
    office = make_organisation(is_issuer=True)
    invitation = invitation_send(
        actor=admin, organisation=office, role=Role.ISSUING_OFFICER, email="b@demo.example", name="乙"
    )
    with pytest.raises(StateConflict, match="另一个邮箱"):
        invitation_accept(user=make_user(email="c@demo.example"), token=officer_token(invitation))
    mine = invitation_send(actor=admin, organisation=office, role=Role.AUDITOR, email=admin.user.email, name="自己")
    with pytest.raises(StateConflict, match="不能给自己"):
        invitation_accept(user=admin.user, token=officer_token(mine))
    for _n in range(2):
        invitation_mail(invitation_id=invitation.pk)
    assert mail.outbox[0].message()["Message-ID"] == mail.outbox[1].message()["Message-ID"]
    assert mail.outbox[0].body == mail.outbox[1].body
    invitation_accept(user=make_user(email="b@demo.example"), token=officer_token(invitation))
    invitation_mail(invitation_id=invitation.pk)
    assert len(mail.outbox) == 2
    assert not Membership.objects.filter(user=admin.user, role=Role.AUDITOR).exists()


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * (41 * 1024 * 1024))
    return target.getvalue()


def entities():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是 .xlsx"),
        (b"PK\x03\x04 broken", "不是 .xlsx"),
        (bomb(), "过大"),
        (entities(), "不允许"),
        (book({REGIONS: []}), "没有读到内容"),
        (book({REGIONS: []}, heads={REGIONS: ("代码", "名称")}), "表头与模板不同"),
    ],
)
def test_other_files_end_in_a_clear_message(content, words):
    with pytest.raises(Unreadable, match=words):
        workbook_read(content)


def test_pages(client, admin, city):
    sign_in(client, admin)
    assert client.get(reverse("accounts:roster_template"))["Content-Type"].endswith("sheet")
    upload = reverse("accounts:roster_upload")
    answer = client.post(upload, {"file": SimpleUploadedFile("a.xlsx", b"x")})
    assert answer.status_code == 422
    assert "不是 .xlsx 文件" in answer.content.decode()
    wrong = client.post(upload, {"file": SimpleUploadedFile("b.xlsx", book({REGIONS: [("1", "x", "省级", "")]}))})
    page = client.get(wrong.url).content.decode()
    assert "有 1 行有误" in page
    assert "确认导入" not in page
    assert client.post(wrong.url).status_code == 409
    good = client.post(upload, {"file": SimpleUploadedFile("单位.xlsx", book(GOOD))})
    assert "确认导入" in client.get(good.url).content.decode()
    done = client.post(good.url, follow=True).content.decode()
    assert "已导入：地区 1、单位 2、经办人 1" in done
    assert client.post(good.url).status_code == 409
    assert RosterImport.objects.filter(applied_at__isnull=False).count() == 1
    token = officer_token(Invitation.objects.get())
    person = make_actor()
    person.user.email = "a@demo.example"
    person.user.save()
    sign_in(client, person)
    assert "航空港区经发局" in client.get(reverse("accounts:invitation", args=[token])).content.decode()
    assert client.post(reverse("accounts:invitation_accept", args=[token])).url == reverse("accounts:home")


def test_the_dry_run_asks_as_often_for_many_rows_as_for_one(admin, city):
    def queries(count):
        rows = {
            REGIONS: [(f"4102{n:02d}", f"示例{n}", "市（州）", "410000") for n in range(count)],
            OFFICES: [(f"示例局{n}", f"4102{n:02d}", "", "是", "", "", "") for n in range(count)],
            OFFICERS: [(f"示例{n}", f"o{n}@demo.example", f"示例局{n}", "推荐单位审核员") for n in range(count)],
        }
        row = kept(rows, admin)
        with CaptureQueriesContext(connection) as asked:
            assert not roster_planned(roster=row, actor=admin).wrong
        return len(asked)

    assert queries(1) == queries(30)
