"""The issuing officer before applications come: import, deadlines, publication."""

from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.session import Session


class Officer:
    def __init__(self, session: Session) -> None:
        self.session = session

    def import_document(self, path: Path) -> None:
        """从文件创建; comes back when the worker has read the document."""
        session = self.session
        session.open("/office/calls/")
        session.fits_a_phone()
        session.follow("从文件创建")
        session.page.locator("[name=file]").set_input_files(path)
        session.press("上传并读取")
        expect(session.page.get_by_role("button", name="用读出的内容创建榜单")).to_be_visible()

    def directions_read(self) -> dict[str, list[str]]:
        """Category → titles, as the page of the import shows them."""
        return self.session.page.locator("#import").evaluate(
            """box => Object.fromEntries([...box.querySelectorAll("h3")].map(h => [
                h.textContent.trim(), [...h.nextElementSibling.querySelectorAll("li")].map(li => li.textContent.trim())
            ]))"""
        )

    def create_call(self) -> None:
        """Comes back on the call's overview, with every doubt of the reader accepted as it was read."""
        self.session.press("用读出的内容创建榜单")
        self.accept_doubts()
        self.session.page.locator(".crumbs a").last.click()
        self.session.sees("发布检查")

    def accept_doubts(self) -> int:
        """By the key that the page offers, one after the other; how many there were."""
        page = self.session.page
        buttons = page.locator(".doubts button")
        expect(page.locator("#work")).to_be_visible()
        found = buttons.count()
        current = page.locator(".doubts [aria-current]")
        if found and not current.count():
            page.keyboard.press("j")
            expect(current).to_have_count(1)
        for left in range(found - 1, -1, -1):
            page.keyboard.press("a")
            expect(buttons).to_have_count(left)
        self.session.sees("疑点都已核对")
        return found

    def set_deadlines(self, *, applicants: date, cities: date, cities_clock: str) -> None:
        session = self.session
        session.follow("截止时间", within=session.page.locator("main"))
        session.fill(
            {
                "applicant-day": applicants.isoformat(),
                "applicant-clock": "",
                "applicant_paper-day": applicants.isoformat(),
                "recommender-day": cities.isoformat(),
                "recommender-clock": cities_clock,
            }
        )
        session.press("保存")
        session.sees("截止时间已保存")

    def rules(self) -> str:
        """What 报送条件 says, rules as proposed out of the document."""
        session = self.session
        session.follow("报送条件", within=session.page.locator("main"))
        shown = session.text()
        session.page.go_back()
        return shown

    def publish(self) -> None:
        session = self.session
        session.follow("去发布检查")
        session.press("发布榜单")
        session.press("确认发布")
        session.sees("榜单已发布")
        session.fits_a_phone()
