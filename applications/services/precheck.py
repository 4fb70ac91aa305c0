"""提交前检查: every rule of the call and of the form, with its clause, decided by the same code as the submission."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from applications.form_schema import EVIDENCE, FIELDS, INDICATORS, NARRATIVE, PARTICIPANTS, PLEDGE, Schema, Section
from applications.models import ApplicationVersion
from applications.sections.indicators import answers
from applications.sections.participants import none_key
from applications.selectors.facts import all_values, facts_gather, facts_of_others
from applications.selectors.forms import schema_of
from applications.selectors.loading import version_loaded
from calls.models.rule import RuleVersion, Strength
from calls.rule_kinds.base import Facts, Result, kind_of
from calls.selectors.rules import rules_in_force

#: Where a rule is mended that is about the recommender and not about a section.
RECOMMENDER = "recommender"
INDICATORS_ANSWERED = "indicators_answered"
_SECTION_OF_KIND = {"one_recommender": RECOMMENDER}
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """One line of the pre-check. ``source`` is "call" or "form"; ``reason_key`` is set when a 原则上 rule was passed
    and asks for a reason, ``reason`` holds the one given."""

    source: str
    key: str
    title: str
    result: str
    strength: str
    explanation: str
    clause_text: str
    clause_ref: str
    section_key: str = ""
    reason_key: str = ""
    reason: str = ""

    @property
    def blocks(self) -> bool:
        """必须 that is not met, or 原则上 that is not met without a reason."""
        if self.result != Result.UNMET:
            return False
        return self.strength == Strength.MUST or (self.strength == Strength.PRINCIPLE and not self.reason)

    @property
    def result_label(self) -> str:
        return str(Result(self.result).label)

    @property
    def strength_label(self) -> str:
        return str(Strength(self.strength).label)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that decides, read once; `lines` asks the database for nothing more."""

    version: ApplicationVersion
    schema: Schema
    facts: Facts
    rules: list[RuleVersion]
    reasons: dict[str, str]

    def lines(self) -> list[CheckedRule]:
        """The form's lines in the order of its sections, then the call's, 必须 first."""
        # What the notice itself says about a limit or the indicators goes before what the form says.
        said = {r.parameters.get("section") if r.kind == "text_limit" else r.kind for r in self.rules}
        lines = [
            line
            for section in self.schema.sections
            for line in _of_section(section, self.version, self.schema, self.facts, self.reasons)
            if line.key.removeprefix(f"form-{section.key}-limit-") not in said
        ]
        table = self.schema.first(INDICATORS)
        if table and INDICATORS_ANSWERED not in said:
            lines.append(_indicators(table, self.facts))
        if table and self.version.direction_version.correction is not None:
            lines.append(_corrected(table, self.version))
        return lines + list(_of_call(self.rules, self.schema, self.facts, self.reasons))

    def with_others(self, others: list[tuple[int, int | None]]) -> "Prepared":
        """The same with the organisation's other applications as they stand now (`facts.others_of_the_call`)."""
        return replace(self, facts=replace(self.facts, **facts_of_others(self.version.application, others)))


def precheck_prepare(*, version: ApplicationVersion, today: date) -> Prepared:
    """Read a version with its form, facts and rules in a number of queries that does not grow with the form.

    ``today`` in Asia/Shanghai.
    """
    loaded = version_loaded(version)
    schema = schema_of(loaded.form_version)
    return Prepared(
        version=loaded,
        schema=schema,
        facts=facts_gather(version=loaded, schema=schema, today=today),
        rules=rules_in_force(call=loaded.application.call, direction=loaded.application.direction),
        reasons={s.section_key: s.reason for s in loaded.section_states.all()},
    )


def precheck_run(*, version: ApplicationVersion, today: date) -> list[CheckedRule]:
    """All lines of a version as it stands; see `Prepared.lines`."""
    return precheck_prepare(version=version, today=today).lines()


def _indicators(section: Section, facts: Facts) -> CheckedRule:
    kind = kind_of(INDICATORS_ANSWERED)
    finding = kind.check({}, facts)
    clause = _("申报指标需包含“揭榜任务和预期目标”中所提及的指标。")
    return _line(section, "answered", str(kind.label), finding.result, str(finding.explanation), clause=clause)


def _corrected(section: Section, version: ApplicationVersion) -> CheckedRule:
    """After a 更正公告: what was answered to other words is no answer."""
    found = answers(version)
    stale = [f"{one.number} {one.subject}".strip() for one in found.asked if one.pk in found.stale]
    correction = version.direction_version.correction
    words = {"n": correction.number, "some": "、".join(stale[:_SHOWN]), "count": len(stale)}
    return _line(
        section,
        "corrected",
        _("更正公告改变的指标已按新的要求填写"),
        Result.UNMET if stale else Result.MET,
        (_("有 %(count)d 项的要求已经更正，请重新填写：%(some)s。") if stale else _("已按更正后的要求填写。")) % words,
        clause=_("更正公告第 %(n)d 号") % words,
    )


def _of_call(rules: list[RuleVersion], schema: Schema, facts: Facts, reasons: dict[str, str]) -> Iterator[CheckedRule]:
    for rule in rules:
        kind = kind_of(rule.kind)
        finding = kind.check(rule.parameters, facts)
        place = _SECTION_OF_KIND.get(rule.kind) or finding.section_key or kind.section_key
        place = place if place == RECOMMENDER or schema.has(place) else ""
        passed = finding.result == Result.UNMET and rule.strength == Strength.PRINCIPLE
        reason_key = (place if schema.has(place) else f"rule-{rule.pk}") if passed else ""
        yield CheckedRule(
            source="call",
            key=f"rule-{rule.rule_id}",
            title=str(kind.describe(rule.parameters)),
            result=finding.result,
            strength=rule.strength,
            explanation=str(finding.explanation),
            clause_text=rule.clause_text,
            clause_ref=rule.clause_ref,
            section_key=place,
            reason_key=reason_key,
            reason=reasons.get(reason_key, "") if reason_key else "",
        )


def _of_section(
    section: Section, version: ApplicationVersion, schema: Schema, facts: Facts, reasons: dict[str, str]
) -> Iterator[CheckedRule]:
    missing = _MISSING[section.kind](section, version, schema)
    title, complete = _("“%(title)s”填写完整"), _("已填写完整。")
    if section.kind == INDICATORS:
        title, complete = _("“%(title)s”已填的各项完整"), _("已填的各项都填写完整。")
    yield _line(
        section,
        "complete",
        title % {"title": section.title},
        Result.UNMET if missing else Result.MET,
        _listed(missing) if missing else complete,
        clause=_("除另有说明外，申报表中栏目不得空缺。"),
    )
    yield from _limits(section, facts, reasons)


def _limits(section: Section, facts: Facts, reasons: dict[str, str]) -> Iterator[CheckedRule]:
    limited = [(section.key, section.title, section.limit)] if section.limit else []
    limited += [(f"{section.key}.{f.key}", f.label, f.limit) for f in section.fields if f.limit]
    for key, title, limit in limited:
        count = facts.texts.get(key, 0)
        over = count > limit.count
        words = {"title": title, "count": count, "limit": limit.words, "excess": count - limit.count}
        reason_key = section.key if over and not limit.must else ""
        yield _line(
            section,
            f"limit-{key}",
            _("“%(title)s”%(limit)s") % words,
            Result.UNMET if over else Result.MET,
            (_("现有 %(count)d 字，超出 %(excess)d 字。") if over else _("现有 %(count)d 字。")) % words,
            clause=_("“%(title)s”%(limit)s") % words,
            strength=Strength.MUST if limit.must else Strength.PRINCIPLE,
            reason_key=reason_key,
            reason=reasons.get(reason_key, "") if reason_key else "",
        )


def _line(
    section: Section, key: str, title: str, result: str, explanation: str, *, clause: str, **more: str
) -> CheckedRule:
    return CheckedRule(
        source="form",
        key=f"form-{section.key}-{key}",
        title=title,
        result=result,
        explanation=explanation,
        clause_text=clause,
        clause_ref=section.clause,
        section_key=section.key,
        **({"strength": Strength.MUST} | more),
    )


def _listed(missing: list[str]) -> str:
    some = "、".join(missing[:_SHOWN])
    if len(missing) > _SHOWN:
        return _("还有 %(count)d 处没有填写，如：%(some)s。") % {"count": len(missing), "some": some}
    return _("没有填写：%(some)s。") % {"some": some}


def _missing_fields(section: Section, version: ApplicationVersion, schema: Schema) -> list[str]:
    values = all_values(version, schema)
    missing = []
    for item in section.fields:
        needed = item.required
        if item.needed_if:
            name, _equals, wanted = item.needed_if.partition("=")
            needed = values.get(name) == wanted
        if needed and values[item.key] in (None, ""):
            missing.append(f"{item.group}{item.label}" if item.group else item.label)
    return missing


def _missing_parts(section: Section, version: ApplicationVersion, schema: Schema) -> list[str]:
    body = next((n.body for n in version.narratives.all() if n.section_key == section.key), {})
    return [p.heading for p in section.parts if p.writable and p.required and not body.get(p.key)]


def _missing_participants(section: Section, version: ApplicationVersion, schema: Schema) -> list[str]:
    rows = list(version.participants.all())
    none = any(a.flag for a in version.answers.all() if a.field_key == none_key(section))
    if not rows and not none:
        return [_("参与单位（没有的请勾选“无参与单位”）")]
    return [_("第 %(number)d 家的单位名称") % {"number": n} for n, row in enumerate(rows, 1) if not row.name]


def _missing_evidence(section: Section, version: ApplicationVersion, schema: Schema) -> list[str]:
    there = {e.kind for e in version.evidence.all()}
    return [
        _("第 %(number)d 类“%(title)s”") % {"number": n, "title": kind.title}
        for n, kind in enumerate(section.evidence, 1)
        if kind.required and kind.key not in there
    ]


def _missing_pledge(section: Section, version: ApplicationVersion, schema: Schema) -> list[str]:
    pledge = version.pledge
    asked = [
        (pledge.agreed, _("勾选承诺")),
        (pledge.contact_name, _("联系人")),
        (pledge.contact_phone, _("联系电话")),
        (pledge.legal_representative, _("法定代表人")),
    ]
    return [word for there, word in asked if not there]


def _missing_indicators(section: Section, version: ApplicationVersion, schema: Schema) -> list[str]:
    """Names of own rows, and levels and meanings of answered ones; whether all are answered is a rule of the call."""
    missing = []
    for row in version.commitments.all():
        answered = row.target_text or row.target_value is not None
        if not row.name:
            missing.append(_("第 %(order)d 行的指标名称") % {"order": row.order})
        if not answered and not row.indicator_version_id:
            missing.append(_("“%(name)s”的目标") % {"name": row.name})
        if answered and not row.current_level:
            missing.append(_("“%(name)s”的当前水平") % {"name": row.name})
    return missing


_MISSING = {
    FIELDS: _missing_fields,
    NARRATIVE: _missing_parts,
    PARTICIPANTS: _missing_participants,
    EVIDENCE: _missing_evidence,
    PLEDGE: _missing_pledge,
    INDICATORS: _missing_indicators,
}
