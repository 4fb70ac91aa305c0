"""发布检查: what must be in order before a call is published, ours and what other rooms hand in."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from calls import hooks
from calls.hooks import ChecklistItem
from calls.models import Call, DirectionVersion, RuleVersion
from calls.models.call import DeadlineKind
from calls.rule_kinds.base import all_kinds
from calls.selectors.doubts import open_doubts
from calls.selectors.recommenders import sending_table
from portal.accounts.actor import Actor
from portal.workflow import ALLOWED, Verdict

SHOWN = 3


def checklist_of(*, call: Call) -> list[ChecklistItem]:
    """Every line of 发布检查, in the order of the call's task list."""
    found = [
        *_doubts(call),
        *_basics(call),
        *_directions(call),
        *_deadlines(call),
        *_recommenders(call),
        *_rules(call),
        _contact(call),
    ]
    return found + [item for provider in hooks.checklist for item in provider(call)]


def may_be_published(actor: Actor, call: Call) -> Verdict:
    missing = [item.text for item in checklist_of(call=call) if item.required and not item.ok]
    if missing:
        return False, _("还不能发布：%(missing)s") % {"missing": "；".join(missing)}
    return ALLOWED


def _url(name: str, call: Call) -> str:
    return reverse(f"calls:{name}", args=[call.public_id])


def _doubts(call: Call) -> list[ChecklistItem]:
    """Only of a call made of a document of which something was in doubt."""
    if not call.doubts.filter(note=False).exists():
        return []
    n = open_doubts(call=call).count()
    text = _("还有 %(n)s 处读取疑点没有核对") % {"n": n} if n else _("读取疑点都已核对")
    return [ChecklistItem(not n, text, _url("office_review", call))]


def _said(ok: bool, good: str, bad: str, url: str, *, required: bool = True) -> ChecklistItem:
    """A line worded by its state: “未填写” beside 请留意, never “已填写”."""
    return ChecklistItem(ok, good if ok else bad, url, required)


def _basics(call: Call) -> list[ChecklistItem]:
    url = _url("office_basics", call)
    return [
        _said(bool(call.title.strip()), _("标题已填写"), _("标题未填写"), url),
        _said(bool(call.doc_no), _("文号已填写"), _("文号未填写"), url, required=False),
        _said(call.signed_on is not None, _("成文日期已填写"), _("成文日期未填写"), url, required=False),
        _said(bool(call.body), _("通知正文已录入"), _("通知正文未录入"), url, required=False),
    ]


def _directions(call: Call) -> list[ChecklistItem]:
    url = _url("office_directions", call)
    drafts = DirectionVersion.objects.filter(direction__call=call, published_at__isnull=True).order_by(
        "direction__track__order", "direction__order"
    )
    total = drafts.count()
    if not total:
        return [ChecklistItem(False, _("还没有任务方向，至少要有一个"), url)]
    empty = [v.title for v in drafts.filter(parts__isnull=True)]
    bare = [v.title for v in drafts.filter(without_indicators=False, indicators__isnull=True)]
    both = [v.title for v in drafts.filter(without_indicators=True, indicators__isnull=False).distinct()]
    return [
        ChecklistItem(True, _("任务方向 %(total)s 个") % {"total": total}, url),
        ChecklistItem(not empty, _listed(_("每个方向都有内容"), _("没有内容的方向"), empty), url),
        ChecklistItem(
            not bare, _listed(_("每个方向都有指标，或标明不设指标"), _("没有指标、也没有标明不设指标的方向"), bare), url
        ),
        ChecklistItem(not both, _listed(_("不设指标的方向没有指标"), _("标明不设指标、却有指标的方向"), both), url),
    ]


def _listed(good: str, bad: str, titles: list[str]) -> str:
    if not titles:
        return good
    some = "、".join(titles[:SHOWN]) + (_("等 %(n)s 个") % {"n": len(titles)} if len(titles) > SHOWN else "")
    return f"{bad}：{some}"


def _deadlines(call: Call) -> list[ChecklistItem]:
    url = _url("office_deadlines", call)
    rows = {row.kind: row for row in call.deadlines.all()}
    at = {kind: row.at for kind, row in rows.items()}
    applicants, recommenders = at.get(DeadlineKind.APPLICANT), at.get(DeadlineKind.RECOMMENDER)
    found = [
        _said(
            applicants is not None, _("申报单位网上填报的截止时间已设置"), _("申报单位网上填报的截止时间未设置"), url
        ),
        _said(recommenders is not None, _("推荐单位报送的截止时间已设置"), _("推荐单位报送的截止时间未设置"), url),
    ]
    if applicants:
        found.append(_said(applicants > timezone.now(), _("申报截止时间在今后"), _("申报截止时间已经过去"), url))
    if applicants and recommenders:
        found.append(
            _said(
                recommenders >= applicants,
                _("推荐单位的截止时间不早于申报单位"),
                _("推荐单位的截止时间早于申报单位"),
                url,
            )
        )
    if paper := rows.get(DeadlineKind.APPLICANT_PAPER):
        found.append(
            _said(paper.at > timezone.now(), _("纸质材料的截止时间在今后"), _("纸质材料的截止时间已经过去"), url)
        )
        said = bool(paper.copies and paper.receiver)
        found.append(
            _said(
                said,
                _("纸质材料报送给谁、一式几份已写明"),
                _("纸质材料报送给谁、一式几份没有写明"),
                url,
                required=False,
            )
        )
    return found


def _recommenders(call: Call) -> list[ChecklistItem]:
    url = _url("office_recommenders", call)
    table = sending_table(call=call)
    if not table.lines:
        return [ChecklistItem(False, _("没有设置推荐单位，将按申报单位所在地区推荐"), url, required=False)]
    nowhere = [line.row.organisation.name for line in table.lines if not line.receiver]
    words = _listed(_("每家推荐单位都写明向谁报送"), _("没有写明向谁报送的推荐单位"), nowhere)
    return [
        ChecklistItem(True, _("推荐单位 %(n)d 家") % {"n": len(table.lines)}, url),
        ChecklistItem(not nowhere, words, url, required=False),
    ]


def _rules(call: Call) -> list[ChecklistItem]:
    url = _url("office_rules", call)
    drafts = RuleVersion.objects.filter(rule__call=call, withdrawn=False)
    unknown = drafts.exclude(kind__in=[kind.code for kind in all_kinds()]).exists()
    found = [
        _said(drafts.exists(), _("报送条件已设置"), _("报送条件未设置"), url, required=False),
        _said(not unknown, _("报送条件都属于已知的种类"), _("有报送条件不属于已知的种类"), url),
    ]
    clauses = list(drafts.values_list("clause_text", "clause_ref"))
    bare = sum(not text.strip() for text, _ref in clauses)
    if clauses:
        words = _("没有条款原文的报送条件：%(n)d 条") % {"n": bare} if bare else _("每条报送条件都有条款原文")
        found.append(ChecklistItem(not bare, words, url))
        placed = all(ref.strip() for _text, ref in clauses)
        found.append(
            _said(placed, _("每条报送条件都写明条款出处"), _("有报送条件没有写明条款出处"), url, required=False)
        )
    if drafts.filter(kind="not_former_winner").exists():
        imported = call.former_winners.exists()
        text = _("前期优胜项目名单已导入") if imported else _("前期优胜项目名单未导入，申报时由审核人员核对")
        found.append(ChecklistItem(imported, text, url, required=False))
    return found


def _contact(call: Call) -> ChecklistItem:
    there = bool(call.contact_name and (call.contact_phone or call.contact_email))
    words = _("联系人和电话（或邮箱）已填写"), _("联系人或电话（邮箱）未填写")
    return _said(there, *words, _url("office_contact", call))
