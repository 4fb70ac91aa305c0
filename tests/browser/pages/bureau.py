"""The recommender's officer: activating, returning, recommending, ranking, sending."""

from datetime import datetime

from playwright.sync_api import expect

from tests.browser.session import Session


class Bureau:
    def __init__(self, session: Session) -> None:
        self.session = session

    def activate(self, organisation: str) -> None:
        session = self.session
        session.open("/accounts/organisations/?state=pending")
        session.fits_a_phone()
        session.follow(organisation)
        session.press("激活")

    def todo(self) -> None:
        self.session.open("/bureau/")
        self.session.fits_a_phone()

    def open_application(self, product: str) -> None:
        session = self.session
        session.open("/bureau/applications/")
        with session.leaving():
            session.row(product).get_by_role("link").first.click()

    def return_(self, product: str, *, comment: str, until: datetime) -> None:
        session = self.session
        self.open_application(product)
        session.follow("退回修改")
        session.fill({"comment": comment, "until": until.strftime("%Y-%m-%dT%H:%M")})
        session.press("退回")
        session.sees("已退回")

    def recommend(self, product: str, *, reason: str) -> None:
        self._decide(product, "推荐", reason)
        self.session.sees("已推荐")

    def decline(self, product: str, *, reason: str) -> None:
        self._decide(product, "不予推荐", reason)
        self.session.sees("已办理不予推荐")

    def _decide(self, product: str, what: str, reason: str) -> None:
        session = self.session
        self.open_application(product)
        session.follow(what, within=session.page.locator("main .bar"))
        session.fill({"reason": reason})
        session.press(what)

    def open_ranking(self) -> None:
        session = self.session
        session.open("/bureau/lists/")
        with session.leaving():
            session.page.locator("main table a").first.click()

    def move_up(self, product: str) -> None:
        session = self.session
        with session.leaving():
            session.row(product).get_by_role("button", name="上移").click()

    def give_number(self, product: str, number: int) -> None:
        session = self.session
        session.row(product).locator("input.rank").fill(str(number))
        session.press("保存序号")

    def order(self) -> list[str]:
        """揭榜产品 of the rows, first to last."""
        rows = self.session.page.locator("#ranking-rows tbody tr")
        return [row.locator("[data-label=揭榜产品]").inner_text().strip() for row in rows.all()]

    def send(self) -> None:
        session = self.session
        session.follow("预览并盖章报送")
        session.fits_a_phone()
        session.fill({"sure": "on"})
        session.press("盖章并报送")
        session.sees("已报送")

    def paper(self) -> bytes:
        link = self.session.page.get_by_role("link", name="下载 PDF")
        expect(link).to_be_visible(timeout=90_000)
        return self.session.download(link)
