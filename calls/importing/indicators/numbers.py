"""Numbers as printed: 1,000 · 0.075 · 3×10^6 · 三 · 两, with the printed scale (万, 亿) left to the unit."""

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# 千亿 and the like are magnitudes: 百 and 千 want a digit before them.
_DIGIT = "[一二两三四五六七八九]"
CHINESE = (
    rf"(?:{_DIGIT}千)?(?:零?{_DIGIT}百)?(?:零?{_DIGIT}?十{_DIGIT}?)|(?:{_DIGIT}千)?{_DIGIT}百(?:零{_DIGIT})?"
    rf"|{_DIGIT}千(?:零{_DIGIT})?|{_DIGIT}"
)
ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
POWER = r"\s?[×xX*]\s?10\s?\^?\s?(?P<power>-?\d{1,2}|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
MAGNITUDES = {
    "万亿": Decimal(10) ** 12, "千亿": Decimal(10) ** 11, "百亿": Decimal(10) ** 10, "十亿": Decimal(10) ** 9,
    "亿": Decimal(10) ** 8, "千万": Decimal(10) ** 7, "百万": Decimal(10) ** 6, "十万": Decimal(10) ** 5,
    "万": Decimal(10) ** 4,
}  # fmt: skip
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def chinese_number(text: str) -> int:
    """三 → 3, 两 → 2, 十 → 10, 二十五 → 25, 一百二十 → 120, 两千 → 2000."""
    total = digit = 0
    for char in text:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            digit = DIGITS[char]
    return total + digit


def number(text: str, power: str | None = None) -> Decimal:
    """Value of an Arabic (with thousands separators) or Chinese number, times 10^power."""
    value = Decimal(chinese_number(text) if re.fullmatch(CHINESE, text) else text.replace(",", ""))
    return value.scaleb(int(power.translate(_SUPERSCRIPT))) if power else value
