"""Stages of a call, each with its word for people and the tone of its tag (look.css)."""

from enum import Enum

from django.utils.translation import gettext_lazy as _


class Stage(Enum):
    """Derived from the deadlines and the clock (`calls.selectors.deadlines.stage_of`), never stored."""

    DRAFT = ("draft", _("起草中"), "none")
    REVIEW = ("review", _("待复核"), "warn")
    SCHEDULED = ("scheduled", _("待发布"), "go")
    UPCOMING = ("upcoming", _("即将开放"), "none")
    OPEN = ("open", _("申报中"), "go")
    RECOMMENDING = ("recommending", _("推荐报送中"), "warn")
    CLOSED = ("closed", _("已截止"), "ok")
    IN_REVIEW = ("in_review", _("评审中"), "go")
    IN_NOTICE = ("in_notice", _("公示中"), "go")
    ANNOUNCED = ("announced", _("已公布"), "ok")

    def __init__(self, code: str, label: str, tone: str) -> None:
        self.code = code
        self.label = label
        self.tone = tone


#: Stages that only the office meets.
OFFICE_STAGES = (Stage.DRAFT, Stage.REVIEW, Stage.SCHEDULED)
#: Stages of a published call that follow from its deadlines alone.
PUBLIC_STAGES = (Stage.UPCOMING, Stage.OPEN, Stage.RECOMMENDING, Stage.CLOSED)
#: What may follow 已截止, as the rooms above say (`calls.hooks.later_stages`).
LATER_STAGES = (Stage.IN_REVIEW, Stage.IN_NOTICE, Stage.ANNOUNCED)
#: Stages that a visitor can meet, for filters.
SHOWN_STAGES = (*PUBLIC_STAGES, *LATER_STAGES)
