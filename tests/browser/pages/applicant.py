"""A person of an enterprise: account, organisation, colleague, one application from direction to receipt."""

from collections.abc import Mapping
from pathlib import Path

from django.core import mail
from playwright.sync_api import Page, expect

from tests.browser.people import CITY, PASSWORD
from tests.browser.session import Session


class Applicant:
    def __init__(self, session: Session) -> None:
        self.session = session

    # --- account and organisation ------------------------------------------------------------
    def sign_up(self, *, login: str, name: str) -> None:
        """By phone (no code to prove it) or by mail, whose code is asked for."""
        session = self.session
        session.open("/accounts/signup/")
        session.fits_a_phone()
        self._sign_up(login, name)

    def _sign_up(self, login: str, name: str) -> None:
        session = self.session
        session.fill({"login": login, "name": name, "password1": PASSWORD, "password2": PASSWORD})
        session.press("注册")
        if "@" in login:
            self._prove_mail(login)
        else:
            session.fill({"login": login, "password": PASSWORD})
            session.press("登录")

    def _prove_mail(self, login: str) -> None:
        sent = [one for one in mail.outbox if login in one.to][-1]
        lines = [line.strip() for line in sent.body.splitlines()]
        code = next(line for line in lines if line.replace("-", "").isalnum() and line.isascii() and line)
        self.session.fill({"code": code})
        self.session.press("确认")

    def register(self, values: Mapping[str, str]) -> None:
        """登记单位 in 成都市."""
        session = self.session
        session.open("/accounts/register/")
        session.page.locator("[name=region]").select_option(label=f"{CITY}（不分区县）")
        session.fill(values)
        session.press("登记单位")
        session.sees(values["name"], "注册待推荐单位核对")

    def invite(self) -> str:
        """The link for a colleague who shall fill in."""
        session = self.session
        session.open("/accounts/organisation/")
        session.press("生成邀请链接")
        return session.page.locator("#invitation-link").inner_text()

    def join(self, link: str, *, login: str, name: str) -> None:
        """Sign up from an invitation and join."""
        session = self.session
        session.open(link)
        session.follow("注册", within=session.page.locator("main"))
        self._sign_up(login, name)
        session.open(link)
        session.press(f"以 {name} 的账号加入")
        session.sees("您已加入")

    # --- the application ---------------------------------------------------------------------
    def start(self, *, direction: str) -> str:
        """From the public list over the direction's page to a draft; gives its address."""
        session = self.session
        session.open("/")
        session.follow("人工智能产业创新任务揭榜挂帅", exact=False)
        session.follow(direction)
        session.fits_a_phone()
        session.follow("申报这一方向")
        session.press("开始申报")
        session.sees("第 1 版草稿")
        return session.page.url

    def choose_recommender(self, name: str) -> None:
        session = self.session
        session.follow("推荐单位", within=session.page.locator(".tasks"))
        session.page.get_by_label(name).check()
        session.press("保存")

    def open_own(self, product: str) -> None:
        """One of the organisation's applications, from 我的申报."""
        self.session.open("/applications/")
        self.session.follow(product)

    def open_section(self, title: str) -> None:
        self.session.follow(title, within=self.session.page.locator(".tasks"))

    def fill_section(self, values: Mapping[str, str], *, then: str = "保存并返回清单") -> None:
        self.session.fill(values)
        self.session.press(then)

    def fill_indicators(self, *, targets: Mapping[str, str], own: Mapping[str, str]) -> int:
        """Every row: what is asked for, or of ``targets`` by the indicator's name; then one own row. How many rows."""
        page = self.session.page
        rows = page.locator("tbody tr:not(.own)").all()
        for row in rows:
            asked = row.evaluate("row => ({...row.dataset})")
            name = row.locator("td").nth(1).inner_text()
            chosen = next((value for known, value in targets.items() if known in name), "")
            row.locator("[name$='-current']").fill("样机阶段，约为目标的 80%")
            row.locator("[name$='-target']").fill(chosen or self._asked(asked))
            row.locator("[name$='-measurement']").fill("按指南所列场景由第三方测试")
        self.session.fill({f"own0-{name}": value for name, value in own.items()})
        return len(rows)

    @staticmethod
    def _asked(asked: Mapping[str, str]) -> str:
        if not asked["comparator"]:
            return "达到国际先进水平"
        low, high = asked["value"], asked["valueMax"]
        return f"{low}～{high}" if high else low

    def upload(self, kind: str, path: Path) -> None:
        session = self.session
        box = session.page.locator(f"#kind-{kind}")
        box.locator("[type=file]").set_input_files(path)
        box.locator("[name=not_secret]").check()
        session.press("上传", within=box)
        expect(session.page.locator(f"#kind-{kind} .files")).to_contain_text(path.name)

    def check(self) -> None:
        self.session.follow("检查并提交", within=self.session.page.locator("main"))

    def submit(self, page: Page | None = None) -> str:
        """确认提交 on the page of the pre-check; the address of the receipt."""
        page = page or self.session.page
        with self.session.leaving(page):
            page.get_by_role("button", name="确认提交").click()
        return page.url

    def paper(self, title: str) -> bytes:
        """Wait on the receipt until a paper is made, and download it."""
        box = self.session.page.locator(".paper").filter(has_text=title)
        link = box.get_by_role("link", name="下载 PDF")
        expect(link).to_be_visible(timeout=90_000)
        return self.session.download(link)
