"""A value in its printed scale → the same in full: 15 万m³ → 150000 m³, 1 千亿级 → 10¹¹, 3 亿元 → 300000000 元."""

import re
from decimal import Decimal

from calls.importing.indicators.numbers import MAGNITUDES

_SCALE = re.compile(rf"(?P<scale>{'|'.join(sorted(MAGNITUDES, key=len, reverse=True))})级?(?P<unit>.*)", re.S)


def expanded(value: Decimal, unit: str) -> tuple[Decimal | None, str]:
    """(value, unit) without 万 or 亿; (None, "") when the printed scale is plain."""
    match = _SCALE.fullmatch(unit)
    return (value * MAGNITUDES[match["scale"]], match["unit"]) if match else (None, "")
