"""Numbers as people type them in Chinese forms: “1 860”, “１，８６０.５”, “≥ 280”, “10～20”."""

import re
from decimal import Decimal
from typing import NamedTuple

_SIGNS = {
    "≥": ">=", ">=": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=", "至少": ">=", "大于等于": ">=",
    "≤": "<=", "<=": "<=", "不高于": "<=", "不超过": "<=", "不大于": "<=", "不多于": "<=", "至多": "<=",
    "小于等于": "<=",
    ">": ">", "大于": ">", "超过": ">", "高于": ">", "<": "<", "小于": "<", "低于": "<", "=": "=", "等于": "=",
}  # fmt: skip
_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_ORDERED = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_TARGET = re.compile(
    rf"^(?P<sign>{_ORDERED})?(?P<low>{_NUMBER})(?:(?:~|～|-|–|—|至|到)(?P<high>{_NUMBER}))?(?P<unit>.*)$"
)
_MAX_WHOLE, _MAX_PLACES = 16, 8


class Target(NamedTuple):
    """A comparator ("" when none was typed) with a value, and a second one for a range."""

    comparator: str
    value: Decimal
    value_max: Decimal | None = None


# Not NFKC: it would turn 10⁵ into 105.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def plain(text: str) -> str:
    """Full-width digits narrow, separators of thousands gone."""
    narrow = text.translate(_NARROW).strip()
    return re.sub(r"(?<=\d)[,\s\u202f](?=\d{3}(?!\d))", "", narrow)


def parse_decimal(text: str, *, places: int, whole: int = 14) -> Decimal | None:
    """The number, or None when the text is no plain number or needs more digits than the column keeps."""
    compact = plain(text).replace(" ", "")
    if not re.fullmatch(_NUMBER, compact):
        return None
    value = Decimal(compact)
    exponent = value.normalize().as_tuple().exponent
    if -exponent > places or value.adjusted() >= whole:
        return None
    return value


def parse_target(text: str, unit: str = "") -> Target | None:
    """A commitment as typed; the row's own unit may stand behind it. None: it is no number, or another unit."""
    compact = re.sub(r"\s+", "", plain(text))
    found = _TARGET.match(compact)
    if not found:
        return None
    tail = found["unit"]
    if tail and tail.casefold() != re.sub(r"\s+", "", plain(unit)).casefold():
        return None
    low = parse_decimal(found["low"], places=_MAX_PLACES, whole=_MAX_WHOLE)
    high = parse_decimal(found["high"], places=_MAX_PLACES, whole=_MAX_WHOLE) if found["high"] else None
    if low is None or (found["high"] and (high is None or high < low or found["sign"])):
        return None
    if high is not None:
        return Target("range", low, high)
    return Target(_SIGNS[found["sign"]] if found["sign"] else "", low)


def show_number(value: Decimal | None) -> str:
    """Without the zeros that the column adds: 250.00000000 → “250”."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_target(comparator: str, value: Decimal | None, value_max: Decimal | None) -> str:
    """“≥ 250”, “10～20”, or "" without a value."""
    if value is None:
        return ""
    if comparator == "range":
        return f"{show_number(value)}～{show_number(value_max)}"
    sign = {">=": "≥", "<=": "≤"}.get(comparator, comparator)
    return f"{sign} {show_number(value)}".strip()
