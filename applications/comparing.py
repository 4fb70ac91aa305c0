"""A target held against the requirement: 超过, 达到, 低于要求. static/indicators.js does the same while typing; both
tests read tests/applications/comparison_cases.json."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Standing(TextChoices):
    EXCEEDS = "exceeds", gettext_lazy("超过")
    MEETS = "meets", gettext_lazy("达到")
    BELOW = "below", gettext_lazy("低于要求")
    DIFFERS = "differs", gettext_lazy("与要求不同")
    NONE = "none", ""


_TONES = {Standing.EXCEEDS: "ok", Standing.MEETS: "ok", Standing.BELOW: "warn", Standing.DIFFERS: "warn"}
_PER_CENT = ("%", "％", "百分比")
_UP, _DOWN = (">=", ">"), ("<=", "<")


@dataclass(frozen=True, slots=True)
class Comparison:
    """``percent`` says by how much a target exceeds (one decimal below 10), ``points`` the same of a value in %: from
    95 % to 96 % is 1 个百分点. None where that means nothing."""

    standing: str
    percent: Decimal | None = None
    points: Decimal | None = None

    @property
    def label(self) -> str:
        if self.standing == Standing.EXCEEDS and self.points is not None:
            return _("超过 %(points)s 个百分点") % {"points": format(self.points, "f")}
        if self.standing == Standing.EXCEEDS and self.percent is not None:
            return _("超过 %(percent)s%%") % {"percent": format(self.percent, "f")}
        return str(Standing(self.standing).label)

    @property
    def tone(self) -> str:
        return _TONES.get(Standing(self.standing), "none")


def _percent(difference: Decimal, base: Decimal) -> Decimal | None:
    if base == 0:
        return None
    share = abs(difference / base) * 100
    step = Decimal(1) if share >= 10 else Decimal("0.1")
    rounded = share.quantize(step, ROUND_HALF_UP)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded


def _points(difference: Decimal) -> Decimal:
    """As typed, without idle zeros: 1, 0.5, 0.05."""
    return difference.quantize(Decimal(1)) if difference == difference.to_integral_value() else difference.normalize()


def compare(
    *, comparator: str, value: Decimal | None, value_max: Decimal | None,
    target_comparator: str, target: Decimal | None, target_max: Decimal | None = None, unit: str = "",
) -> Comparison:  # fmt: skip
    """What the committed target promises at least, against the requirement. A bound in the other direction
    (“≤ 300” where “≥ 250” is asked) promises nothing and is below. No target or no requirement: nothing."""
    if value is None or target is None:
        return Comparison(Standing.NONE)
    if comparator in (*_UP, *_DOWN):
        up = comparator in _UP
        if target_comparator in (_DOWN if up else _UP):
            return Comparison(Standing.BELOW)
        promised = target if up or target_max is None else target_max
        ahead = promised - value if up else value - promised
        strict = comparator in (">", "<")
        if ahead < 0 or (ahead == 0 and strict and target_comparator not in ("", comparator)):
            return Comparison(Standing.BELOW)
        if ahead == 0:
            return Comparison(Standing.MEETS)
        if unit.strip() in _PER_CENT:
            return Comparison(Standing.EXCEEDS, points=_points(ahead))
        return Comparison(Standing.EXCEEDS, _percent(ahead, value))
    if comparator == "=":
        # “5项” may mean five or at least five: another number than that is for a person.
        same = target == value and (target_max in (None, value)) and target_comparator in ("", "=", "range")
        return Comparison(Standing.MEETS if same else Standing.DIFFERS)
    if target_comparator in (*_UP, *_DOWN):
        return Comparison(Standing.BELOW)
    inside = value <= target and (target_max if target_max is not None else target) <= value_max
    return Comparison(Standing.MEETS if inside else Standing.BELOW)
