"""The call's overview as a task list: each section with its state, ours and those of other rooms."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from calls import hooks
from calls.hooks import CallSection, ChecklistItem
from calls.models import Call, CallImport, Doubt
from calls.selectors.checklist import checklist_of
from calls.selectors.doubts import open_doubts
from portal.accounts.actor import Actor


class Overview(NamedTuple):
    """``sections`` to be done, the checklist they come from, and what is still in doubt after reading a document."""

    sections: list[CallSection]
    items: list[ChecklistItem]
    doubts: list[Doubt]

    @property
    def ready(self) -> bool:
        return all(item.ok for item in self.items if item.required)


def overview_of(*, call: Call, actor: Actor) -> Overview:
    items = checklist_of(call=call)
    ours = [
        _section(call, items, "office_basics", _("基本信息"), _("标题、文号、适用地区、通知正文")),
        _section(call, items, "office_directions", _("方向与指标"), _("任务方向的内容、考核指标、资助强度")),
        _section(call, items, "office_deadlines", _("截止时间"), _("申报单位、推荐单位")),
        _section(call, items, "office_recommenders", _("推荐单位"), _("谁推荐、向谁报送、几份")),
        _section(call, items, "office_rules", _("报送条件"), _("申报前逐条预检，附条款原文")),
        _section(call, items, "office_contact", _("联系方式"), _("申报单位有疑问时联系谁")),
    ]
    if CallImport.objects.visible_to(actor).filter(call=call).exists():
        hint = _("左边是原文，右边是读出的方向和指标，逐处核对")
        ours.insert(0, _section(call, items, "office_review", _("对照原文核对"), hint))
    theirs = [section for provider in hooks.sections for section in provider(call, actor)]
    return Overview(ours + theirs, items, list(open_doubts(call=call)))


def _section(call: Call, items: list[ChecklistItem], name: str, title: str, hint: str) -> CallSection:
    url = reverse(f"calls:{name}", args=[call.public_id])
    if call.is_published:
        # The checklist asks after drafts, of which a published call has none.
        return CallSection(title, url, _("已发布"), "ok", hint)
    mine = [item for item in items if item.url == url]
    if any(item.required and not item.ok for item in mine):
        return CallSection(title, url, _("待完善"), "warn", hint)
    if any(not item.ok for item in mine):
        return CallSection(title, url, _("可补充"), "go", hint)
    return CallSection(title, url, _("已完成"), "ok", hint)
