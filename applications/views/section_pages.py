"""What the page of each kind of section shows, from the strings that stand in its inputs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from applications import form_schema as fs
from applications.comparing import Comparison, compare
from applications.counting import count_characters, split_at
from applications.form_schema import Section
from applications.forms.fields import FieldsForm
from applications.models import ApplicationVersion, IndicatorCommitment
from applications.numbers import parse_target
from applications.sections.indicators import answers, target_shown
from applications.selectors.reading import requirement_shown
from applications.selectors.ticked import directions_ticked
from calls.models import IndicatorVersion
from calls.selectors.differences import indicator_shown

_BLANK_OWN, _BLANK_PARTICIPANTS = 2, 3
_OWN = re.compile(r"^own(\d{1,3})-")
_PARTICIPANT = re.compile(r"^p(\d{1,3})-")

Shown = Mapping[str, str]
Errors = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One input: its name, what stands in it, and its error."""

    name: str
    value: str
    error: str = ""


def _cells(prefix: str, names: tuple[str, ...], shown: Shown, errors: Errors) -> dict[str, Cell]:
    return {n: Cell(f"{prefix}-{n}", shown.get(f"{prefix}-{n}", ""), errors.get(f"{prefix}-{n}", "")) for n in names}


def _rows(pattern: re.Pattern, shown: Shown, blank: int) -> list[int]:
    """Numbers of the rows that something was typed into, and of some blank ones after them."""
    used = sorted({int(found[1]) for name, text in shown.items() if text and (found := pattern.match(name))})
    first = max(used, default=-1) + 1
    return [*used, *range(first, first + blank)]


def _summary(errors: Errors, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f"{labels.get(name, name)}：{text}", f"#id_{name}") for name, text in errors.items()]


def _fields(section: Section, version: ApplicationVersion, shown: Shown, errors: Errors, posted: bool) -> dict:
    form = FieldsForm(dict(shown), section=section) if posted else FieldsForm(section=section, initial=dict(shown))
    limited = {f.key: f.limit for f in section.fields if f.limit}
    texts = {key: shown.get(key, "") for key in limited}
    return {
        "form": form,
        "ticked": directions_ticked(version) if section.directions else (),
        "counts": {key: count_characters(text) for key, text in texts.items()},
        "excess": {key: split_at(texts[key], limit.count)[1] for key, limit in limited.items()},
    }


@dataclass(frozen=True, slots=True)
class PartPage:
    part: fs.Part
    cell: Cell
    count: int


def _narrative(section: Section, version: ApplicationVersion, shown: Shown, errors: Errors, posted: bool) -> dict:
    parts = []
    for part in section.parts:
        name = f"part-{part.key}"
        text = shown.get(name, "")
        parts.append(PartPage(part, Cell(name, text, errors.get(name, "")), count_characters(text)))
    total = sum(p.count for p in parts)
    return {
        "parts": parts,
        "total": total,
        "over": bool(section.limit and total > section.limit.count),
        "names": " ".join(p.cell.name for p in parts if p.part.writable),
        "errors": _summary(errors, {f"part-{p.key}": p.heading for p in section.parts}),
    }


class AskedAnew(NamedTuple):
    """An indicator that a 更正公告 changed since it was answered: its old and new words, the old answer, and the box
    that takes the old answer back."""

    old: str
    new: str
    answered: str
    drop: str
    dropped: bool


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    number: str
    name: str
    requirement: str
    unit: str
    cells: dict[str, Cell]
    comparison: Comparison
    indicator: Any = None
    anew: AskedAnew | None = None


_GIVEN = ("current", "target", "measurement")


def _indicators(section: Section, version: ApplicationVersion, shown: Shown, errors: Errors, posted: bool) -> dict:
    rows, labels = [], {}
    found = answers(version)
    correction = version.direction_version.correction
    for indicator in found.asked:
        cells = _cells(f"i{indicator.pk}", _GIVEN, shown, errors)
        rows.append(
            IndicatorPage(
                indicator.number, indicator.subject, requirement_shown(indicator), indicator.unit, cells,
                _compared(indicator, cells["target"].value), indicator, _asked_anew(indicator, found.stale, shown),
            )
        )  # fmt: skip
        labels |= {cell.name: f"{indicator.number} {indicator.subject}".strip() for cell in cells.values()}
    numbers = _rows(_OWN, shown, _BLANK_OWN)
    own = [(n, _cells(f"own{n}", ("name", *_GIVEN, "unit"), shown, errors)) for n in numbers]
    labels |= {cell.name: f"自有指标 {n + 1}" for n, cells in own for cell in cells.values()}
    gone = [(indicator_shown(row.indicator_version), target_shown(row)) for row in found.gone]
    more = {"stale": len(found.stale), "gone": gone, "correction": correction}
    return {"rows": rows, "own": own, "errors": _summary(errors, labels)} | more


def _asked_anew(
    indicator: IndicatorVersion, stale: Mapping[int, IndicatorCommitment], shown: Shown
) -> AskedAnew | None:
    row = stale.get(indicator.pk)
    if row is None:
        return None
    drop = f"i{indicator.pk}-drop"
    words = indicator_shown(row.indicator_version), indicator_shown(indicator), target_shown(row)
    return AskedAnew(*words, drop, bool(shown.get(drop)))


def _compared(indicator: Any, text: str) -> Comparison:
    target = None if indicator.qualitative else parse_target(text, indicator.unit)
    return compare(
        comparator=indicator.comparator,
        value=indicator.value,
        value_max=indicator.value_max,
        target_comparator=target.comparator if target else "",
        target=target.value if target else None,
        target_max=target.value_max if target else None,
        unit=indicator.unit,
    )


def _participants(section: Section, version: ApplicationVersion, shown: Shown, errors: Errors, posted: bool) -> dict:
    numbers = _rows(_PARTICIPANT, shown, _BLANK_PARTICIPANTS)
    rows = [(n, _cells(f"p{n}", ("name", "credit_code", "task"), shown, errors)) for n in numbers]
    labels = {cell.name: f"第 {n + 1} 家" for n, cells in rows for cell in cells.values()}
    return {"rows": rows, "none": bool(shown.get("none")), "errors": _summary(errors, labels)}


def _evidence(section: Section, version: ApplicationVersion, shown: Shown, errors: Errors, posted: bool) -> dict:
    files: dict[str, list] = {}
    for e in version.evidence.all():
        files.setdefault(e.kind, []).append(e)
    return {"kinds": [(kind, files.get(kind.key, [])) for kind in section.evidence], "error_kind": "", "errors": []}


def _pledge(section: Section, version: ApplicationVersion, shown: Shown, errors: Errors, posted: bool) -> dict:
    names = ("contact_name", "contact_phone", "legal_representative")
    cells = [Cell(n, shown.get(n, ""), errors.get(n, "")) for n in names]
    product = f"“{version.product_name}”" if version.product_name else "“（揭榜产品名称）”"
    return {
        "lines": [line.format(product=product) for line in section.text],
        "agreed": bool(shown.get("agreed")),
        "pledge": version.pledge,
        "cells": list(zip(("联系人", "联系电话", "法定代表人"), cells, strict=True)),
        "errors": _summary(errors, {}),
    }


_PAGES = {
    fs.FIELDS: _fields,
    fs.NARRATIVE: _narrative,
    fs.INDICATORS: _indicators,
    fs.PARTICIPANTS: _participants,
    fs.EVIDENCE: _evidence,
    fs.PLEDGE: _pledge,
}


def page_of(
    section: Section, version: ApplicationVersion, shown: Shown, errors: Errors, *, posted: bool
) -> dict[str, Any]:
    """Context of templates/applications/sections/<kind>.html."""
    return _PAGES[section.kind](section, version, shown, errors, posted)
