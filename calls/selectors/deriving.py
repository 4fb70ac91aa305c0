"""A derived call beside its parent: which parts are the same, which differ, and in what."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from calls import hooks
from calls.hooks import CallSection
from calls.models import Call, Direction, DirectionVersion
from calls.notice import notice_text
from calls.selectors.rules import rules_in_words
from calls.selectors.taking import latest_versions
from portal.accounts.actor import Actor
from portal.scoping import system_scope


class Part(NamedTuple):
    """One part of both calls; ``words`` says in what they differ, "" when they are the same."""

    title: str
    same: bool
    words: str = ""


class DirectionPair(NamedTuple):
    """``title`` as the derived call has it (the parent's, when it has none); ``words`` what differs."""

    title: str
    words: str


class Comparison(NamedTuple):
    parent: Call
    parts: list[Part]
    directions: list[DirectionPair]

    @property
    def differing(self) -> list[str]:
        return [part.title for part in self.parts if not part.same]


def comparison_of(*, call: Call, actor: Actor) -> Comparison | None:
    """None for a call without parent. The parent is shown as it was published, whoever asks."""
    parent = Call.objects.visible_to(actor).filter(pk=call.parent_id).select_related("issuer").first()
    if parent is None:
        return None
    pairs = _directions(parent, call)
    words = _("%(n)s 个方向不同") % {"n": len(pairs)} if pairs else ""
    own = {"contact": _("由本单位填写"), "deadlines": _("由本单位设置")}
    parts = [
        Part(_("任务方向与指标"), not pairs, words),
        *(
            Part(title, same, "" if same else _("有修改"))
            for read in hooks.comparisons
            for title, same in read(parent, call)
        ),
        _rules(parent, call),
        _text(_("通知正文"), notice_text(parent.body), notice_text(call.body)),
        _text(_("主送机关"), parent.recipients, call.recipients),
        _text(_("填报系统"), parent.external_system_name, call.external_system_name),
        Part(_("截止时间"), False, own["deadlines"]),
        Part(_("联系方式"), False, own["contact"]),
    ]
    return Comparison(parent, parts, pairs)


def _text(title: str, above: str, ours: str) -> Part:
    if above == ours:
        return Part(title, True)
    return Part(title, False, _("上级没有") if not above else _("本榜单没有") if not ours else _("有修改"))


def _rules(parent: Call, call: Call) -> Part:
    above, ours = _rule_words(parent), _rule_words(call)
    if above == ours:
        return Part(_("报送条件"), True)
    counts = {"ours": len(ours - above), "theirs": len(above - ours)}
    return Part(_("报送条件"), False, _("本榜单另有 %(ours)s 条，上级的 %(theirs)s 条没有照用") % counts)


def _rule_words(call: Call) -> set[tuple]:
    return {(row.kind, repr(sorted(row.parameters.items())), row.strength) for row in rules_in_words(call=call)}


def _directions(parent: Call, call: Call) -> list[DirectionPair]:
    with system_scope("a derived call beside its parent"):
        above = list(Direction.objects.filter(call=parent, published__isnull=False).order_by("order"))
        ours = Direction.objects.filter(call=call).order_by("order")
        # What a 更正公告 in the making adds is not yet the call's.
        ours = list(ours.filter(published__isnull=False) if call.is_published else ours)
    versions = latest_versions([*above, *ours])
    found, seen = [], set()
    for direction in ours:
        version = versions[direction.pk]
        if direction.taken_from_id not in versions:
            found.append(DirectionPair(version.title, _("本榜单自设")))
            continue
        seen.add(direction.taken_from_id)
        if changed := changed_parts(versions[direction.taken_from_id], version):
            found.append(DirectionPair(version.title, _("修改了%(parts)s") % {"parts": "、".join(changed)}))
    return found + [
        DirectionPair(versions[direction.pk].title, _("没有承接")) for direction in above if direction.pk not in seen
    ]


_INDICATOR = ("subject", "qualitative", "comparator", "value", "value_max", "unit", "condition", "group")


def changed_parts(above: DirectionVersion, ours: DirectionVersion) -> list[str]:
    """Names of what differs between two versions of one direction."""
    compared: dict[str, tuple[Any, Any]] = {
        _("名称"): (above.title, ours.title),
        _("内容"): _both(above, ours, lambda v: [(p.kind, p.heading, p.text) for p in v.parts.all()]),
        _("指标"): _both(
            above, ours, lambda v: [tuple(getattr(i, name) for name in _INDICATOR) for i in v.indicators.all()]
        ),
        _("资助强度"): _both(
            above, ours, lambda v: sorted((t.source, t.comparator, t.amount) for t in v.funding_terms.all())
        ),
        _("实施期限"): _both(above, ours, lambda v: (v.duration_comparator, v.duration_months)),
        _("拟支持项数"): (above.supported_count, ours.supported_count),
    }
    return [name for name, (one, other) in compared.items() if one != other]


def _both(above: DirectionVersion, ours: DirectionVersion, read) -> tuple[Any, Any]:
    return read(above), read(ours)


def parent_section(call: Call, actor: Actor) -> list[CallSection]:
    """A line of the call's task list that leads to the comparison (`calls.hooks.sections`)."""
    if call.parent_id is None:
        return []
    hint = _("承接《%(title)s》") % {"title": call.parent.title}
    return [
        CallSection(
            _("与上级通知的异同"), reverse("calls:office_parent", args=[call.public_id]), _("可查看"), "none", hint
        )
    ]
