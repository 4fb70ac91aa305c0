"""Dates as printed: 2021年11月15日, 11月15日(星期五)前, 11月19日17:00前, 18点前, 二〇二一年九月三日."""

import datetime as dt
import re
from dataclasses import dataclass

_CN = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0"}
FULL = re.compile(r"(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
CHINESE_FULL = re.compile(
    r"(?P<y>[二一][〇零○一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
MOMENT = re.compile(
    r"(?:(?P<y>20\d{2})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号](?:\s?[（(]?(?:星期|周)(?P<w>[一二三四五六日天])[）)]?)?"
    r"(?:\s?(?P<half>上午|中午|下午|晚上|晚)?\s?(?P<h>\d{1,2})(?:[:：](?P<min>\d{2})|[时点](?:(?P<min2>\d{1,2})分|(?P<mid>半))?整?))?"
)
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a date with time; ``year_printed`` and the printed weekday tell what to doubt."""

    at: dt.date | dt.datetime
    precision: str
    year_printed: bool
    weekday: str


def _chinese(text: str) -> int:
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (int(_CN[tens]) if tens else 1) * 10 + (int(_CN[ones]) if ones else 0)
    return int("".join(_CN[c] for c in text))


def full_dates(text: str) -> list[tuple[int, int, dt.date]]:
    """(start, end, date) of every date printed with its year; impossible dates are passed over."""
    made = []
    for pattern, read in ((FULL, int), (CHINESE_FULL, _chinese)):
        for match in pattern.finditer(text):
            day = _date(read(match["y"]), read(match["m"]), read(match["d"]))
            if day:
                made.append((match.start(), match.end(), day))
    return sorted(made)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def moment(match: re.Match[str], year: int | None) -> Moment | None:
    """What a match of MOMENT names; ``year`` stands in for one that is left out."""
    use = int(match["y"]) if match["y"] else year
    day = _date(use, int(match["m"]), int(match["d"])) if use else None
    if day is None:
        return None
    weekday = (match["w"] or "").replace("天", "日")
    if match["h"] is None:
        return Moment(day, "day", bool(match["y"]), weekday)
    hour, minute = int(match["h"]), int(match["min"] or match["min2"] or (30 if match["mid"] else 0))
    if match["half"] in {"下午", "晚上", "晚"} and hour < 12:
        hour += 12
    if (hour, minute) == (24, 0):
        return Moment(day, "day", bool(match["y"]), weekday)
    if hour > 23 or minute > 59:
        return None
    precision = "minute" if match["min"] or match["min2"] or match["mid"] else "hour"
    return Moment(dt.datetime.combine(day, dt.time(hour, minute)), precision, bool(match["y"]), weekday)
