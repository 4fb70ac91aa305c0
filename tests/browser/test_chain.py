"""One real 榜单 from its document to the shortlist, by everybody's own browser, a real worker and dispatcher.

The steps are those of the product's first promise: publish, register, fill in and submit, papers, recommend, review
and decide, remind. Each leaves in the database what the next one begins with, so they are one test.
"""

import email
import email.policy
import io
from datetime import timedelta

import openpyxl
import pytest
from playwright.sync_api import expect

from applications.models import Application, Submission
from portal.accounts.models import Organisation
from portal.documents.services.seals import seal_register
from portal.notifications.models import Message
from portal.notifications.services.reminding import reminders_send
from portal.scoping import system_scope
from tests.browser import material
from tests.browser.chain import APPLICANTS_UNTIL, CITIES_UNTIL, NOW, Chain, completed, draft, handed_in
from tests.browser.material import CHIP, CLOUD, DIRECTION
from tests.browser.pages.applicant import Applicant
from tests.browser.pages.bureau import Bureau
from tests.browser.pages.expert import Expert
from tests.browser.pages.issuer import Issuer
from tests.browser.pages.officer import Officer
from tests.calls.importing.seeds import seed_path, truth
from tests.documents.pdfs import pdf_picture, pdf_text, reds, run_together
from tests.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIDAR, EEG, CLOUD_CHIP, EDGE_CHIP = "车规级固态激光雷达", "柔性干式脑电电极", "云端训练芯片", "边缘推断芯片"
RESULTS = ("入围", "储备", "拟定")


@pytest.fixture
def chain(offices, sessions, as_staff, celery_worker_process, dispatcher_process, tmp_path) -> Chain:
    return Chain(offices, as_staff, sessions, tmp_path)


def test_a_real_call_goes_from_its_document_to_the_shortlist(chain, celery_worker_process):
    publish(chain)
    register(chain)
    fill_in_and_submit(chain)
    papers(chain)
    further_applications(chain)
    remind(chain, celery_worker_process)
    return_and_answer(chain)
    recommend(chain)
    receive_and_check(chain)
    review(chain)
    decide_and_announce(chain)
    export(chain)
    audit(chain)


# --- 1 ---------------------------------------------------------------------------------------
def publish(chain: Chain) -> None:
    """The officer makes a call of the document and publishes it; everybody sees its 18 directions."""
    document = next(one for one in truth()["documents"] if one["file"].startswith("003"))
    titles = [direction["title"] for direction in document["directions"]]
    officer = Officer(chain.staff(chain.offices.officer))
    officer.import_document(seed_path("003"))
    officer.session.sees("任务方向 18 个", material.CALL, "川经信软信函〔2021〕790号")
    read = officer.directions_read()
    assert list(read) == ["核心基础", "智能产品", "公共支撑", "其他"]
    assert [title for group in read.values() for title in group] == titles
    officer.create_call()
    officer.set_deadlines(applicants=APPLICANTS_UNTIL, cities=CITIES_UNTIL, cities_clock="17:00")
    rules = officer.rules()
    assert "每个申报主体申报不超过3个项目" in rules
    assert "每个申报主体只能通过1个推荐单位推荐" in rules
    officer.publish()

    visitor = chain.visitor()
    visitor.open("/")
    visitor.fits_a_phone()
    visitor.follow(material.CALL)
    visitor.sees("共 18 个任务方向", "川经信软信函〔2021〕790号", "每个申报主体申报不超过3个项目")
    shown = visitor.page.locator("ol.directions a").all_inner_texts()
    assert shown == titles
    visitor.fits_a_phone()


# --- 2 ---------------------------------------------------------------------------------------
def register(chain: Chain) -> None:
    """Two enterprises register, one by mail and one by phone, and draft; nobody submits before the bureau's word."""
    for enterprise in (CHIP, CLOUD):
        applicant = chain.applicant(enterprise)
        applicant.sign_up(login=enterprise.login, name=enterprise.person)
        applicant.register(enterprise.registration)
    chip = chain.applicant(CHIP)
    address = chip.start(direction=DIRECTION)
    chip.choose_recommender(chain.offices.bureau.name)
    chip.check()
    chip.session.sees("单位尚未由推荐单位激活", "还有")
    expect(chip.session.page.get_by_role("button", name="确认提交")).to_have_count(0)

    bureau = Bureau(chain.staff(chain.offices.bureau_officer))
    for enterprise in (CHIP, CLOUD):
        bureau.activate(enterprise.name)
        seal_register(organisation=_organisation(enterprise), is_demo=True)

    link = chip.invite()
    colleague = chain.named("智芯填报员")
    Applicant(colleague).join(link, login="13700000033", name="智芯填报员")
    colleague.open(address)
    colleague.sees("第 1 版草稿")


def _organisation(enterprise: material.Enterprise) -> Organisation:
    return Organisation._base_manager.get(name=enterprise.name)


# --- 3 ---------------------------------------------------------------------------------------
def fill_in_and_submit(chain: Chain) -> None:
    """Every section of the form; the pre-check names what is missing by its clause; two tabs, one receipt."""
    chip = chain.applicant(CHIP)
    session = chip.session
    session.open("/applications/")
    session.fits_a_phone()
    session.page.locator("main table a").first.click()
    chip.check()
    session.sees("除另有说明外，申报表中栏目不得空缺。", "不符合")
    session.follow("返回清单")

    chip.open_section("单位情况")
    session.sees("单位名称")
    chip.fill_section(CHIP.profile, then="保存并继续")
    session.fits_a_phone()
    chip.fill_section({"none": "on"}, then="保存并继续")
    chip.fill_section(material.product(LIDAR), then="保存并继续")
    asked = chip.fill_indicators(targets={"声学传感器信噪比": "≥ 73"}, own=material.OWN_INDICATOR)
    assert asked >= 4
    session.fits_a_phone()
    session.press("保存并继续")
    chip.fill_section(material.NARRATIVE, then="保存并继续")
    for kind, path in material.proofs(chain.folder / "proofs"):
        chip.upload(kind, path)
    session.fits_a_phone()
    session.follow("返回清单")
    chip.open_section("揭榜任务承诺书")
    chip.fill_section(CHIP.pledge)

    chip.check()
    session.sees("不符合 0")
    session.fits_a_phone()
    other_tab = session.context.new_page()
    other_tab.goto(session.page.url)
    receipt = chip.submit()
    session.sees("已提交", LIDAR, chain.offices.bureau.name)
    assert chip.submit(other_tab) == receipt
    other_tab.close()
    assert Submission.objects.count() == 1
    chain.number = session.page.locator(".receipt .big").inner_text()
    session.fits_a_phone()


# --- 4 ---------------------------------------------------------------------------------------
def papers(chain: Chain) -> None:
    """申报书 and 承诺书 are made by the worker, stamped, with the number on every page; others get 404."""
    chip = chain.applicant(CHIP)
    form, pledge = chip.paper("申报书"), chip.paper("揭榜任务承诺书")
    words = run_together(pdf_text(form))
    for text in (CHIP.name, LIDAR, DIRECTION, "73dB", "整机功耗", *material.NARRATIVE.values(), "申报单位"[:2]):
        assert run_together(text) in words
    pages = pdf_text(form).rstrip("\f").split("\f")
    assert len(pages) > 3
    assert all(chain.number in run_together(page) for page in pages)
    assert reds(pdf_picture(form, page=1)) > 500, "the cover is stamped"
    told = run_together(pdf_text(pledge))
    assert CHIP.name in told
    assert f"提交了“{LIDAR}”产品/方案参评" in told
    assert chain.number in told
    assert reds(pdf_picture(pledge, page=1)) > 500

    address = chip.session.page.get_by_role("link", name="下载 PDF").first.get_attribute("href")
    cloud = chain.applicant(CLOUD).session
    assert cloud.context.request.get(address).status == 404
    assert cloud.context.request.get(chip.session.page.url).status == 404


def further_applications(chain: Chain) -> None:
    """The other enterprise's application goes by its browser's last click, two more by the services."""
    bureau = chain.offices.bureau.pk
    handed_in(CHIP, product=EEG, direction=DIRECTION, recommender_id=bureau)
    handed_in(CLOUD, product=EDGE_CHIP, direction=DIRECTION, recommender_id=bureau)
    completed(CLOUD, product=CLOUD_CHIP, direction="高性能云端人工智能芯片", recommender_id=bureau)
    cloud = chain.applicant(CLOUD)
    _open_own(cloud, CLOUD_CHIP)
    cloud.check()
    cloud.submit()
    cloud.session.open("/applications/")
    cloud.session.sees(CLOUD_CHIP, EDGE_CHIP, "推荐单位审核中")
    cloud.session.sees_not(LIDAR, EEG)


# --- 7 ---------------------------------------------------------------------------------------
def remind(chain: Chain, worker) -> None:
    """Three days before the deadline the one with a draft is told once, in the inbox and by mail."""
    draft(CHIP, direction=DIRECTION)
    deadline = NOW.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=7)
    for late in (1, 11):
        with system_scope("the clock set to three days before the deadline"):
            reminders_send(now=deadline - timedelta(days=3) + timedelta(minutes=late))
    reminders = Message._base_manager.filter(kind="reminder", membership__user__email=CHIP.login)
    assert reminders.count() == 1
    subject = reminders.get().subject
    chip = chain.applicant(CHIP).session
    chip.open("/messages/")
    chip.fits_a_phone()
    expect(chip.page.get_by_role("link", name=subject)).to_have_count(1)
    eventually(lambda: _mails(worker, subject, CHIP.login), what="the reminder is mailed")
    assert len(_mails(worker, subject, CHIP.login)) == 1


def _mails(worker, subject: str, address: str) -> list[str]:
    read = [
        email.message_from_bytes(one, policy=email.policy.default)
        for path in worker.mail_folder.glob("*.log")
        for one in path.read_bytes().split(b"-" * 79 + b"\n")
        if one.strip()
    ]
    return [mail["Message-ID"] for mail in read if subject in mail["Subject"] and address in mail["To"]]


# --- 5 ---------------------------------------------------------------------------------------
def return_and_answer(chain: Chain) -> None:
    """Returned with comments, answered with version 2; version 1 stays readable, the change is shown."""
    bureau = Bureau(chain.staff(chain.offices.bureau_officer))
    bureau.todo()
    comment = "请补充路测里程的证明，并把道路测试写具体。"
    bureau.return_(LIDAR, comment=comment, until=NOW + timedelta(days=3))

    chip = chain.applicant(CHIP)
    session = chip.session
    session.open("/messages/")
    session.sees("退回")
    _open_own(chip, LIDAR)
    session.sees(comment, "第 2 版草稿")
    chip.open_section("揭榜任务书")
    longer = "样机已完成五万公里道路测试，累计投入研发经费四千万元。"
    chip.fill_section({"part-base_progress": longer})
    chip.check()
    chip.submit()
    session.sees("第 2 版")
    session.follow("查看提交的内容")
    session.sees("1 处改动", "两万公里", "五万公里")
    session.follow("第 1 版", within=session.page.locator("main"))
    session.sees("两万公里")
    session.sees_not("五万公里")

    bureau.open_application(LIDAR)
    bureau.session.sees("第 2 版与第 1 版相比，改动 1 处", "五万公里", comment)
    bureau.session.fits_a_phone()


def _open_own(chip, product: str) -> None:
    chip.session.open("/applications/")
    chip.session.follow(product)


def recommend(chain: Chain) -> None:
    """Three recommended with reasons, one declined; ranked by arrow and by number; sealed and sent."""
    bureau = Bureau(chain.staff(chain.offices.bureau_officer))
    bureau.recommend(LIDAR, reason="技术路线先进，已装车验证。")
    bureau.recommend(CLOUD_CHIP, reason="算力指标领先，生态完善。")
    bureau.recommend(EEG, reason="脑机接口方向的补充。")
    bureau.decline(EDGE_CHIP, reason="与本方向不符，建议另行申报。")

    bureau.open_ranking()
    assert bureau.order() == [LIDAR, CLOUD_CHIP, EEG]
    bureau.session.fits_a_phone()
    bureau.move_up(EEG)
    assert bureau.order() == [LIDAR, EEG, CLOUD_CHIP]
    bureau.give_number(CLOUD_CHIP, 1)
    assert bureau.order() == [CLOUD_CHIP, LIDAR, EEG]
    bureau.send()

    paper = pdf_text(bureau.paper())
    words = run_together(paper)
    for text in (chain.offices.bureau.name, CHIP.name, CLOUD.name, DIRECTION, "技术路线先进，已装车验证。"):
        assert run_together(text) in words
    for text in (CHIP.contact, CHIP.phone, CLOUD.contact, CLOUD.phone):
        assert text in words
    assert words.index(CLOUD_CHIP) < words.index(LIDAR) < words.index(EEG)
    assert EDGE_CHIP not in words

    cloud = chain.applicant(CLOUD)
    _open_own(cloud, EDGE_CHIP)
    cloud.session.sees("与本方向不符，建议另行申报。")
    cloud.session.fits_a_phone()


# --- 6 ---------------------------------------------------------------------------------------
def receive_and_check(chain: Chain) -> None:
    issuer = Issuer(chain.staff(chain.offices.officer))
    issuer.receive_all()
    issuer.check(LIDAR, passed=True)
    issuer.check(CLOUD_CHIP, passed=True)
    issuer.check(EEG, passed=False, reason="证明材料未加盖公章，不符合报送要求。")
    issuer.session.open("/office/eligibility/?state=ineligible")
    issuer.session.sees(EEG)
    issuer.session.fits_a_phone()


def review(chain: Chain) -> None:
    """Two experts an application; one steps back and is replaced; scores by weighted criteria."""
    first, second, third = chain.offices.experts
    issuer = Issuer(chain.staff(chain.offices.officer))
    issuer.new_round(due_at=NOW + timedelta(days=20), weights=(40, 10, 25, 25))
    for product in (LIDAR, CLOUD_CHIP):
        issuer.assign(product, (first.name, second.name))
    issuer.open_round()

    stepping_back = Expert(chain.staff(second))
    stepping_back.recuse(CLOUD.name, reason="曾在该单位任职。")
    issuer.see_round()
    issuer.session.sees("曾在该单位任职。", "还不能结束评审")
    issuer.assign(CLOUD_CHIP, (third.name,))
    issuer.session.fits_a_phone()

    for person, organisation, scores in (
        (first, CHIP.name, (90, 80, 88, 92)),
        (first, CLOUD.name, (70, 80, 60, 72)),
        (second, CHIP.name, (84, 90, 80, 88)),
        (third, CLOUD.name, (76, 70, 68, 80)),
    ):
        expert = Expert(chain.staff(person))
        expert.accept(organisation)
        expert.session.sees("整机功耗" if organisation == CHIP.name else "云端")
        expert.session.sees_not(CHIP.phone, CLOUD.phone)
        expert.session.fits_a_phone()
        expert.score(scores, comment=f"{person.name}：路线清楚，指标可测。")

    issuer.see_round()
    issuer.close_round()
    # 90·40 % + 80·10 % + 88·25 % + 92·25 % = 89.00, with 84.60 of the second: 86.80.
    issuer.session.sees("89.00", "84.60", "86.80")
    issuer.session.fits_a_phone()


def decide_and_announce(chain: Chain) -> None:
    """Decided in private, public at once: before the notice nobody outside the office can tell anything."""
    issuer = Issuer(chain.staff(chain.offices.officer))
    issuer.decide((LIDAR,), "拟入围")
    issuer.decide((CLOUD_CHIP,), "拟未入围")
    issuer.decide((CLOUD_CHIP,), "列入储备")
    issuer.session.fits_a_phone()

    chip, cloud, visitor = chain.applicant(CHIP), chain.applicant(CLOUD), chain.visitor()
    for applicant, product in ((chip, LIDAR), (cloud, CLOUD_CHIP)):
        _open_own(applicant, product)
        applicant.session.sees_not(*RESULTS)
        applicant.session.open("/messages/")
        assert "公示" not in applicant.session.page.locator(".inbox").inner_text()
    visitor.open("/notices/")
    visitor.sees("还没有公示")

    notice = issuer.announce(objections_until=NOW + timedelta(days=30))
    visitor.open(notice)
    visitor.sees("入围名单（1 项）", CHIP.name, LIDAR, "储备名单（1 项）", CLOUD.name, CLOUD_CHIP)
    visitor.sees_not("未入围", EEG)
    visitor.fits_a_phone()
    for applicant, product, result in ((chip, LIDAR, "入围"), (cloud, CLOUD_CHIP, "未入围")):
        applicant.session.open(notice)
        applicant.session.sees("本单位的结果")
        assert result in applicant.session.page.locator(".note").filter(has_text=product).inner_text()
        applicant.session.open("/messages/")
        expect(applicant.session.page.locator(".inbox li.unread").first).to_contain_text("公示")


def export(chain: Chain) -> None:
    """The shortlist as the worker wrote it, cell by cell."""
    issuer = Issuer(chain.staff(chain.offices.officer))
    book = openpyxl.load_workbook(io.BytesIO(issuer.export_shortlist()))
    sheet = book.worksheets[0]
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    found = {row[header.index("揭榜产品")]: dict(zip(header, row, strict=True)) for row in rows}
    assert set(found) == {LIDAR, CLOUD_CHIP}
    lidar = found[LIDAR]
    assert (lidar["统一社会信用代码"], lidar["手机"]) == (CHIP.code, CHIP.phone)
    assert all(isinstance(lidar[name], str) for name in ("统一社会信用代码", "手机"))
    assert "入围" in lidar["结果"]
    assert found[CLOUD_CHIP]["储备"] == "是"
    code = sheet.cell(row=2, column=header.index("统一社会信用代码") + 1)
    assert (code.data_type, code.number_format) == ("s", "@")
    assert sheet.freeze_panes
    assert sheet.auto_filter.ref
    about = " ".join(str(cell.value) for row in book["导出说明"].iter_rows() for cell in row)
    assert chain.offices.officer.name in about
    assert chain.offices.issuer.name in about


def audit(chain: Chain) -> None:
    """The auditor finds publication, decisions and export in the log."""
    auditor = chain.staff(chain.offices.auditor)
    auditor.open("/audit/")
    auditor.fits_a_phone()
    auditor.sees(chain.offices.officer.name, "导出")
    assert Application._base_manager.filter(state="reviewed").count() == 2
