from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from calls.models.call import Precision
from calls.printed_deadlines import deadline_instant, deadline_words, printed_agrees

DAY = date(2021, 11, 15)


@pytest.mark.parametrize(
    ("clock", "instant", "precision"),
    [
        ("", datetime(2021, 11, 15, 16, tzinfo=UTC), Precision.DAY),
        ("24:00", datetime(2021, 11, 15, 16, tzinfo=UTC), Precision.DAY),
        ("24点", datetime(2021, 11, 15, 16, tzinfo=UTC), Precision.DAY),
        ("17:00", datetime(2021, 11, 15, 9, tzinfo=UTC), Precision.MINUTE),
        ("17：00前", datetime(2021, 11, 15, 9, tzinfo=UTC), Precision.MINUTE),
        ("17时30分", datetime(2021, 11, 15, 9, 30, tzinfo=UTC), Precision.MINUTE),
        (" 18 点前 ", datetime(2021, 11, 15, 10, tzinfo=UTC), Precision.HOUR),
        ("18点之前", datetime(2021, 11, 15, 10, tzinfo=UTC), Precision.HOUR),
        ("0:00", datetime(2021, 11, 14, 16, tzinfo=UTC), Precision.MINUTE),
    ],
)
def test_printed_words_become_the_first_instant_that_is_too_late(clock, instant, precision):
    assert deadline_instant(day=DAY, clock=clock) == (instant, precision)


def test_last_day_of_a_year_ends_in_the_next():
    assert deadline_instant(day=date(2026, 12, 31))[0] == datetime(2026, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("clock", ["25:00", "24:01", "12:60", "下午五点", "17:0x", "17", "-1:00", "1:2:3"])
def test_other_words_are_refused_in_chinese(clock):
    with pytest.raises(ValidationError, match="时刻"):
        deadline_instant(day=DAY, clock=clock)


@pytest.mark.parametrize("clock", ["", "17:00", "18点", "00:00", "23:59"])
def test_words_come_back_as_typed(clock):
    at, precision = deadline_instant(day=DAY, clock=clock)
    assert deadline_words(at=at, precision=precision) == (DAY, clock)


@pytest.mark.parametrize(
    ("printed", "agrees"),
    [
        ("", True),
        ("另行通知", True),
        ("11月19日17:00前", True),
        ("2026年11月19日17：00前", True),
        ("11月19日下午5点前", True),
        ("11月19日17时00分", True),
        ("11月15日(星期五)前", False),
        ("11月19日", False),
        ("2021年11月19日17:00前", False),
        ("11月19日18点前", False),
        ("11月31日", False),
    ],
)
def test_printed_words_name_the_deadline_or_another(printed, agrees):
    at, _precision = deadline_instant(day=date(2026, 11, 19), clock="17:00")
    assert printed_agrees(printed, at=at) is agrees


def test_a_printed_day_lasts_until_its_midnight_even_at_the_turn_of_the_year():
    at, _precision = deadline_instant(day=date(2026, 12, 31))
    assert printed_agrees("12月31日", at=at)
    assert not printed_agrees("1月1日", at=at)
