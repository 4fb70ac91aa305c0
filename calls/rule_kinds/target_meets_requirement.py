"""本单位目标至少为预计可实现的指标下限值，鼓励提出超过预期目标的目标 (seed 003 附2 重点指标填报表注2)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models.comparator import Comparator
from calls.rule_kinds.base import CommitmentFact, Facts, Finding, Result, RuleKind, met, rule_kind, unknown, unmet

SHOWN = 5
_INFINITY = Decimal("Infinity")


class Interval(NamedTuple):
    """All values that a comparator with its value lets in; an open end does not belong to it."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def inside(self, other: "Interval") -> bool:
        """Whether every value of this one is one of ``other``."""
        low = self.low > other.low or (self.low == other.low and (self.low_open or not other.low_open))
        high = self.high < other.high or (self.high == other.high and (self.high_open or not other.high_open))
        return low and high


def interval(comparator: str, value: Decimal, value_max: Decimal | None) -> Interval:
    match comparator:
        case Comparator.GE:
            return Interval(value, _INFINITY)
        case Comparator.GT:
            return Interval(value, _INFINITY, low_open=True)
        case Comparator.LE:
            return Interval(-_INFINITY, value)
        case Comparator.LT:
            return Interval(-_INFINITY, value, high_open=True)
        case Comparator.RANGE:
            return Interval(value, value_max if value_max is not None else value)
    return Interval(value, value)


def result_of(fact: CommitmentFact) -> str | None:
    """Result for one indicator; None where there is nothing to compare (words, or not answered: another rule)."""
    if fact.value is None or fact.target_value is None or not fact.target_comparator:
        return None
    if fact.unit and fact.target_unit and fact.unit.strip().lower() != fact.target_unit.strip().lower():
        return Result.UNKNOWN
    target = interval(fact.target_comparator, fact.target_value, fact.target_value_max)
    if target.inside(interval(fact.comparator, fact.value, fact.value_max)):
        return Result.MET
    # “5项” may mean five or at least five, “10ms” ten or at most ten: another target than that is for a person.
    return Result.UNKNOWN if fact.comparator == Comparator.EQ else Result.UNMET


@rule_kind
class TargetMeetsRequirement(RuleKind):
    code = "target_meets_requirement"
    label = gettext_lazy("目标达到或超过要求")
    section_key = "indicators"

    def describe(self, parameters: Mapping) -> str:
        return _("填报的目标达到或超过本方向的要求")

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        results = [(fact, result_of(fact)) for fact in facts.commitments]
        short = [fact.indicator_subject for fact, result in results if result == Result.UNMET]
        doubtful = [fact.indicator_subject for fact, result in results if result == Result.UNKNOWN]
        if short:
            return unmet(
                _("%(count)s 项目标没有达到要求：%(some)s。") % {"count": len(short), "some": self._some(short)},
                self.section_key,
            )
        if doubtful:
            return unknown(
                _("%(count)s 项目标无法与要求直接比较：%(some)s。")
                % {"count": len(doubtful), "some": self._some(doubtful)},
                self.section_key,
            )
        return met(_("填报的定量目标都达到要求。"))

    @staticmethod
    def _some(subjects: list[str]) -> str:
        return "、".join(subjects[:SHOWN]) + (_("等") if len(subjects) > SHOWN else "")
