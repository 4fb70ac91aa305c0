"""Steps 2 to 4 and 7: enterprises register, fill in, submit, read their papers, are reminded."""

from datetime import timedelta

from playwright.sync_api import expect

from applications.models import Submission
from portal.accounts.models import Organisation
from portal.documents.services.seals import seal_register
from portal.notifications.models import Message
from portal.notifications.services.reminding import reminders_send
from portal.scoping import system_scope
from tests.browser import material
from tests.browser.chain import NOW, Chain, completed, draft, handed_in
from tests.browser.mails import mails_sent
from tests.browser.material import CHIP, CLOUD, CLOUD_CHIP, DIRECTION, EDGE_CHIP, EEG, LIDAR
from tests.browser.pages.applicant import Applicant
from tests.browser.pages.bureau import Bureau
from tests.documents.pdfs import pdf_picture, pdf_text, reds, run_together
from tests.processes import WorkerProcess
from tests.waiting import eventually


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
    chip.session.sees("本单位尚未激活", "请联系推荐单位")
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


def fill_in_and_submit(chain: Chain) -> None:
    """Every section of the form; the pre-check names what is missing by its clause; two tabs, one receipt."""
    chip = chain.applicant(CHIP)
    session = chip.session
    session.open("/applications/")
    session.fits_a_phone()
    chip.open_own("（未填写产品名称）")
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


def papers(chain: Chain) -> None:
    """申报书 and 承诺书 are made by the worker, stamped, with the number on every page; others get 404."""
    chip = chain.applicant(CHIP)
    form, pledge = chip.paper("申报书"), chip.paper("揭榜任务承诺书")
    words = run_together(pdf_text(form))
    for text in (CHIP.name, LIDAR, DIRECTION, "73dB", "整机功耗", *material.NARRATIVE.values()):
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
    cloud.open_own(CLOUD_CHIP)
    cloud.check()
    cloud.submit()
    cloud.session.open("/applications/")
    cloud.session.sees(CLOUD_CHIP, EDGE_CHIP, "推荐单位审核中")
    cloud.session.sees_not(LIDAR, EEG)


def remind(chain: Chain, worker: WorkerProcess) -> None:
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
    eventually(lambda: mails_sent(worker.mail_folder, subject=subject, to=CHIP.login), what="the reminder is mailed")
    assert len(mails_sent(worker.mail_folder, subject=subject, to=CHIP.login)) == 1
