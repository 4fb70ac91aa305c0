"""Every number with its unit in a text, with names, years and item numbers left out. Nothing is judged here."""

import re
from dataclasses import dataclass
from decimal import Decimal

from calls.importing.indicators.numbers import ARABIC, CHINESE, POWER, number
from calls.importing.indicators.units import CLASSIFIERS, LATIN_UNIT, unit_at

# What looks like a number and is none: FP16, vLLM0.5.1, 5G, 3D, 3C, 2025年, （1）, 第3, 1σ, 工业4.0, 附件2, URLs.
NAMES = re.compile(
    r"https?://\S+|(?<![A-Za-z\d])(?!(?:[ckmdnµ]?m|s|L|g|h)-?[1-4](?:/[2-4])?(?![\dA-Za-z]))[A-Za-z][A-Za-z+]*(?:[-_.]?\d+(?:\.\d+)*[A-Za-z]*)+(?:[-_.][A-Za-z0-9]+)*"
    r"|(?<![\d.])[2-6]G(?![A-Za-z])\+?|(?<![\d.])\d[DC](?![A-Za-z])|(?<![\d.])\d\.5D"
    r"|(?:19|20)\d\d\s?(?:[-—–~至/.]\s?(?:19|20)\d\d\s?)?年(?:度|底|末|初)?(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|[（(]\s?\d{1,2}\s?[）)]|第\s?\d+|(?<!\d)\d{1,3}\s?[σ∶]|(?<![\d.:：])\d{1,3}(?:\.\d)?\s?[：:]\s?\d{1,3}(?![\d.:：])|(?<![\d.])1/[2-9](?![\d.])|工业\s?\d\.0|附件?\s?\d+|GB/T\s?[\d.-]+|十[二三四]五"
)
LINE_NUMBER = re.compile(r"^\s*(?:\d{1,2}\s?[.．、](?!\d)|\d{1,2}[）)])", re.M)
_MAGNITUDE = r"(?P<magnitude>(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万)(?:级|(?=参数)))"
_TEN = r"(?P<ten>10)(?:\^(?P<raised>-?\d{1,2})|(?P<super>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))"
_VALUE = rf"(?P<value>(?<![\d.A-Za-z])-?(?:{_TEN}|(?:{ARABIC})(?:{POWER})?))"
_CN = rf"(?P<cn>(?<![一二三四五六七八九十两几多第]){CHINESE})(?=(?:{CLASSIFIERS}))"
_SHARE = rf"(?P<share>[百千万])分之(?P<shares>{CHINESE}|\d+(?:\.\d+)?)"
_NUMBER = re.compile(rf"{_SHARE}|{_VALUE}|{_CN}|(?<![\d一二三四五六七八九十百千万]){_MAGNITUDE}")
_RANGE = re.compile(rf"\s?(?:~|-|—|–|∼|至|到)\s?(?P<high>[-+]?(?:{ARABIC}))(?:{POWER})?")
#: 50Ω±1Ω, 96.0±0.5%: what may be missed by how much.
_TOLERANCE = re.compile(rf"\s?±\s?(?:{ARABIC})")
_TIMES = re.compile(rf"\s?[xX×*]\s?(?P<factor>{ARABIC})")
_HIGH_FIRST = re.compile(r"[-+±]$")


@dataclass(slots=True)
class Quantity:
    """``text[start:end]`` holds number and unit; ``condition`` is what follows after @ or / (INT8, 0.5ms)."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    unit: str = ""
    condition: str = ""
    kind: str = "number"  # number, chinese or magnitude
    tolerance: bool = False


def masked(text: str) -> str:
    """The text with names and numbers of items blanked out, offsets kept."""
    blank = lambda match: "\x00" * len(match[0])  # noqa: E731
    hidden = LINE_NUMBER.sub(blank, NAMES.sub(blank, text))
    return _item_numbers(text, hidden)


def _item_numbers(text: str, hidden: str) -> str:
    """“3.300m以下” at the head of a line is item 3 when the line before was item 2."""
    expected = 0
    for match in re.finditer(r"^[ \t]*(\d{1,2})[.．、]", text, re.M):
        number = int(match[1])
        if number == expected and re.match(r"\d", text[match.end() : match.end() + 1]):
            hidden = hidden[: match.start()] + "\x00" * len(match[0]) + hidden[match.end() :]
        expected = number + 1 if number in {1, expected} else 0
    return hidden


def quantities(text: str) -> list[Quantity]:
    hidden = masked(text)
    found: list[Quantity] = []
    at = 0
    while match := _NUMBER.search(hidden, at):
        made = _read(text, hidden, match)
        at = max(made.end, match.end()) if made else match.end()
        if made:
            found.append(made)
    return found


def _read(text: str, hidden: str, match: re.Match[str]) -> Quantity | None:
    start = match.start()
    if match["share"]:
        unit = {"百": "%", "千": "‰", "万": "‱"}[match["share"]]
        return Quantity(start, match.end(), number(match["shares"]), unit=unit)
    if match["magnitude"]:
        return Quantity(start, match.end(), Decimal(1), unit=match["magnitude"], kind="magnitude")
    if match["cn"]:
        unit, end = unit_at(text, match.end())
        return Quantity(start, end, number(match["cn"]), unit=unit, kind="chinese")
    if text[start] == "-" and re.search(r"[A-Za-z0-9）)]$", text[max(0, start - 1) : start]):
        start += 1  # a hyphen, not a sign
    if match["ten"]:
        value = number("1", match["raised"] or match["super"])
    else:
        value = number(_mantissa(match, signed=start == match.start()), match["power"])
    unit, end = unit_at(hidden, match.end())
    if not unit and re.match(r"(?![xX]\s?\d)[A-Za-z\x00]", hidden[end : end + 3]):
        return None  # part of a code: 91510100MA…
    made = Quantity(start, end, value, unit=unit)
    return _wider(text, hidden, made, match.end())


def _mantissa(match: re.Match[str], *, signed: bool) -> str:
    made = re.match(rf"-?(?:{ARABIC})", match["value"])[0]
    return made if signed else made.lstrip("-")


def _wider(text: str, hidden: str, made: Quantity, digits_end: int) -> Quantity:
    """Ranges (20Hz~2000Hz), products (7x24小时, 1mm×1mm), and what follows @ or / as a condition."""
    tolerance = _TOLERANCE.match(hidden, made.end)
    if tolerance:
        unit, end = unit_at(hidden, tolerance.end())
        if not made.unit or not unit or unit == made.unit:
            made.unit, made.condition, made.end = made.unit or unit, tolerance[0].strip() + unit, end
            made.tolerance = True
            return made
    ranged = _RANGE.match(hidden, made.end)
    if ranged:
        unit, end = unit_at(hidden, ranged.end())
        if unit and (not made.unit or made.unit == unit or unit.endswith(made.unit)):
            made.value_max, made.unit, made.end = number(ranged["high"].lstrip("+"), ranged["power"]), unit, end
            return made
        if not unit and not made.unit and re.match(r"[，。；、）)\n]|$", hidden[ranged.end() : ranged.end() + 1]):
            made.value_max, made.end = number(ranged["high"].lstrip("+"), ranged["power"]), ranged.end()
            return made
    times = _TIMES.match(hidden, made.end)
    if times:
        unit, end = unit_at(hidden, times.end())
        if unit in {"小时", "h"} and not made.unit:
            made.value, made.unit, made.end = made.value * number(times["factor"]), unit, end
        elif unit and made.unit == unit:
            made.end = end
        elif not unit and not made.unit:
            made.condition, made.end = times[0].strip(), times.end()
    per = re.compile(rf"/\s?(?P<value>{ARABIC})\s?(?P<unit>{LATIN_UNIT})").match(hidden, made.end)
    if per and made.unit:
        made.condition, made.end = per[0].lstrip("/"), per.end()
    tail = re.compile(r"\s?(?:@\s?|[（(]|(?<=\S) )(?P<name>(?:FP|INT|TF|BF|fp|int)\d{1,2})[）)]?").match(text, made.end)
    if tail and made.unit:
        made.condition, made.end = tail["name"], tail.end()
    return made
