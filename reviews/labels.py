"""What a state is called, per audience, with the tone of its tag (look.css): (label, tone).

A recommender learns nothing of what the issuer does with a sent application: 已报送 stays 已报送, whether it is being
checked, scored or decided on, until the notice is out.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from applications.models import Application, ApplicationState
from reviews.models.decision import Decision, DecisionState, Outcome
from reviews.models.eligibility import CheckState
from reviews.models.review import AssignmentState, RoundState


class Label(NamedTuple):
    text: str
    tone: str


#: The recommender's states, in the order of its work; also the choices of its filter.
BUREAU = {
    "submitted": Label(_("待处理"), "warn"),
    "returned": Label(_("已退回"), "go"),
    "recommended": Label(_("已推荐"), "ok"),
    "declined": Label(_("不予推荐"), "none"),
    "beyond_quota": Label(_("超出限额，未报送"), "none"),
    "sent": Label(_("已报送"), "ok"),
    "withdrawn": Label(_("已撤回"), "none"),
}
OFFICE = {
    ApplicationState.RECOMMENDED: Label(_("待接收"), "warn"),
    ApplicationState.RECEIVED: Label(_("待形式审查"), "go"),
    ApplicationState.CORRECTION: Label(_("待补正"), "warn"),
    ApplicationState.ACCEPTED: Label(_("形式审查通过"), "ok"),
    ApplicationState.INELIGIBLE: Label(_("形式审查不通过"), "bad"),
    ApplicationState.IN_REVIEW: Label(_("评审中"), "go"),
    ApplicationState.REVIEWED: Label(_("评审完成"), "ok"),
    ApplicationState.WITHDRAWN: Label(_("已撤回"), "none"),
}
CHECK = {
    CheckState.OPEN: Label(_("待审查"), "warn"),
    CheckState.PASSED: Label(_("通过"), "ok"),
    CheckState.FAILED: Label(_("不通过"), "bad"),
}
ROUND = {
    RoundState.DRAFT: Label(_("筹备中"), "none"),
    RoundState.OPEN: Label(_("评审中"), "go"),
    RoundState.CLOSED: Label(_("已结束"), "ok"),
}
ASSIGNMENT = {
    AssignmentState.INVITED: Label(_("待声明"), "warn"),
    AssignmentState.ACCEPTED: Label(_("评审中"), "go"),
    AssignmentState.RECUSED: Label(_("已回避"), "none"),
    AssignmentState.SCORED: Label(_("已评分"), "ok"),
}
DECISION = {
    DecisionState.PROPOSED: Label(_("拟定"), "warn"),
    DecisionState.ANNOUNCED: Label(_("公示中"), "go"),
    DecisionState.FINAL: Label(_("已确定"), "ok"),
}
OUTCOME = {
    Outcome.SHORTLISTED: Label(_("入围"), "ok"),
    Outcome.NOT_SHORTLISTED: Label(_("未入围"), "none"),
}
RESERVE = Label(_("储备"), "go")
RESULT = {
    "met": Label(_("符合"), "ok"),
    "unmet": Label(_("不符合"), "bad"),
    "unknown": Label(_("无法判断"), "warn"),
}


def outcome_label(decision: Decision) -> Label:
    """What a decision says of its unit, in every place: 入围; else 储备 where it stands on that list (decision 0009:
    winners may stand there as well, and read 入围); else 未入围.

    An announced decision speaks of a reserve that was announced, a proposed one of the list as it stands.
    """
    if decision.outcome == Outcome.NOT_SHORTLISTED:
        reserve = getattr(decision.application, "reserve", None)
        if reserve and (reserve.announced_at or decision.state == DecisionState.PROPOSED):
            return RESERVE
    return OUTCOME[decision.outcome]


def bureau_state(application: Application) -> str:
    """Key of `BUREAU` for the application."""
    if application.state == ApplicationState.WITHDRAWN:
        return "withdrawn"
    if application.sent_at is not None:
        return "sent"
    # A declined one has no row on the list, unless it was left behind when the list was sent.
    if application.state == ApplicationState.DECLINED and hasattr(application, "recommendation"):
        return "beyond_quota"
    return application.state


def bureau_label(application: Application) -> Label:
    return BUREAU[bureau_state(application)]


def office_label(application: Application) -> Label:
    return OFFICE[application.state]
