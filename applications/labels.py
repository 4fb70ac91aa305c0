"""What the applicant calls a state; nothing here that was not announced. Officers' words: reviews/labels.py."""

from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.models import ApplicationState as S
from portal.accounts.actor import Actor


class Label(NamedTuple):
    """A word, the tone of its tag (look.css), who has the application now, and what comes next."""

    text: str
    tone: str
    holder: str = ""
    next: str = ""


#: The same before and after 推荐: nobody learns of it before the list was sent.
_WITH_BUREAU = Label(
    _("推荐单位审核中"),
    "go",
    _("推荐单位"),
    _("推荐单位审核后推荐、退回修改或不予推荐；推荐的统一报送发榜单位。"),
)
_REVIEWING = Label(_("评审中"), "go", _("发榜单位"), _("发榜单位组织评审，结果以公示为准。"))
#: From the moment the list was sent, of which the applicant has a message, until the issuer takes it in.
_SENT = Label(_("已推荐报送"), "go", _("发榜单位"), _("发榜单位接收后进行形式审查。"))
_ANNOUNCED = Label(_("结果已公示"), "ok")
_BY_STATE: dict[str, Label] = {
    S.DRAFT: Label(_("草稿"), "none", _("本单位"), _("填写各部分，检查无误后提交。")),
    S.SUBMITTED: _WITH_BUREAU,
    S.RETURNED: Label(_("已退回，待修改"), "warn", _("本单位"), _("按退回意见修改后重新提交。")),
    S.RECOMMENDED: _WITH_BUREAU,
    S.DECLINED: Label(_("未获推荐"), "bad", _("推荐单位"), _("如有疑问，请联系推荐单位。")),
    S.RECEIVED: Label(_("形式审查中"), "go", _("发榜单位"), _("发榜单位进行形式审查。")),
    S.CORRECTION: Label(_("待补正"), "warn", _("本单位"), _("按补正要求修改后重新提交。")),
    S.ACCEPTED: Label(_("形式审查通过"), "ok", _("发榜单位"), _("等待评审。")),
    S.INELIGIBLE: Label(_("形式审查未通过"), "bad", _("发榜单位"), _("如有疑问，请联系发榜单位。")),
    S.IN_REVIEW: _REVIEWING,
    S.REVIEWED: _REVIEWING,
    S.WITHDRAWN: Label(_("已撤回"), "none", _("本单位"), ""),
}


def applicant_label(application: Application, *, announced: bool) -> Label:
    """The one label of an application for its applicant; ``announced``: a result of it was published."""
    if announced:
        return _ANNOUNCED
    if application.state == S.RECOMMENDED and application.sent_at is not None:
        return _SENT
    return _BY_STATE[application.state]


def state_word(actor: Actor, application: Application) -> str:
    """The state in a sentence that refuses something: it tells no more than the pages of who asks."""
    if actor.is_applicant:
        return str(applicant_label(application, announced=False).text)
    if actor.is_bureau and application.sent_at is not None and application.state != S.WITHDRAWN:
        return str(_("已报送"))
    return application.get_state_display()


#: What the applicant's list may be filtered by: labels with one holder are one filter.
APPLICANT_FILTERS: tuple[tuple[str, str], ...] = (
    ("open", _("填写中")),
    ("bureau", _("推荐单位审核中")),
    ("issuer", _("发榜单位办理中")),
    ("ended", _("已结束")),
)


def applicant_filter(key: str, *, announced: Q) -> Q | None:
    """The applications that a filter shows, None for an unknown one; ``announced`` are those with a result."""
    sent = Q(state=S.RECOMMENDED, sent_at__isnull=False)
    return {
        "open": Q(state__in=[S.DRAFT, S.RETURNED, S.CORRECTION]) & ~announced,
        "bureau": (Q(state=S.SUBMITTED) | Q(state=S.RECOMMENDED, sent_at__isnull=True)) & ~announced,
        "issuer": (sent | Q(state__in=[S.RECEIVED, S.ACCEPTED, S.IN_REVIEW, S.REVIEWED])) & ~announced,
        "ended": Q(state__in=[S.DECLINED, S.INELIGIBLE, S.WITHDRAWN]) | announced,
    }.get(key)
