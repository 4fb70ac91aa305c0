"""Numbers and requirements as pages print them."""

from decimal import Decimal

from django.utils.translation import gettext as _

from calls.models import IndicatorVersion
from calls.models.comparator import Comparator


def plain_number(value: Decimal | None) -> str:
    """70.00000000 → “70”; 0.07500000 → “0.075”."""
    if value is None:
        return ""
    printed = f"{value:f}"
    return printed.rstrip("0").rstrip(".") if "." in printed else printed


def requirement(indicator: IndicatorVersion) -> str:
    """“≥ 70”, “10～20”, “定性”."""
    if indicator.qualitative:
        return _("定性")
    if indicator.comparator == Comparator.RANGE:
        return f"{plain_number(indicator.value)}～{plain_number(indicator.value_max)}"
    return f"{Comparator(indicator.comparator).label} {plain_number(indicator.value)}"
