"""重点指标填报表: one row per indicator of the direction, then the applicant's own.

A commitment points to the indicator version that it answers. After a 更正公告 an answer holds on for an indicator
whose words did not change; for one that changed it is kept beside the new words until it is answered anew.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from applications.comparing import Comparison, compare
from applications.form_schema import Section
from applications.models import ApplicationVersion, IndicatorCommitment
from applications.numbers import Target, parse_target, show_target
from applications.sections.base import Parsed, Raw, clean, too_long
from calls.models import IndicatorVersion
from calls.selectors.differences import indicator_differs
from portal.accounts.actor import Actor

_OWN = re.compile(r"^own(\d{1,3})-(name|current|target|unit|measurement)$")
_GIVEN = ("current", "target", "measurement")
#: Columns of a commitment that say what was answered.
_KEPT = (
    "indicator_version", "name", "current_level", "target_comparator", "target_value", "target_value_max",
    "target_text", "unit", "measurement",
)  # fmt: skip
_COLUMN = {"name": "name", "current": "current_level", "unit": "unit", "measurement": "measurement"}
_GIVEN_NAME = re.compile(r"^i(\d{1,18})-(current|target|measurement|drop)$")
MAX_OWN = 100


class Answers(NamedTuple):
    """``given``: commitments by the id of the asked indicator; ``stale``: those that answered other words of it;
    ``gone``: those to indicators that are no longer asked for."""

    asked: list[IndicatorVersion]
    given: dict[int, IndicatorCommitment]
    stale: dict[int, IndicatorCommitment]
    own: list[IndicatorCommitment]
    gone: list[IndicatorCommitment]


def answers(version: ApplicationVersion) -> Answers:
    """What a version answers, held against the direction's version that it is measured by."""
    indicators, rows = asked(version), _commitments(version)
    by_key = {row.indicator_version.indicator_id: row for row in rows if row.indicator_version_id}
    given, stale = {}, {}
    for indicator in indicators:
        row = by_key.pop(indicator.indicator_id, None)
        if row is None:
            continue
        same = row.indicator_version_id == indicator.pk or not indicator_differs(row.indicator_version, indicator)
        (given if same else stale)[indicator.pk] = row
    own = [row for row in rows if not row.indicator_version_id]
    return Answers(indicators, given, stale, own, list(by_key.values()))


def _commitments(version: ApplicationVersion) -> list[IndicatorCommitment]:
    """In order, with the indicators they answer."""
    if "commitments" in getattr(version, "_prefetched_objects_cache", {}):
        return list(version.commitments.all())
    return list(version.commitments.select_related("indicator_version"))


def names_in_force(version: ApplicationVersion, data: Mapping[str, str]) -> dict[str, str]:
    """What was typed into a page of an earlier version of the direction, under the names that inputs have now."""
    keys = {indicator.indicator_id: indicator.pk for indicator in asked(version)}
    numbers = {int(found[1]) for name in data if (found := _GIVEN_NAME.match(name))} - set(keys.values())
    earlier = dict(
        IndicatorVersion.objects.filter(pk__in=numbers, indicator__in=keys).values_list("pk", "indicator_id")
    )
    renamed = {}
    for name, text in data.items():
        found = _GIVEN_NAME.match(name)
        if found and (key := earlier.get(int(found[1]))):
            name = f"i{keys[key]}-{found[2]}"
        renamed[name] = text
    return renamed


def asked(version: ApplicationVersion) -> list[IndicatorVersion]:
    """The indicators of the direction's published version, in order."""
    return list(version.direction_version.indicators.all())


def target_shown(row: IndicatorCommitment) -> str:
    return row.target_text or show_target(row.target_comparator, row.target_value, row.target_value_max)


def is_answered(row: IndicatorCommitment | None) -> bool:
    return bool(row and (row.target_text or row.target_value is not None))


def comparison(indicator: IndicatorVersion | None, row: IndicatorCommitment | None) -> Comparison:
    """How the committed target stands against the requirement; nothing for own and qualitative indicators."""
    return compare(
        comparator=indicator.comparator if indicator else "",
        value=indicator.value if indicator else None,
        value_max=indicator.value_max if indicator else None,
        target_comparator=row.target_comparator if row else "",
        target=row.target_value if row else None,
        target_max=row.target_value_max if row else None,
        unit=indicator.unit if indicator else "",
    )


def _target(text: str, unit: str, indicator: IndicatorVersion | None) -> tuple[dict[str, Any], str]:
    """Columns of a target as typed, and the error when it should be a number and is none."""
    empty = {"target_comparator": "", "target_value": None, "target_value_max": None, "target_text": ""}
    if not text:
        return empty, ""
    number = None if indicator and indicator.qualitative else parse_target(text, unit)
    if number:
        return empty | _number(number, indicator), ""
    if indicator and not indicator.qualitative:
        example = show_target(indicator.comparator, indicator.value, indicator.value_max)
        return empty, _("请填写数字，例如 %(example)s（单位%(unit)s不用写）。") % {
            "example": example,
            "unit": f" {unit} " if unit else "",
        }
    return empty | {"target_text": text}, too_long(text, 300)


def _number(number: Target, indicator: IndicatorVersion | None) -> dict[str, Any]:
    """A bare number means what the requirement means: “280” where “≥ 250” is asked is “≥ 280”."""
    asked_for = indicator.comparator if indicator and indicator.comparator != "range" else "="
    return {
        "target_comparator": number.comparator or asked_for,
        "target_value": number.value,
        "target_value_max": number.value_max,
    }


class IndicatorsHandler:
    def read(self, section: Section, version: ApplicationVersion) -> Raw:
        raw: Raw = {}
        for prefix, _indicator, row in self.rows(version):
            values = {
                "name": row.name if row else "",
                "current": row.current_level if row else "",
                "target": target_shown(row) if row else "",
                "unit": row.unit if row else "",
                "measurement": row.measurement if row else "",
            }
            names = values if prefix.startswith("own") else _GIVEN
            raw |= {f"{prefix}-{name}": values[name] for name in names}
        for pk, row in answers(version).stale.items():
            # The target is to be promised anew; what was said of the present stands.
            raw |= {f"i{pk}-current": row.current_level, f"i{pk}-measurement": row.measurement}
        return raw

    def rows(self, version: ApplicationVersion) -> Iterator[tuple[str, IndicatorVersion | None, Any]]:
        """(prefix of input names, indicator or None, commitment or None) in the order of the table; an answer to
        other words than the indicator's is none."""
        found = answers(version)
        for indicator in found.asked:
            yield f"i{indicator.pk}", indicator, found.given.get(indicator.pk)
        for number, row in enumerate(found.own):
            yield f"own{number}", None, row

    def parse(self, section: Section, version: ApplicationVersion, data: Mapping[str, str]) -> Parsed:
        parsed = Parsed([])
        found = answers(version)
        for indicator in found.asked:
            prefix = f"i{indicator.pk}"
            if indicator.pk in found.stale:
                self._stale(parsed, prefix, data, indicator, found.stale[indicator.pk])
            else:
                self._row(parsed, prefix, data, indicator, found.given.get(indicator.pk))
        own = sorted({int(found[1]) for name in data if (found := _OWN.match(name))})
        for number in own[:MAX_OWN]:
            self._row(parsed, f"own{number}", data, None, None)
        return parsed

    @classmethod
    def _stale(
        cls,
        parsed: Parsed,
        prefix: str,
        data: Mapping[str, str],
        indicator: IndicatorVersion,
        before: IndicatorCommitment,
    ) -> None:
        """A row that answers words which a correction changed: answered anew, taken back, or kept as it is."""
        if clean(data.get(f"{prefix}-target")):
            anew = Parsed([])
            cls._row(anew, prefix, data, indicator, None)
            parsed.errors |= anew.errors
            if f"{prefix}-target" not in anew.errors:
                parsed.values += anew.values
                return
        elif data.get(f"{prefix}-drop"):
            return
        kept = {name: getattr(before, name) for name in _KEPT}
        for name, column in (("current", "current_level"), ("measurement", "measurement")):
            text = clean(data.get(f"{prefix}-{name}"))
            longest = IndicatorCommitment._meta.get_field(column).max_length
            if f"{prefix}-{name}" in data and not too_long(text, longest):
                kept[column] = text
        parsed.values.append(kept)

    @staticmethod
    def _row(
        parsed: Parsed,
        prefix: str,
        data: Mapping[str, str],
        indicator: IndicatorVersion | None,
        before: IndicatorCommitment | None,
    ) -> None:
        typed = {name: clean(data.get(f"{prefix}-{name}")) for name in ("name", *_GIVEN, "unit")}
        if not any(typed.values()) and not (indicator and f"{prefix}-target" not in data):
            return
        values: dict[str, Any] = {"indicator_version": indicator}
        for name, column in _COLUMN.items():
            if indicator and name in ("name", "unit"):
                continue
            if indicator and f"{prefix}-{name}" not in data:
                values[column] = getattr(before, column) if before else ""
                continue
            error = too_long(typed[name], IndicatorCommitment._meta.get_field(column).max_length)
            values[column] = "" if error else typed[name]
            if error:
                parsed.errors[f"{prefix}-{name}"] = error
        if indicator:
            values |= {"name": indicator.subject[:200], "unit": indicator.unit}
        elif not typed["name"]:
            parsed.errors[f"{prefix}-name"] = _("请填写自有指标的名称。")
        target, error = _target(typed["target"], values["unit"], indicator)
        if error:
            parsed.errors[f"{prefix}-target"] = error
        if (error or (indicator and f"{prefix}-target" not in data)) and before:
            target = {column: getattr(before, column) for column in target}
        parsed.values.append(values | target)

    def write(self, section: Section, version: ApplicationVersion, values: list[dict], actor: Actor) -> None:
        version.commitments.all().delete()
        IndicatorCommitment.objects.bulk_create(
            IndicatorCommitment(version=version, order=order, **row) for order, row in enumerate(values, start=1)
        )

    def labels(self, section: Section, version: ApplicationVersion) -> dict[str, str]:
        words = {
            "name": _("名称"), "current": _("本单位当前水平"), "target": _("目标"), "unit": _("单位"),
            "measurement": _("基准衡量场景或含义"),
        }  # fmt: skip
        labels = {
            f"i{i.pk}-{name}": f"{i.number} {i.subject} · {words[name]}".strip()
            for i in asked(version)
            for name in _GIVEN
        }
        own = {
            f"own{n}-{name}": _("自有指标 %(number)d") % {"number": n + 1} + f" · {word}"
            for n in range(MAX_OWN)
            for name, word in words.items()
        }
        return labels | own
