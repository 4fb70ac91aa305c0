"""Calls written without a document, in Chromium: a city's out of a province's, and one typed and put in order."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from calls.models import Call, Category, Direction
from portal.scoping import system_scope
from tests.browser.session import Session
from tests.factories import make_actor, make_call, make_direction, make_form_version, make_organisation, make_region
from tests.signing_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def as_officer(sessions, live_server) -> Callable[..., Session]:
    """A session signed in as an officer of the office, without the pages of signing in."""

    def open_session(office) -> Session:
        client = sign_in(Client(), make_actor(organisation=office))
        session = sessions(office.name)
        session.context.add_cookies(
            [{"name": c.key, "value": c.value, "url": live_server.url} for c in client.cookies.values()]
        )
        return session

    return open_session


def titles(call: Call) -> list[str]:
    with system_scope("test"):
        return [d.versions.get().title for d in Direction.objects.filter(call=call).order_by("order")]


def test_a_city_publishes_its_call_under_the_provinces(as_officer, sessions):
    province = make_region()
    city = make_region(code="510100", name="成都市", parent=province)
    parent = make_call(title="四川省揭榜挂帅", doc_no="川经信〔2026〕1号", external_system_name="省级申报系统")
    for title in ("智能传感器", "智能终端"):
        make_direction(call=parent, title=title)
    make_form_version(call=parent, preset="henan2023")
    office = make_organisation(name="成都市经济和信息化局", region=city, is_issuer=True)

    officer = as_officer(office)
    officer.open("/office/calls/")
    officer.follow("复制或承接榜单")
    officer.fits_a_phone()
    officer.follow("承接", within=officer.row("四川省揭榜挂帅"), exact=False)
    officer.fits_a_phone()
    officer.sees("上级通知", "智能传感器")
    officer.fill({"title": "成都市组织申报四川省揭榜挂帅的通知"})
    officer.page.get_by_label("智能终端").uncheck()
    officer.press("创建草稿")
    officer.sees("承接《四川省揭榜挂帅》")
    officer.follow("与上级通知的异同")
    officer.fits_a_phone()
    officer.sees("没有承接", "与上级一致")
    officer.page.go_back()

    officer.follow("方向与指标", within=officer.page.locator("main"))
    officer.follow("智能传感器")
    officer.follow("从 Excel 或 Word 粘贴")
    officer.page.locator("textarea").fill("指标\t要求\t单位\n功耗\t≤5\tmW")
    officer.press("预览")
    officer.fits_a_phone()
    officer.press("添加勾选的指标")
    officer.sees("已添加 1 项指标", "≤ 5")

    today = timezone.localdate()
    officer.open(f"/office/calls/{Call._base_manager.get(issuer=office).public_id}/deadlines/")
    officer.fill({"applicant-day": f"{today + timedelta(days=10)}", "recommender-day": f"{today + timedelta(days=12)}"})
    officer.press("保存")
    officer.follow("联系方式", within=officer.page.locator("main"))
    officer.fill({"contact_name": "创新处", "contact_phone": "028-00000000"})
    officer.press("保存")
    officer.follow("去发布检查")
    officer.press("发布榜单")
    officer.press("确认发布")
    officer.sees("榜单已发布")

    visitor = sessions("访客")
    visitor.open(f"/calls/{Call._base_manager.get(issuer=office).public_id}/")
    visitor.sees("本榜单承接上级通知：四川省揭榜挂帅", "智能传感器（修改了指标）", "智能终端（没有承接）")
    visitor.fits_a_phone()


def test_directions_are_dragged_and_moved_by_keyboard(as_officer):
    call = make_call(published=False)
    track = call.tracks.get()
    first = Category.objects.create(track=track, order=1, title="核心基础")
    second = Category.objects.create(track=track, order=2, title="重点产品")
    for title, category in (("甲", first), ("乙", first), ("丙", second)):
        make_direction(call=call, title=title, category=category, printed_number="")
    officer = as_officer(call.issuer)
    officer.open(f"/office/calls/{call.public_id}/directions/")
    handles = officer.page.locator(".handle")
    with officer.leaving():
        handles.nth(2).drag_to(handles.nth(0), target_position={"x": 2, "y": 2})
    assert titles(call) == ["丙", "甲", "乙"]
    with system_scope("test"):
        assert Direction.objects.get(call=call, order=1).category == first
    down = officer.page.get_by_role("button", name="“1. 丙”下移")
    with officer.leaving():
        down.focus()
        officer.page.keyboard.press("Enter")
    assert titles(call) == ["甲", "丙", "乙"]
    number = officer.page.get_by_label("“乙”的序号")
    number.fill("1")
    with officer.leaving():
        number.press("Enter")
    assert titles(call) == ["乙", "甲", "丙"]
    expect(officer.page.locator(".rank").first).to_have_value("1")


def test_a_notice_is_written_in_the_editor(as_officer):
    call = make_call(published=False, body="<h3>一、方向</h3>\n<p>智能传感器。</p>")
    officer = as_officer(call.issuer)
    officer.open(f"/office/calls/{call.public_id}/basics/")
    box, bar = officer.page.locator(".ProseMirror"), officer.page.locator("#notice-bar")
    expect(box.locator("h3")).to_have_text("一、方向")
    expect(officer.page.locator("textarea[name=body]")).to_be_hidden()
    officer.fits_a_phone()
    box.click()
    officer.page.keyboard.press("Control+End")
    officer.page.keyboard.press("Enter")
    officer.page.keyboard.type("二、条件")
    bar.get_by_role("button", name="标题", exact=True).click()
    expect(bar.get_by_role("button", name="标题", exact=True)).to_have_attribute("aria-pressed", "true")
    officer.page.keyboard.press("Enter")
    bar.get_by_role("button", name="编号", exact=True).click()
    officer.page.keyboard.type("在四川省注册；")
    officer.page.keyboard.press("Enter")
    officer.page.keyboard.type("信用良好。")
    officer.page.keyboard.press("Enter")
    officer.page.keyboard.press("Enter")
    bar.get_by_role("button", name="插入表格").click()
    officer.page.keyboard.type("序号")
    bar.get_by_role("button", name="加列").click()
    # As Word puts it on the clipboard.
    pasted = '<h1 style="color:red">三、附件</h1><p class="MsoNormal"><b>见后</b><script>x</script></p>'
    box.locator("p").first.click()
    box.evaluate(
        """(box, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        pasted,
    )
    expect(box).to_contain_text("见后")
    officer.press("保存")
    officer.sees("基本信息已保存")
    call.refresh_from_db()
    assert "<h3>二、条件</h3><ol><li><p>在四川省注册；</p></li><li><p>信用良好。</p></li></ol>" in call.body
    assert call.body.count("<th>") == 4
    assert "<strong>见后</strong>" in call.body
    for word in ("style", "class", "script"):
        assert word not in call.body
