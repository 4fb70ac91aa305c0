"""One person's browser session, and the watch over what must never happen in any of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

#: Pages wait for a worker that shares two cores with the browser.
PATIENCE_MS = 30_000
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 812}

expect.set_options(timeout=PATIENCE_MS)


class Session:
    """A context of its own (cookies, cache) with one page; every page that it opens is watched."""

    def __init__(self, browser: Browser, base_url: str, who: str, **options: Any) -> None:
        """``options``: more of Playwright's for the context (certificates, headers)."""
        self.who = who
        self.troubles: list[str] = []
        self.context = browser.new_context(
            base_url=base_url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESK, **options
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("console", self._heard)
        self.context.on("weberror", lambda error: self._note(f"{error.page.url}: {error.error}"))
        self.context.on("response", self._answered)
        self.page: Page = self.context.new_page()

    def _note(self, trouble: str) -> None:
        self.troubles.append(f"{self.who}: {trouble}")

    def _heard(self, message: ConsoleMessage) -> None:
        # The browser also says so of 404, 409 and 422, which tests ask for; answers are judged by `_answered`.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._note(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            self._note(f"{response.status} {response.request.method} {response.url}")

    def close(self) -> None:
        self.context.close()

    # --- going about -------------------------------------------------------------------------
    def open(self, address: str, *, status: int = 200) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{self.who}: {answer.status} at {address}\n{self.text()[:2000]}"

    @contextmanager
    def leaving(self, page: Page | None = None) -> Iterator[None]:
        """The page is another one afterwards, loaded and without a complaint on top."""
        page = page or self.page
        with page.expect_navigation(wait_until="load") as gone:
            yield
        answer = gone.value
        assert answer is None or answer.status < 400, (
            f"{self.who}: {answer.status} at {answer.url}\n{page.locator('main').inner_text()[:2000]}"
        )

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the button of exactly this name, and arrive where it leads."""
        with self.leaving():
            (within or self.page.locator("main")).get_by_role("button", name=name, exact=True).last.click()

    def follow(self, name: str, *, within: Locator | None = None, exact: bool = True) -> None:
        """Follow the link of this name."""
        with self.leaving():
            (within or self.page.locator("body")).get_by_role("link", name=name, exact=exact).first.click()

    def fill(self, values: Mapping[str, str], *, within: Locator | None = None) -> None:
        """Fill in fields by their names: texts and dates, a choice by its value, a tick by "on"."""
        for name, value in values.items():
            field = (within or self.page.locator("main")).locator(f'[name="{name}"]')
            kind = field.first.evaluate("field => field.type")
            if kind == "radio":
                field.and_(self.page.locator(f'[value="{value}"]')).check()
            elif kind == "checkbox":
                field.set_checked(value == "on")
            elif kind.startswith("select"):
                field.select_option(value)
            else:
                field.fill(value)

    # --- reading -----------------------------------------------------------------------------
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def sees(self, *texts: str) -> None:
        """Each text stands on the page, now or as soon as the page has updated itself."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def sees_not(self, *texts: str) -> None:
        shown = self.text()
        for text in texts:
            assert text not in shown, f"{self.who} sees “{text}” at {self.page.url}"

    def row(self, text: str) -> Locator:
        """The row of a table with this text."""
        return self.page.locator("tr").filter(has_text=text)

    def download(self, link: Locator) -> bytes:
        """What a link gives as an attachment."""
        with self.page.expect_download() as started:
            link.click()
        return Path(started.value.path()).read_bytes()

    def fits_a_phone(self) -> None:
        """Nothing of the page stands out to the right of 375 px."""
        self.page.set_viewport_size(PHONE)
        scrolls = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        wide = scrolls and self.page.evaluate(
            """() => [...document.querySelectorAll("body *")]
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll"))
                .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""
        )
        self.page.set_viewport_size(DESK)
        assert not scrolls, f"{self.who}: {self.page.url} is wider than 375 px: {wide}"

    # --- signing in --------------------------------------------------------------------------
    def sign_in(self, login: str, password: str, *, code: str = "") -> None:
        self.open("/accounts/login/")
        self.fill({"login": login, "password": password})
        self.press("登录")
        if code:
            self.sees("输入动态验证码")
            self.fill({"code": code})
            self.press("登录")
