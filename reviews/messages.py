"""What this room tells people: to whom, in which words, with which link. All inside the caller's transaction.

Nothing here speaks of a decision except `tell_announced`, which the announcement alone calls.
"""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application, ApplicationState
from portal.accounts.roles import FILING_ROLES, Role
from portal.accounts.selectors.people import experts_now, people_of
from portal.notifications.services.messages import messages_send, register_message_kinds
from portal.templatetags.portal import beijing
from reviews import labels
from reviews.models import (
    Assignment,
    Correction,
    Decision,
    EligibilityCheck,
    Objection,
    PublicNotice,
    RecommendationList,
    ReturnNote,
    RoundExtension,
)
from reviews.models.review import AssignmentState

register_message_kinds(
    application_returned=gettext_lazy("退回"),
    application_declined=gettext_lazy("不予推荐"),
    application_sent=gettext_lazy("已推荐报送"),
    application_ineligible=gettext_lazy("形式审查不通过"),
    list_sent=gettext_lazy("推荐表报送"),
    correction_asked=gettext_lazy("补正"),
    assigned=gettext_lazy("评审任务"),
    assignment_reopened=gettext_lazy("退回重评"),
    round_extended=gettext_lazy("评分截止延长"),
    assignment_recused=gettext_lazy("专家回避"),
    decision_announced=gettext_lazy("评审结果"),
    notice_published=gettext_lazy("公示"),
    objection_raised=gettext_lazy("异议"),
    objection_answered=gettext_lazy("异议处理"),
)


def _tell_applicant(*, application: Application, key: str, kind: str, subject: str, body: str) -> None:
    messages_send(
        key_prefix=key,
        memberships=people_of(application.organisation_id, FILING_ROLES),
        kind=kind,
        subject=subject,
        body=body,
        link=reverse("applications:detail", args=[application.public_id]),
    )


def tell_returned(note: ReturnNote) -> None:
    application = note.application
    _tell_applicant(
        application=application,
        key=f"return:{note.pk}",
        kind="application_returned",
        subject=_("申报 %(number)s 被退回，请修改后重新提交") % {"number": application.number},
        body=_("%(recommender)s 退回了本单位的申报，答复截止 %(until)s。\n\n退回意见：%(comment)s")
        % {"recommender": application.recommender, "until": beijing(note.until), "comment": note.comment},
    )


def tell_declined(application: Application, *, reason: str, at: datetime) -> None:
    _tell_applicant(
        application=application,
        key=f"decline:{application.pk}:{at.timestamp()}",
        kind="application_declined",
        subject=_("申报 %(number)s 未获推荐") % {"number": application.number},
        body=_("%(recommender)s 决定不予推荐。\n\n理由：%(reason)s")
        % {"recommender": application.recommender, "reason": reason},
    )


def tell_sent(list_: RecommendationList, applications: list[Application]) -> None:
    """To the issuer's officers once, to each applicant on the list without its rank."""
    messages_send(
        key_prefix=f"list:{list_.pk}:sent",
        memberships=people_of(list_.call.issuer_id, [Role.ISSUING_OFFICER]),
        kind="list_sent",
        subject=_("%(recommender)s 报送了推荐表（%(count)d 项）")
        % {"recommender": list_.recommender, "count": len(applications)},
        body=_("榜单：%(call)s\n报送时间：%(at)s") % {"call": list_.call, "at": beijing(list_.sent_at)},
        link=f"{reverse('reviews:office_applications')}?call={list_.call.public_id}",
    )
    for application in applications:
        _tell_applicant(
            application=application,
            key=f"list:{list_.pk}:sent:{application.pk}",
            kind="application_sent",
            subject=_("申报 %(number)s 已获推荐并报送") % {"number": application.number},
            body=_("%(recommender)s 已将本单位的申报报送 %(issuer)s。")
            % {"recommender": list_.recommender, "issuer": list_.call.issuer},
        )


def tell_correction(correction: Correction) -> None:
    application = correction.application
    _tell_applicant(
        application=application,
        key=f"correction:{correction.pk}",
        kind="correction_asked",
        subject=_("申报 %(number)s 需要补正") % {"number": application.number},
        body=_("%(issuer)s 要求在 %(until)s 前补正。\n\n补正要求：%(comment)s")
        % {"issuer": application.call.issuer, "until": beijing(correction.until), "comment": correction.comment},
    )


def tell_ineligible(check: EligibilityCheck) -> None:
    application = check.application
    _tell_applicant(
        application=application,
        key=f"ineligible:{check.pk}",
        kind="application_ineligible",
        subject=_("申报 %(number)s 形式审查不通过") % {"number": application.number},
        body=_("%(issuer)s 形式审查不通过。\n\n理由：%(reason)s")
        % {"issuer": application.call.issuer, "reason": check.reason},
    )


def tell_reopened(assignment: Assignment, *, reason: str, at: datetime) -> None:
    messages_send(
        key_prefix=f"reopened:{assignment.pk}:{at.timestamp()}",
        memberships=list(experts_now().filter(user=assignment.expert_id)),
        kind="assignment_reopened",
        subject=_("请修改一份评分后重新提交"),
        body=_("轮次：%(round)s\n原因：%(reason)s") % {"round": assignment.round.name, "reason": reason},
        link=reverse("reviews:assignment", args=[assignment.public_id]),
    )


def tell_assigned(assignments: list[Assignment]) -> None:
    """One message per expert and batch; says how many, not whose."""
    by_expert: dict[int, list[Assignment]] = {}
    for assignment in assignments:
        by_expert.setdefault(assignment.expert_id, []).append(assignment)
    for membership in experts_now().filter(user__in=list(by_expert)):
        mine = by_expert[membership.user_id]
        round_ = mine[0].round
        messages_send(
            key_prefix=f"assigned:{round_.pk}:{mine[0].pk}",
            memberships=[membership],
            kind="assigned",
            subject=_("您有 %(count)d 项评审任务") % {"count": len(mine)},
            body=_("榜单：%(call)s\n轮次：%(round)s\n评分截止：%(due)s\n请先声明有无利益冲突，再评分。")
            % {"call": round_.call, "round": round_.name, "due": beijing(round_.due_at)},
            link=reverse("reviews:assignment_list"),
        )


def tell_extended(extension: RoundExtension) -> None:
    """To every expert with a task of the round that was not handed in; not of what was withdrawn."""
    round_ = extension.round
    open_ = Assignment._base_manager.filter(round=round_, state__in=[AssignmentState.INVITED, AssignmentState.ACCEPTED])
    concerned = open_.exclude(application__state=ApplicationState.WITHDRAWN).values("expert")
    messages_send(
        key_prefix=f"round-extended:{extension.pk}",
        memberships=list(experts_now().filter(user__in=concerned)),
        kind="round_extended",
        subject=_("评分截止延长至 %(until)s") % {"until": beijing(extension.until)},
        body=_("榜单：%(call)s\n轮次：%(round)s\n原因：%(reason)s")
        % {"call": round_.call, "round": round_.name, "reason": extension.reason},
        link=reverse("reviews:assignment_list"),
    )


def tell_recused(assignment: Assignment) -> None:
    messages_send(
        key_prefix=f"recused:{assignment.pk}",
        memberships=people_of(assignment.round.call.issuer_id, [Role.ISSUING_OFFICER]),
        kind="assignment_recused",
        subject=_("一名专家回避了申报 %(number)s 的评审") % {"number": assignment.application.number},
        body=_("请补充指派。\n\n回避原因：%(reason)s") % {"reason": assignment.recusal.reason},
        link=reverse("reviews:office_round", args=[assignment.round.public_id]),
    )


def tell_announced(notice: PublicNotice, decisions: list[Decision]) -> None:
    """Every applicant its own result, every bureau that the notice is out."""
    link = reverse("reviews:notice", args=[notice.public_id])
    for decision in decisions:
        application, outcome = decision.application, labels.outcome_label(decision).text
        messages_send(
            key_prefix=f"decision:{decision.pk}:announced",
            memberships=people_of(application.organisation_id, FILING_ROLES),
            kind="decision_announced",
            subject=_("申报 %(number)s 的评审结果已公示：%(outcome)s")
            % {"number": application.number, "outcome": outcome},
            body=_("榜单：%(call)s\n结果：%(outcome)s\n公示：%(title)s")
            % {"call": notice.call, "outcome": outcome, "title": notice.title},
            link=link,
        )
    for bureau in sorted({decision.application.recommender_id for decision in decisions}):
        messages_send(
            key_prefix=f"notice:{notice.pk}:{bureau}",
            memberships=people_of(bureau, [Role.BUREAU_OFFICER]),
            kind="notice_published",
            subject=_("评审结果已公示：%(title)s") % {"title": notice.title},
            body=_("榜单：%(call)s") % {"call": notice.call},
            link=link,
        )


def tell_objection(objection: Objection) -> None:
    messages_send(
        key_prefix=f"objection:{objection.pk}",
        memberships=people_of(objection.decision.application.call.issuer_id, [Role.ISSUING_OFFICER]),
        kind="objection_raised",
        subject=_("收到一件异议"),
        body=_("公示：%(title)s\n\n异议理由：%(grounds)s")
        % {"title": objection.decision.notice.title, "grounds": objection.grounds},
        link=reverse("reviews:office_objection", args=[objection.public_id]),
    )


def tell_answered(objection: Objection) -> None:
    """To the objector. An upheld objection is answered only when the new decision has been announced."""
    messages_send(
        key_prefix=f"objection:{objection.pk}:answered",
        memberships=[objection.raised_by],
        kind="objection_answered",
        subject=_("异议处理结果：%(state)s") % {"state": objection.get_state_display()},
        body=_("处理意见：%(answer)s") % {"answer": objection.answer},
        link=reverse("reviews:notice", args=[objection.decision.notice.public_id]),
    )
