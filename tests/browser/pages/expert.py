"""An expert: declare, read, score."""

from collections.abc import Sequence

from tests.browser.session import Session


class Expert:
    def __init__(self, session: Session) -> None:
        self.session = session

    def open_task(self, organisation: str) -> None:
        self.session.open("/review/")
        self.session.fits_a_phone()
        self.session.follow(organisation)

    def recuse(self, organisation: str, *, reason: str) -> None:
        self.open_task(organisation)
        self.session.fill({"conflict": "yes", "reason": reason})
        self.session.press("提交声明")
        self.session.sees("已回避")

    def accept(self, organisation: str) -> None:
        self.open_task(organisation)
        self.session.fill({"conflict": "no"})
        self.session.press("提交声明")

    def score(self, values: Sequence[int], *, comment: str) -> None:
        """One value a criterion, in their order, then 交评分."""
        session = self.session
        fields = session.page.locator("[name^=score-]").all()
        assert len(fields) == len(values)
        for field, value in zip(fields, values, strict=True):
            field.fill(str(value))
        session.fill({"comment": comment})
        session.press("交评分")
        session.sees("评分已交")
