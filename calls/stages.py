"""Stages of a call, each with its word for people and the tone of its tag (look.css)."""

from enum import Enum

from django.utils.translation import gettext_lazy as _


class Stage(Enum):
    """Derived from the deadlines and the clock (`calls.selectors.deadlines.stage_of`), never stored."""

    DRAFT = ("draft", _("起草中"), "none")
    UPCOMING = ("upcoming", _("即将开始"), "none")
    OPEN = ("open", _("申报中"), "go")
    RECOMMENDING = ("recommending", _("推荐报送中"), "warn")
    CLOSED = ("closed", _("已截止"), "ok")

    def __init__(self, code: str, label: str, tone: str) -> None:
        self.code = code
        self.label = label
        self.tone = tone


#: Stages that a visitor can meet, for filters.
PUBLIC_STAGES = (Stage.UPCOMING, Stage.OPEN, Stage.RECOMMENDING, Stage.CLOSED)
