"""What a 更正公告 changes: old and new by field, told from the frozen versions, so that it reads the same for ever."""

import difflib
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from calls.models import CallCorrection, DirectionVersion, IndicatorVersion, RuleVersion
from calls.models.comparator import Comparator
from calls.numbering import direction_name
from calls.printed_numbers import plain_number, requirement
from calls.rule_kinds.base import all_kinds, kind_of
from portal.scoping import system_scope

#: Longer texts are shown side by side without marks: comparing takes the square of their length.
MARKED = 4000
#: What an applicant answers to: where one of these differs, an answer to the old words is no answer to the new.
ANSWERED = ("subject", "qualitative", "comparator", "value", "value_max", "unit", "condition", "group", "text")


class Piece(NamedTuple):
    """A stretch of text: ``kind`` is same, old or new."""

    kind: str
    text: str


class FieldChange(NamedTuple):
    """``old`` and ``new`` as printed; ``pieces`` marks where a longer text differs (empty: show both)."""

    label: str
    old: str
    new: str
    pieces: list[Piece] = []


class Change(NamedTuple):
    """One thing that a correction changes: ``kind`` is direction, rule or deadline; ``what`` says what happens to it
    (更正, 新增, 取消)."""

    kind: str
    title: str
    what: str
    fields: list[FieldChange]
    key: Any = None


class Difference(NamedTuple):
    changes: list[Change]

    def of(self, kind: str) -> list[Change]:
        return [change for change in self.changes if change.kind == kind]


def difference_of(correction: CallCorrection) -> Difference:
    with system_scope("a correction shows the versions it replaces"):
        changes = [*_directions(correction), *_rules(correction), *_deadlines(correction)]
    return Difference([change for change in changes if change.fields])


def changed_directions(correction: CallCorrection) -> set[int]:
    """Ids of the directions that it changes in words."""
    return {change.key.pk for change in difference_of(correction).of("direction")}


def indicator_differs(old: IndicatorVersion, new: IndicatorVersion) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in ANSWERED)


def _changed(label: str, old: str, new: str, *, long: bool = False) -> Iterable[FieldChange]:
    if old != new:
        yield FieldChange(str(label), old, new, _pieces(old, new) if long and old and new else [])


def _pieces(old: str, new: str) -> list[Piece]:
    if max(len(old), len(new)) > MARKED:
        return []
    found: list[Piece] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", old[a:b]))
            continue
        found += [Piece(kind, text) for kind, text in (("old", old[a:b]), ("new", new[c:d])) if text]
    return found


def _directions(correction: CallCorrection) -> Iterable[Change]:
    versions = correction.direction_versions.select_related("direction__track").order_by(
        "direction__track__order", "direction__order"
    )
    loaded = ("parts", "indicators__indicator", "funding_terms")
    for new in versions.prefetch_related(*loaded):
        before = new.direction.versions.filter(number__lt=new.number, published_at__isnull=False)
        old = before.order_by("-number").prefetch_related(*loaded).first()
        yield Change(
            "direction",
            _("方向 %(name)s") % {"name": direction_name(new.direction, old)},
            _("更正"),
            list(_of_direction(old, new)),
            new.direction,
        )


def _of_direction(old: DirectionVersion, new: DirectionVersion) -> Iterable[FieldChange]:
    for name in ("printed_number", "title"):
        yield from _changed(DirectionVersion._meta.get_field(name).verbose_name, getattr(old, name), getattr(new, name))
    yield from _changed(_("拟支持项数"), _count(old.supported_count), _count(new.supported_count))
    yield from _changed(_("实施期限"), _duration(old), _duration(new))
    yield from _changed(_("资助强度"), _money(old), _money(new))
    yield from _parts(old, new)
    yield from _indicators(old, new)
    yield from _changed(_("本方向不设指标"), _yes(old.without_indicators), _yes(new.without_indicators))


def _count(value: int | None) -> str:
    return "" if value is None else _("%(n)d 项") % {"n": value}


def _yes(value: bool) -> str:
    return _("是") if value else _("否")


def _duration(version: DirectionVersion) -> str:
    if version.duration_months is None:
        return ""
    sign = Comparator(version.duration_comparator).label if version.duration_comparator else ""
    return _("%(sign)s %(n)d 个月") % {"sign": sign, "n": version.duration_months}


def _money(version: DirectionVersion) -> str:
    terms = version.funding_terms.all()
    return "；".join(
        f"{term.get_source_display()} {term.get_comparator_display()} {plain_number(term.amount)} 万元"
        for term in terms
    )


def _parts(old: DirectionVersion, new: DirectionVersion) -> Iterable[FieldChange]:
    """Matched by their heading; the same heading twice by its place among these."""
    before, after = _by_heading(old), _by_heading(new)
    for key in dict.fromkeys([*before, *after]):
        yield from _changed(key[0], before.get(key, ""), after.get(key, ""), long=True)


def _by_heading(version: DirectionVersion) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for part in version.parts.all():
        heading = part.heading or str(part.get_kind_display())
        found[heading, sum(1 for name, _n in found if name == heading)] = part.text
    return found


def _indicators(old: DirectionVersion, new: DirectionVersion) -> Iterable[FieldChange]:
    before = {one.indicator_id: one for one in old.indicators.all()}
    after = {one.indicator_id: one for one in new.indicators.all()}
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if was and now and not indicator_differs(was, now):
            continue
        label = _("指标 %(name)s") % {"name": (was or now).subject}
        yield FieldChange(label, indicator_shown(was) if was else "", indicator_shown(now) if now else "")


def indicator_shown(version: IndicatorVersion) -> str:
    """An indicator in one line: what, how much, under which condition; the printed words where they say more."""
    said = f"{version.subject} {requirement(version)} {version.unit}".strip()
    if version.condition:
        said += _("（条件：%(text)s）") % {"text": version.condition}
    if version.group:
        said += _("（分组：%(text)s）") % {"text": version.group}
    return (
        said
        if version.text in ("", version.subject)
        else _("%(said)s（原文：%(text)s）")
        % {
            "said": said,
            "text": version.text,
        }
    )


def _rules(correction: CallCorrection) -> Iterable[Change]:
    for new in correction.rule_versions.select_related("rule", "track", "direction").order_by("rule_id"):
        before = new.rule.versions.filter(number__lt=new.number, published_at__isnull=False, withdrawn=False)
        old = before.select_related("track", "direction").order_by("-number").first()
        what = _("取消") if new.withdrawn else _("更正") if old else _("新增")
        now = None if new.withdrawn else new
        yield Change("rule", _("条件“%(label)s”") % {"label": _label(new)}, what, list(_of_rule(old, now)), new.rule)


def _label(version: RuleVersion) -> str:
    return str(kind_of(version.kind).label) if version.kind in _known() else version.kind


def _known() -> frozenset[str]:
    return frozenset(kind.code for kind in all_kinds())


def _of_rule(old: RuleVersion | None, new: RuleVersion | None) -> Iterable[FieldChange]:
    for label, said in (
        (_("条件"), _sentence),
        (_("强度"), lambda version: str(version.get_strength_display())),
        (_("适用范围"), _scope),
        (_("条款原文"), lambda version: version.clause_text),
        (_("条款出处"), lambda version: version.clause_ref),
    ):
        yield from _changed(label, said(old) if old else "", said(new) if new else "", long=label == _("条款原文"))


def _sentence(version: RuleVersion) -> str:
    known = version.kind in _known()
    return str(kind_of(version.kind).describe(version.parameters)) if known else version.kind


def _scope(version: RuleVersion) -> str:
    if version.direction_id:
        return _("方向 %(n)d") % {"n": version.direction.order}
    return version.track.title if version.track_id else _("全部方向")


def _deadlines(correction: CallCorrection) -> Iterable[Change]:
    for change in correction.deadline_changes.select_related("deadline"):
        fields = [
            *_changed(_("原文"), change.was_printed, change.printed),
            *_changed(_("报送对象"), change.was_receiver, change.receiver),
            *_changed(_("纸质份数"), _copies(change.was_copies), _copies(change.copies)),
        ]
        title = _("截止时间“%(kind)s”") % {"kind": change.deadline.get_kind_display()}
        yield Change("deadline", title, _("更正"), fields, change.deadline)


def _copies(value: int | None) -> str:
    return "" if value is None else _("%(n)d 份") % {"n": value}
