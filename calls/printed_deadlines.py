"""From the day and clock time an officer copies out of a notice to the first instant that is too late, and back.

All printed times are Asia/Shanghai. Source: seeds 002 (“18点前”, online until a day) and 003 (“11月15日”,
“11月19日17:00前”).
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from calls.models.call import Precision

BEIJING = ZoneInfo("Asia/Shanghai")
_CLOCK = re.compile(r"^(?P<hour>\d{1,2})(?:[:时点](?:(?P<minute>\d{1,2})分?)?)(?:之?前|以前|整)*$")
_DAY = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]")
_PRINTED_CLOCK = re.compile(
    r"(?P<half>下午|晚上?)?(?P<hour>\d{1,2})(?::(?P<minute>\d{2})|[时点](?:(?P<minutes>\d{1,2})分)?)"
)


def deadline_instant(*, day: date, clock: str = "") -> tuple[datetime, str]:
    """(first instant that is too late, precision).

    Without ``clock`` the whole day counts: the next midnight, precision day. “18点前” is 18:00:00, precision hour;
    “17:00” is 17:00:00, precision minute: the moment named is itself too late. “24:00” is the whole day.
    Raises ValidationError (Chinese) for anything else.
    """
    words = unicodedata.normalize("NFKC", clock).replace(" ", "")
    if not words:
        return _midnight_after(day), Precision.DAY
    match = _CLOCK.match(words)
    if match is None:
        raise ValidationError(_("时刻请写成 17:00 或 18点；留空表示到当日24:00。"), code="clock")
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if (hour, minute) == (24, 0):
        return _midnight_after(day), Precision.DAY
    if hour > 23 or minute > 59:
        raise ValidationError(_("一天里没有 %(clock)s 这个时刻。"), code="clock", params={"clock": clock.strip()})
    precision = Precision.HOUR if match["minute"] is None else Precision.MINUTE
    return datetime.combine(day, time(hour, minute), BEIJING), precision


def deadline_words(*, at: datetime, precision: str) -> tuple[date, str]:
    """The day and clock as an officer would type them: the inverse of `deadline_instant`."""
    local = at.astimezone(BEIJING)
    if precision == Precision.DAY:
        return (local - timedelta(microseconds=1)).date(), ""
    if precision == Precision.HOUR:
        return local.date(), f"{local.hour}点"
    return local.date(), f"{local:%H:%M}"


def printed_agrees(printed: str, *, at: datetime) -> bool:
    """Whether the document's words (“11月19日17:00前”) name the instant ``at``; words without a day contradict nothing.

    A day without a year is taken as one of the deadline's own year.
    """
    words = unicodedata.normalize("NFKC", printed).replace(" ", "")
    named = _DAY.search(words)
    if named is None:
        return True
    year = int(named["year"] or deadline_words(at=at, precision=Precision.DAY)[0].year)
    clock = _PRINTED_CLOCK.search(words, named.end())
    try:
        day = date(year, int(named["month"]), int(named["day"]))
        return deadline_instant(day=day, clock=_clock_words(clock) if clock else "")[0] == at
    except (ValueError, ValidationError):
        return False


def _clock_words(clock: re.Match[str]) -> str:
    hour = int(clock["hour"])
    return f"{hour + 12 if clock['half'] and hour < 12 else hour}:{int(clock['minute'] or clock['minutes'] or 0):02d}"


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), BEIJING)
