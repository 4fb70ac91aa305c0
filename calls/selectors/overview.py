"""The call's overview as a task list: each section with its state, ours and those of other rooms."""

from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import hooks
from calls.hooks import CallSection, ChecklistItem
from calls.models import Call, CallImport, Doubt
from calls.selectors.checklist import checklist_of
from calls.selectors.doubts import open_doubts
from portal.accounts.actor import Actor
from portal.scoping import system_scope

TWINS_SHOWN = 3


class Overview(NamedTuple):
    """``sections`` to be done, the checklist they come from, what is still in doubt after reading a document, and
    ``twins``: calls that a draft may repeat."""

    sections: list[CallSection]
    items: list[ChecklistItem]
    doubts: list[Doubt]
    twins: list[Call]

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
    twins = [] if call.is_published else twins_of(call=call)
    theirs = [section for provider in hooks.sections for section in provider(call, actor)]
    return Overview(ours + theirs, items, list(open_doubts(call=call)), twins)


def twins_of(*, call: Call) -> list[Call]:
    """Other calls of the same office with the same 文号 or title: most likely the same notice made twice. Nobody is
    held up: a 榜单 may have the name of last year's."""
    same = Q(title=call.title.strip())
    if call.doc_no:
        same |= Q(doc_no=call.doc_no)
    with system_scope("an office's own calls"):
        return list(Call.objects.filter(same, issuer=call.issuer_id).exclude(pk=call.pk)[:TWINS_SHOWN])


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
