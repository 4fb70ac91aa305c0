"""Predicates over applications: (allowed, 原因). Shared by the gate, the services and the pages."""

from django.utils.translation import gettext as _

from applications.hooks import list_sent
from applications.labels import state_word
from applications.models import Application, ApplicationState
from applications.models.application import OPEN_STATES
from portal.accounts.actor import Actor
from portal.accounts.roles import FILING_ROLES, SUBMITTING_ROLES
from portal.templatetags.portal import beijing
from portal.workflow import ALLOWED, Verdict


def can_file(actor: Actor, application: Application) -> Verdict:
    """May write in the draft: an admin, editor or seal keeper of the organisation."""
    if actor.organisation_id != application.organisation_id:
        return False, _("只有申报单位的人员可以填写。")
    if actor.role not in FILING_ROLES:
        return False, _("您的角色只能查看，不能填写。")
    return ALLOWED


def can_submit(actor: Actor, application: Application) -> Verdict:
    """May submit: an admin or seal keeper of the organisation."""
    if actor.organisation_id != application.organisation_id:
        return False, _("只有申报单位的人员可以提交。")
    if actor.role not in SUBMITTING_ROLES:
        return False, _("只有单位管理员或印章管理员可以提交。")
    return ALLOWED


def is_open(actor: Actor, application: Application) -> Verdict:
    """The applicant may write in it and submit it: a draft, or returned, or to be corrected."""
    if application.state not in OPEN_STATES:
        return False, _("申报现在是“%(state)s”，不能修改或提交。") % {"state": state_word(actor, application)}
    return ALLOWED


def organisation_is_active(actor: Actor, application: Application) -> Verdict:
    if not application.organisation.is_active:
        return False, _("单位尚未由推荐单位激活，激活后才能提交；草稿已保存。")
    return ALLOWED


def recommender_takes(actor: Actor, application: Application) -> Verdict:
    """A sent 推荐表 is frozen: what came to its recommender afterwards could never be recommended. A 补正 goes to the
    issuer and is not concerned."""
    if application.state == ApplicationState.CORRECTION:
        return ALLOWED
    at = list_sent(application.call_id, application.recommender_id)
    if at:
        return False, _("%(recommender)s已于 %(at)s 报送推荐表，不能再向其提交；草稿仍然保留，请与推荐单位联系。") % {
            "recommender": application.recommender,
            "at": beijing(at),
        }
    return ALLOWED


def is_recommender(actor: Actor, application: Application) -> Verdict:
    if not (actor.is_bureau and actor.organisation_id == application.recommender_id):
        return False, _("只有该申报的推荐单位可以办理。")
    return ALLOWED


def is_issuer(actor: Actor, application: Application) -> Verdict:
    if not (actor.is_issuing and actor.organisation_id == application.call.issuer_id):
        return False, _("只有发榜单位的经办人可以办理。")
    return ALLOWED


def was_sent(actor: Actor, application: Application) -> Verdict:
    if application.sent_at is None:
        return False, _("推荐单位尚未报送推荐表。")
    return ALLOWED


def was_not_sent(actor: Actor, application: Application) -> Verdict:
    if application.sent_at is not None:
        return False, _("推荐表已经报送，不能再改。")
    return ALLOWED
