"""Stages of a call, each with its word for people and the tone of its tag (look.css)."""

from enum import Enum

from django.utils.translation import gettext_lazy as _


class Stage(Enum):
    """Derived from the deadlines and the clock (`calls.selectors.deadlines.stage_of`), never stored."""

    DRAFT = ("draft", _("起草中"), "none")
    REVIEW = ("review", _("待复核"), "warn")
    SCHEDULED = ("scheduled", _("待发布"), "go")
    UPCOMING = ("upcoming", _("即将开始"), "none")
    OPEN = ("open", _("申报中"), "go")
    RECOMMENDING = ("recommending", _("推荐报送中"), "warn")
    CLOSED = ("closed", _("已截止"), "ok")

    def __init__(self, code: str, label: str, tone: str) -> None:
        self.code = code
        self.label = label
        self.tone = tone


#: Stages that only the office meets.
OFFICE_STAGES = (Stage.DRAFT, Stage.REVIEW, Stage.SCHEDULED)
#: Stages that a visitor can meet, for filters.
PUBLIC_STAGES = (Stage.UPCOMING, Stage.OPEN, Stage.RECOMMENDING, Stage.CLOSED)
