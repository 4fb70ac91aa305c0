"""Every move of recommendation lists, checks, rounds, assignments, decisions and objections."""

from django.utils.translation import gettext_lazy as _

from portal.workflow import Table, Transition, register_table
from reviews import rules
from reviews.models import Assignment, Decision, EligibilityCheck, Objection, RecommendationList, ReviewRound
from reviews.models.decision import DecisionState, ObjectionState
from reviews.models.eligibility import CheckState
from reviews.models.recommendation import ListState
from reviews.models.review import AssignmentState, RoundState


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


LIST = Table(
    "reviews.recommendationlist",
    (Transition("send", _from(ListState.DRAFT), ListState.SENT, _("报送"), rules.is_list_officer),),
    issuer=lambda sent: sent.call.issuer_id,
)
CHECK = Table(
    "reviews.eligibilitycheck",
    (
        Transition("pass", _from(CheckState.OPEN), CheckState.PASSED, _("审查通过"), rules.is_check_officer),
        Transition(
            "fail",
            _from(CheckState.OPEN),
            CheckState.FAILED,
            _("审查不通过"),
            rules.is_check_officer,
            needs_comment=True,
        ),
    ),
    issuer=lambda check: check.application.call.issuer_id,
)
ROUND = Table(
    "reviews.reviewround",
    (
        Transition(
            "open",
            _from(RoundState.DRAFT),
            RoundState.OPEN,
            _("开始评审"),
            rules.is_round_officer,
            rules.round_can_open,
        ),
        Transition(
            "close",
            _from(RoundState.OPEN),
            RoundState.CLOSED,
            _("结束评审"),
            rules.is_round_officer,
            rules.round_can_close,
        ),
    ),
    issuer=lambda review: review.call.issuer_id,
)
ASSIGNMENT = Table(
    "reviews.assignment",
    (
        Transition(
            "accept",
            _from(AssignmentState.INVITED),
            AssignmentState.ACCEPTED,
            _("声明无利益冲突"),
            rules.is_assigned_expert,
            rules.round_is_open,
        ),
        Transition(
            "recuse",
            _from(AssignmentState.INVITED, AssignmentState.ACCEPTED),
            AssignmentState.RECUSED,
            _("回避"),
            rules.may_recuse,
            needs_comment=True,
        ),
        Transition(
            "score",
            _from(AssignmentState.ACCEPTED),
            AssignmentState.SCORED,
            _("交评分"),
            rules.is_assigned_expert,
            rules.scorecard_is_complete,
        ),
        Transition(
            "reopen",
            _from(AssignmentState.SCORED),
            AssignmentState.ACCEPTED,
            _("退回重评"),
            rules.is_assignment_officer,
            rules.round_is_open,
            needs_comment=True,
        ),
    ),
    issuer=lambda assignment: assignment.round.call.issuer_id,
)
DECISION = Table(
    "reviews.decision",
    (
        Transition(
            "announce",
            _from(DecisionState.PROPOSED),
            DecisionState.ANNOUNCED,
            _("公示"),
            rules.is_decision_officer,
        ),
        Transition(
            "finalise",
            _from(DecisionState.ANNOUNCED),
            DecisionState.FINAL,
            _("确定"),
            rules.is_decision_officer,
            rules.has_no_open_objection,
        ),
    ),
    issuer=lambda decision: decision.application.call.issuer_id,
)
OBJECTION = Table(
    "reviews.objection",
    (
        Transition(
            "uphold",
            _from(ObjectionState.OPEN),
            ObjectionState.UPHELD,
            _("认定成立"),
            rules.is_objection_officer,
            needs_comment=True,
        ),
        Transition(
            "dismiss",
            _from(ObjectionState.OPEN),
            ObjectionState.DISMISSED,
            _("认定不成立"),
            rules.is_objection_officer,
            needs_comment=True,
        ),
    ),
    issuer=lambda objection: objection.decision.application.call.issuer_id,
)

for model, table in (
    (RecommendationList, LIST),
    (EligibilityCheck, CHECK),
    (ReviewRound, ROUND),
    (Assignment, ASSIGNMENT),
    (Decision, DECISION),
    (Objection, OBJECTION),
):
    register_table(model, table)
