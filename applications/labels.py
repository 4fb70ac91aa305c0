"""What the applicant calls a state; nothing here that was not announced. Officers' words: reviews/labels.py."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from applications.models import ApplicationState as S


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
APPLICANT: dict[str, Label] = {
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
#: What the applicant's list may be filtered by: states with one word are one filter.
APPLICANT_FILTERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("open", _("填写中"), (S.DRAFT, S.RETURNED, S.CORRECTION)),
    ("bureau", _("推荐单位审核中"), (S.SUBMITTED, S.RECOMMENDED)),
    ("issuer", _("发榜单位办理中"), (S.RECEIVED, S.ACCEPTED, S.IN_REVIEW, S.REVIEWED)),
    ("ended", _("已结束"), (S.DECLINED, S.INELIGIBLE, S.WITHDRAWN)),
)
