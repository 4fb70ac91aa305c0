"""The issuing officer once lists were sent: 形式审查, 评审, 入围, 公示, export."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from playwright.sync_api import expect

from tests.browser.session import Session


class Issuer:
    def __init__(self, session: Session) -> None:
        self.session = session

    def receive_all(self) -> None:
        session = self.session
        session.open("/office/")
        session.fits_a_phone()
        session.open("/office/applications/")
        session.page.get_by_role("button", name="全选本页").click()
        session.press("接收所选")
        session.sees("已接收")

    def check(self, product: str, *, passed: bool, reason: str = "") -> None:
        """形式审查: what the portal could not tell is judged by the officer, then the conclusion."""
        session = self.session
        session.open("/office/eligibility/")
        session.follow("审查", within=session.row(product))
        for row in session.page.locator("tr:has(select)").all():
            if row.locator("select").input_value() == "unknown":
                row.locator("select").select_option("met")
                row.locator("input").fill("已对照名单核对")
        session.fill({"conclusion": "pass" if passed else "fail", "reason": reason})
        session.press("作出结论")
        session.sees("形式审查通过" if passed else "形式审查不通过")

    def new_round(self, *, due_at: datetime, weights: Sequence[int]) -> None:
        session = self.session
        session.open("/office/rounds/")
        session.follow("新建评审轮次")
        session.fill({"due_at": due_at.strftime("%Y-%m-%dT%H:%M")})
        session.fill({f"criteria-{n}-weight": str(weight) for n, weight in enumerate(weights)})
        session.press("新建")
        session.sees("还不能开始评审")

    def assign(self, product: str, experts: Iterable[str]) -> None:
        session = self.session
        session.follow("指派专家", within=session.row(product))
        for expert in experts:
            session.page.get_by_label(expert).check()
        session.press("指派")
        session.sees("已指派")

    def open_round(self) -> None:
        self.session.press("开始评审")
        self.session.sees("评审已开始")

    def see_round(self) -> None:
        session = self.session
        session.open("/office/rounds/")
        session.follow("第 1 轮", exact=False)

    def close_round(self) -> None:
        self._anyway()
        self.session.press("结束评审")
        self.session.sees("评审已结束")

    def _anyway(self) -> None:
        """The tick that ending before the deadlines asks for; not there after them."""
        tick = self.session.page.locator("[name=anyway]")
        if tick.count():
            tick.check()

    def decide(self, products: Iterable[str], action: str) -> None:
        """拟入围, 拟未入围, 列入储备 of the ticked rows."""
        session = self.session
        session.open("/office/decisions/")
        for product in products:
            session.row(product).locator("[name=application]").check()
        session.press(action)

    def announce(self, *, objections_until: datetime) -> str:
        """The address of the public notice."""
        session = self.session
        session.open("/office/notices/")
        session.follow("准备公示")
        session.fill({"objections_until": objections_until.strftime("%Y-%m-%dT%H:%M"), "sure": "on"})
        self._anyway()
        session.press("发布公示")
        session.sees("公示已发布")
        return session.page.url

    def export_shortlist(self) -> bytes:
        session = self.session
        session.open("/office/decisions/")
        with session.leaving():
            session.page.get_by_role("button", name="导出这").click()
        link = session.page.get_by_role("link", name="下载 XLSX")
        expect(link).to_be_visible(timeout=60_000)
        return session.download(link)
