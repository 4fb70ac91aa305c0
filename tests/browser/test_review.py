"""An officer imports seed 002 from Word, settles its doubts beside the original, and publishes its four tracks."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from calls.models import Direction, IndicatorVersion
from portal.accounts.models import Region
from portal.accounts.roles import Role
from portal.scoping import system_scope
from tests.browser.pages.officer import Officer
from tests.browser.people import make_staff
from tests.calls.importing.formats.made import docx_of
from tests.calls.importing.seeds import seed_path
from tests.factories import make_organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TRACKS = {"元宇宙": 11, "人形机器人": 19, "脑机接口": 10, "通用人工智能": 12}


@pytest.fixture
def office(offices):
    return make_organisation(name="郑州市工业和信息化局", region=Region.objects.get(code="410100"), is_issuer=True)


@pytest.fixture
def staff(office):
    """Two officers of the city's office."""
    return [
        make_staff(name=name, login=login, role=Role.ISSUING_OFFICER, organisation=office)
        for name, login in (("郑州甲", "zz1@demo.example"), ("郑州乙", "zz2@demo.example"))
    ]


def row(page: Page, subject: str) -> Locator:
    return page.locator("#structure .row").filter(has_text=subject)


def select(page: Page, words: str) -> None:
    """Select these words in the original, as with the mouse."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.getElementById("original"), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
            throw new Error(words);
        }""",
        words,
    )


def test_a_word_document_is_checked_beside_its_original_and_published(
    staff, as_staff, sessions, celery_worker_process, dispatcher_process, tmp_path
):
    document = tmp_path / "郑州通知.docx"
    document.write_bytes(docx_of(seed_path("002").read_text(encoding="utf-8").splitlines()))
    session = as_staff(staff[0])
    officer, page = Officer(session), session.page
    officer.import_document(document)
    session.sees("任务方向 52 个")
    session.press("用读出的内容创建榜单")

    doubts = page.locator(".doubts li")
    expect(doubts.first).to_have_attribute("aria-current", "true")
    count = doubts.count()
    session.sees(f"还有 {count} 处疑点待核对")
    page.keyboard.press("j")
    expect(doubts.nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("k")
    expect(doubts.first).to_have_attribute("aria-current", "true")
    assert session.download(page.get_by_role("link", name="下载原文：郑州通知.docx")) == document.read_bytes()

    # The doubt about an indicator opens its direction, and e its row; a field saves itself when it is left.
    last = doubts.filter(has=page.locator("[data-doubt]", has_text="："))
    last.locator("[data-doubt]").click()
    expect(last).to_have_attribute("aria-current", "true")
    marked = page.locator("#original .hit.k-current")
    expect(marked).to_be_visible()
    words = marked.first.inner_text()
    page.keyboard.press("e")
    editing = page.locator("#structure .row.editing")
    editing.get_by_label("条件").fill("典型工况")
    editing.get_by_label("条件").press("Tab")
    expect(editing.get_by_role("status")).to_contain_text("已保存")
    editing.get_by_label("分组").fill("甲")
    editing.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".row.editing")).to_have_count(0)
    expect(doubts).to_have_count(count - 1)
    with system_scope("test"):
        changed = IndicatorVersion.objects.get(condition="典型工况")
    assert (changed.group, changed.text) == ("甲", words)

    direction = changed.direction_version.direction
    structure_shows_what_the_original_is_asked_for(page, changed)
    a_stretch_is_added_and_cut(page, direction)
    two_officers_on_one_row(page, as_staff(staff[1]).page, direction)

    session.fits_a_phone()
    assert officer.accept_doubts() == count - 1
    publish(session, officer)
    four_tracks_in_public(sessions("访客"))


def structure_shows_what_the_original_is_asked_for(page: Page, indicator: IndicatorVersion) -> None:
    key = indicator.indicator.key
    page.locator(f'#original .hit[data-for~="i-{key}"]').first.click()
    expect(page.locator(f"#i-{key}")).to_have_class("row here")
    other = page.locator("#structure .row:not(.here)").first
    other.locator(".row-subject").click()
    expect(page.locator("#original .hit.here").first).to_be_visible()


def a_stretch_is_added_and_cut(page: Page, direction: Direction) -> None:
    rows = page.locator("#structure .row")
    there = rows.count()
    part = direction.versions.get().parts.get(heading="揭榜任务").text
    words = part[2:20]
    select(page, words)
    expect(page.get_by_label("原文中的一段")).to_have_value(words)
    page.get_by_role("button", name="用这段文字添加指标").click()
    expect(rows).to_have_count(there + 1)
    with system_scope("test"):
        made = IndicatorVersion.objects.order_by("pk").last()
    assert made.text == words
    assert made.source_end - made.source_start == len(words)
    row(page, words).get_by_role("link", name="修改").click()
    field = page.get_by_label("在要分开的地方换行")
    field.focus()
    field.evaluate("field => field.setSelectionRange(5, 5)")
    page.get_by_role("button", name="从光标处拆开").click()
    expect(rows).to_have_count(there + 2)
    with system_scope("test"):
        halves = IndicatorVersion.objects.order_by("-pk")[:1].get(), IndicatorVersion.objects.get(pk=made.pk)
    assert halves[1].text + halves[0].text == words


def two_officers_on_one_row(mine: Page, theirs: Page, direction: Direction) -> None:
    """The second one's text is kept and both are shown."""
    theirs.goto(mine.url.split("?")[0] + f"?direction={direction.key}")
    for page in (mine, theirs):
        page.locator("#structure .row").first.get_by_role("link", name="修改").click()
        expect(page.locator(".row.editing")).to_be_visible()
    theirs.get_by_label("条件").fill("乙的条件")
    theirs.locator(".row-form").get_by_role("button", name="保存", exact=True).click()
    expect(theirs.locator(".row.editing")).to_have_count(0)
    mine.get_by_label("条件").fill("甲的条件")
    mine.get_by_label("条件").press("Tab")
    clash = mine.locator(".row .clash")
    expect(clash).to_contain_text("郑州乙 于")
    expect(clash).to_contain_text("乙的条件")
    expect(mine.get_by_label("条件")).to_have_value("甲的条件")
    clash.get_by_role("button", name="按我填的保存").click()
    expect(mine.locator(".row.editing")).to_have_count(0)
    with system_scope("test"):
        first = IndicatorVersion.objects.get(direction_version__direction=direction, order=1)
    assert first.condition == "甲的条件"


def publish(session, officer: Officer) -> None:
    session.page.locator(".crumbs a").last.click()
    session.sees("发布检查")
    day = timezone.localdate() + timedelta(days=20)
    officer.set_deadlines(applicants=day, cities=day + timedelta(days=3), cities_clock="17:00")
    session.follow("联系方式", within=session.page.locator("main"))
    session.fill({"contact_name": "科技处", "contact_phone": "0371-00000000"})
    session.press("保存")
    officer.publish()


def four_tracks_in_public(visitor) -> None:
    visitor.open("/")
    visitor.page.locator("main h2 a").first.click()
    visitor.sees("共 52 个任务方向", *TRACKS)
    shown = visitor.page.evaluate(
        """titles => {
            const counts = Object.fromEntries(titles.map(title => [title, 0]));
            let track = "";
            for (const one of document.querySelectorAll("main h2, main h3, main .directions li")) {
                if (one.tagName === "LI") counts[track] += 1;
                else track = titles.find(title => one.textContent.includes(title)) || track;
            }
            return counts;
        }""",
        list(TRACKS),
    )
    assert shown == TRACKS
    visitor.fits_a_phone()
