"""The task list of a draft: every section with its state, from the same lines that decide at submission."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.comparing import Standing
from applications.form_schema import EVIDENCE, INDICATORS, NARRATIVE, Schema, Section
from applications.models import Application, ApplicationVersion
from applications.sections.indicators import IndicatorsHandler, comparison, is_answered
from applications.services.precheck import RECOMMENDER, CheckedRule
from calls.rule_kinds.base import Result


@dataclass(frozen=True, slots=True)
class Task:
    key: str
    title: str
    url: str
    label: str
    tone: str
    detail: str


def task_list(*, version: ApplicationVersion, schema: Schema, lines: list[CheckedRule]) -> list[Task]:
    """推荐单位 first, 外部系统编号 where the call names one, then the sections in order; ``version`` was read by
    `version_loaded`."""
    application = version.application
    chosen = application.recommender
    tasks = [
        Task(
            RECOMMENDER,
            _("推荐单位"),
            reverse("applications:recommender", args=[application.public_id]),
            _("已选择") if chosen else _("未选择"),
            "ok" if chosen else "warn",
            chosen.name if chosen else _("每个单位只能通过一家推荐单位申报"),
        )
    ]
    if application.call.external_system_name:
        tasks.append(_external(application))
    saved = {s.section_key for s in version.section_states.all() if s.revision}
    for section in schema.sections:
        own = [line for line in lines if line.section_key == section.key]
        label, tone = _state(own, section.key in saved)
        tasks.append(
            Task(
                section.key,
                section.title,
                reverse("applications:section", args=[application.public_id, section.key]),
                label,
                tone,
                _detail(section, version, own),
            )
        )
    return tasks


def _external(application: Application) -> Task:
    """The number that the call's other system gives; it may come after submission, so it holds nothing up."""
    number = application.external_number
    return Task(
        "external",
        _("外部系统编号"),
        reverse("applications:external", args=[application.public_id]),
        _("已填写") if number else _("未填写"),
        "ok" if number else "warn",
        number or _("在“%(name)s”登记后，照抄它给出的编号") % {"name": application.call.external_system_name},
    )


def _state(lines: list[CheckedRule], started: bool) -> tuple[str, str]:
    if any(line.blocks for line in lines):
        return (_("待补充"), "warn") if started else (_("未完成"), "none")
    if not started:
        return _("请核对"), "go"
    return _("已完成"), "ok"


def _detail(section: Section, version: ApplicationVersion, lines: list[CheckedRule]) -> str:
    wrong = [line.explanation for line in lines if line.result == Result.UNMET]
    own = _OWN.get(section.kind, lambda section, version: "")(section, version)
    return " ".join(part for part in [own, *wrong[:2]] if part)


def _narrative(section: Section, version: ApplicationVersion) -> str:
    count = next((n.characters for n in version.narratives.all() if n.section_key == section.key), 0)
    if not section.limit:
        return _("%(count)d 字。") % {"count": count}
    words = {"count": count, "limit": section.limit.count}
    return (
        _("%(count)d / %(limit)d 字。") if section.limit.must else _("%(count)d / %(limit)d 字（原则上）。")
    ) % words


def _indicators(section: Section, version: ApplicationVersion) -> str:
    rows = list(IndicatorsHandler().rows(version))
    asked = [(indicator, row) for _prefix, indicator, row in rows if indicator]
    answered = sum(is_answered(row) for _indicator, row in asked)
    below = [i.number or i.subject for i, row in asked if comparison(i, row).standing == Standing.BELOW]
    text = _("%(asked)d 项指标已填 %(answered)d 项。") % {"asked": len(asked), "answered": answered}
    if not asked:
        text = _("本方向不设指标，可填写自有指标。")
    return text + (_("%(some)s 低于要求。") % {"some": "、".join(below[:4])} if below else "")


def _evidence(section: Section, version: ApplicationVersion) -> str:
    kinds = {e.kind for e in version.evidence.all()}
    there = sum(kind.key in kinds for kind in section.evidence)
    return _("%(kinds)d 类中已有 %(there)d 类。") % {"kinds": len(section.evidence), "there": there}


_OWN = {NARRATIVE: _narrative, INDICATORS: _indicators, EVIDENCE: _evidence}


@dataclass(frozen=True, slots=True)
class Summary:
    """How many lines are 符合, 不符合, 无法判断, and those that need somebody's eye."""

    met: int
    unmet: int
    unknown: int
    blocking: int
    open: tuple[CheckedRule, ...]


def summary_of(lines: list[CheckedRule]) -> Summary:
    counts = {result: sum(line.result == result for line in lines) for result in Result.values}
    return Summary(
        met=counts[Result.MET],
        unmet=counts[Result.UNMET],
        unknown=counts[Result.UNKNOWN],
        blocking=sum(line.blocks for line in lines),
        open=tuple(line for line in lines if line.result != Result.MET),
    )
