"""Predicates over recommendation, review and decision: (allowed, 原因). Shared by gate, services and pages."""

from datetime import datetime

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.models import Application, ApplicationState
from calls.models import Call
from calls.models.call import DeadlineKind
from calls.selectors.deadlines import is_before_deadline
from portal.accounts.actor import Actor
from portal.templatetags.portal import beijing
from portal.workflow import ALLOWED, Verdict
from reviews.models import (
    Assignment,
    Decision,
    EligibilityCheck,
    Objection,
    PublicNotice,
    RecommendationList,
    ReturnNote,
    ReviewRound,
)
from reviews.models.decision import DecisionState, ObjectionState
from reviews.models.review import AssignmentState, RoundState

#: Fewer opinions than this are no review (issue: 指派专家至少 2 名).
LEAST_EXPERTS = 2


# --- who ---------------------------------------------------------------------------------------------------------
def is_list_officer(actor: Actor, list_: RecommendationList) -> Verdict:
    if not (actor.is_bureau and actor.organisation_id == list_.recommender_id):
        return False, _("只有本推荐单位的审核员可以办理。")
    return ALLOWED


def is_call_officer(actor: Actor, call: Call) -> Verdict:
    if not (actor.is_issuing and actor.organisation_id == call.issuer_id):
        return False, _("只有发榜单位的经办人可以办理。")
    return ALLOWED


def is_check_officer(actor: Actor, check: EligibilityCheck) -> Verdict:
    return is_call_officer(actor, check.application.call)


def is_round_officer(actor: Actor, round_: ReviewRound) -> Verdict:
    return is_call_officer(actor, round_.call)


def is_decision_officer(actor: Actor, decision: Decision) -> Verdict:
    return is_call_officer(actor, decision.application.call)


def is_objection_officer(actor: Actor, objection: Objection) -> Verdict:
    return is_call_officer(actor, objection.decision.application.call)


def is_assignment_officer(actor: Actor, assignment: Assignment) -> Verdict:
    return is_call_officer(actor, assignment.round.call)


def is_assigned_expert(actor: Actor, assignment: Assignment) -> Verdict:
    if not (actor.is_expert and actor.user_id == assignment.expert_id):
        return False, _("只有被指派的专家本人可以办理。")
    return ALLOWED


def may_recuse(actor: Actor, assignment: Assignment) -> Verdict:
    """The expert declares a conflict, or the officer found one."""
    verdict = is_assigned_expert(actor, assignment)
    return verdict if verdict[0] else is_assignment_officer(actor, assignment)


# --- whether it is possible now ----------------------------------------------------------------------------------
def sending_obstacles(*, list_: RecommendationList, arrived_at: datetime) -> list[str]:
    """Everything that keeps the list from being sent now, in Chinese; empty when it may go."""
    call, obstacles = list_.call, []
    if not list_.recommendations.exclude(application__state=ApplicationState.WITHDRAWN).exists():
        obstacles.append(_("推荐表中还没有申报。"))
    if not is_before_deadline(
        call=call, kind=DeadlineKind.RECOMMENDER, arrived_at=arrived_at, organisation=list_.recommender
    ):
        obstacles.append(_("推荐单位的报送截止时间已过。"))
    mine = Application._base_manager.filter(call=call, recommender=list_.recommender_id)
    unprocessed = mine.filter(state=ApplicationState.SUBMITTED).count()
    if unprocessed:
        obstacles.append(_("还有 %(count)d 项申报没有处理（推荐、退回或不予推荐）。") % {"count": unprocessed})
    answerable = (
        ReturnNote.objects.filter(
            application__in=mine.filter(state=ApplicationState.RETURNED).values("pk"), until__gt=arrived_at
        )
        .values("application")
        .distinct()
        .count()
    )
    if answerable:
        obstacles.append(_("还有 %(count)d 项已退回的申报仍在答复期内。") % {"count": answerable})
    return obstacles


def round_can_open(actor: Actor, round_: ReviewRound) -> Verdict:
    if round_.due_at <= timezone.now():
        return False, _("评分截止已过，请先延长评分截止。")
    weights = round_.criteria.aggregate(total=Sum("weight"))["total"]
    if weights != 100:
        return False, _("评分指标的权重合计应为 100，现在是 %(total)d。") % {"total": weights or 0}
    counts = experts_by_application(round_=round_)
    if not counts:
        return False, _("还没有指派专家。")
    short = sum(1 for count in counts.values() if count < round_.experts_per_application)
    if short:
        return False, _("有 %(count)d 项申报的专家不足 %(need)d 名。") % {
            "count": short,
            "need": round_.experts_per_application,
        }
    return ALLOWED


def round_can_close(actor: Actor, round_: ReviewRound) -> Verdict:
    assignments = _assignments_of(round_)
    open_ = assignments.filter(state__in=[AssignmentState.INVITED, AssignmentState.ACCEPTED]).count()
    if open_:
        return False, _("还有 %(count)d 份评分没有交。") % {"count": open_}
    short = sum(
        1
        for count in experts_by_application(round_=round_, states=[AssignmentState.SCORED]).values()
        if count < round_.experts_per_application
    )
    if short:
        return False, _("有 %(count)d 项申报的评分不足 %(need)d 份，请补充指派。") % {
            "count": short,
            "need": round_.experts_per_application,
        }
    return ALLOWED


def _assignments_of(round_: ReviewRound) -> QuerySet[Assignment]:
    """Those that count: what was withdrawn while the round was prepared is reviewed by nobody."""
    return Assignment._base_manager.filter(round=round_).exclude(application__state=ApplicationState.WITHDRAWN)


def experts_by_application(*, round_: ReviewRound, states: list[str] | None = None) -> dict[int, int]:
    """Application id → number of its assignments in ``states`` (default: all but recused); zeros are kept."""
    counts: dict[int, int] = {}
    for application, state in _assignments_of(round_).values_list("application", "state"):
        counts.setdefault(application, 0)
        if state in states if states else state != AssignmentState.RECUSED:
            counts[application] += 1
    return counts


def round_is_open(actor: Actor, assignment: Assignment) -> Verdict:
    if assignment.round.state != RoundState.OPEN:
        return False, _("本轮评审不在进行中。")
    return ALLOWED


def scoring_in_time(*, round_: ReviewRound, arrived_at: datetime) -> Verdict:
    """评分截止 is the first instant that is too late, until an officer extends it."""
    if arrived_at >= round_.due_at:
        return False, _("评分截止（%(due)s）已过，不能再保存或提交评分；确需补交的，请联系发榜单位延长评分截止。") % {
            "due": beijing(round_.due_at)
        }
    return ALLOWED


def scorecard_is_complete(actor: Actor, assignment: Assignment) -> Verdict:
    card = getattr(assignment, "scorecard", None)
    needed = assignment.round.criteria.count()
    if card is None or card.scores.count() < needed:
        return False, _("还有评分指标没有打分。")
    if not card.comment.strip():
        return False, _("请写明评审意见。")
    return ALLOWED


def can_decide(actor: Actor, application: Application) -> Verdict:
    """A decision may be proposed for what was reviewed and not announced yet."""
    verdict = is_call_officer(actor, application.call)
    if not verdict[0]:
        return verdict
    if application.state != ApplicationState.REVIEWED:
        return False, _("评审尚未结束，不能拟定结果。")
    if Decision._base_manager.filter(application=application).exclude(state=DecisionState.PROPOSED).exists():
        return False, _("结果已经公示，只能经异议处理更正。")
    return ALLOWED


def objection_term_is_over(*, notice: PublicNotice, now: datetime) -> Verdict:
    if notice.objections_until and now < notice.objections_until:
        return False, _("异议期未满，不能确定结果。")
    return ALLOWED


def has_no_open_objection(actor: Actor, decision: Decision) -> Verdict:
    if Objection._base_manager.filter(decision=decision, state=ObjectionState.OPEN).exists():
        return False, _("还有异议没有处理。")
    if Decision._base_manager.filter(supersedes=decision).exists():
        return False, _("该结果已由新的决定更正。")
    return ALLOWED


def can_object(*, decision: Decision, arrived_at: datetime) -> Verdict:
    if decision.state != DecisionState.ANNOUNCED:
        return False, _("该结果不在公示期。")
    if decision.notice.objections_until and arrived_at >= decision.notice.objections_until:
        return False, _("异议期已满。")
    return ALLOWED
