"""The life of an application: every move there is (DESIGN: Life of an application)."""

from django.utils.translation import gettext_lazy as _

from applications import rules
from applications.labels import state_word
from applications.models import Application
from applications.models import ApplicationState as S
from portal.workflow import Table, Transition, register_table


def _from(*states: S) -> frozenset[str]:
    return frozenset(states)


TABLE = Table(
    "applications.application",
    (
        # the applicant
        Transition("submit", _from(S.DRAFT), S.SUBMITTED, _("提交"), rules.can_submit, rules.organisation_is_active),
        Transition(
            "resubmit", _from(S.RETURNED), S.SUBMITTED, _("重新提交"), rules.can_submit, rules.organisation_is_active
        ),
        Transition(
            "supply", _from(S.CORRECTION), S.RECEIVED, _("提交补正"), rules.can_submit, rules.organisation_is_active
        ),
        Transition(
            "withdraw",
            _from(
                S.DRAFT,
                S.SUBMITTED,
                S.RETURNED,
                S.RECOMMENDED,
                S.DECLINED,
                S.RECEIVED,
                S.CORRECTION,
                S.ACCEPTED,
                S.INELIGIBLE,
            ),
            S.WITHDRAWN,
            _("撤回"),
            rules.can_submit,
            needs_comment=True,
        ),
        # the recommender
        Transition("return", _from(S.SUBMITTED), S.RETURNED, _("退回"), rules.is_recommender, needs_comment=True),
        Transition("recommend", _from(S.SUBMITTED), S.RECOMMENDED, _("推荐"), rules.is_recommender),
        Transition(
            "reconsider",
            _from(S.RECOMMENDED, S.DECLINED),
            S.SUBMITTED,
            _("撤销推荐意见"),
            rules.is_recommender,
            rules.was_not_sent,
            needs_comment=True,
        ),
        Transition(
            "leave_behind",
            _from(S.RECOMMENDED),
            S.DECLINED,
            _("超出推荐限额，未报送"),
            rules.is_recommender,
            rules.was_not_sent,
            needs_comment=True,
        ),
        Transition("decline", _from(S.SUBMITTED), S.DECLINED, _("不予推荐"), rules.is_recommender, needs_comment=True),
        # the issuer
        Transition("receive", _from(S.RECOMMENDED), S.RECEIVED, _("接收"), rules.is_issuer, rules.was_sent),
        Transition(
            "ask_correction", _from(S.RECEIVED), S.CORRECTION, _("要求补正"), rules.is_issuer, needs_comment=True
        ),
        Transition("accept", _from(S.RECEIVED), S.ACCEPTED, _("形式审查通过"), rules.is_issuer),
        Transition("reject", _from(S.RECEIVED), S.INELIGIBLE, _("形式审查不通过"), rules.is_issuer, needs_comment=True),
        Transition("start_review", _from(S.ACCEPTED), S.IN_REVIEW, _("开始评审"), rules.is_issuer),
        Transition("finish_review", _from(S.IN_REVIEW), S.REVIEWED, _("结束评审"), rules.is_issuer),
    ),
    issuer=lambda application: application.call.issuer_id,
    state_word=state_word,
)

register_table(Application, TABLE)
