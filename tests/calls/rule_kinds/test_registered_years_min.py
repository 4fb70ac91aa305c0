from datetime import date

import pytest

from calls.rule_kinds.registered_years_min import after_months
from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, errors, parameters, result, sentence

CODE = "registered_years_min"


@pytest.mark.parametrize(
    ("years", "registered", "expected"),
    [
        ("1", date(2025, 11, 21), MET),
        ("1", date(2025, 11, 22), UNMET),
        ("0.5", date(2026, 5, 21), MET),
        ("0.5", date(2026, 5, 22), UNMET),
        ("3", None, UNKNOWN),
    ],
)
def test_full_years_on_the_day(years, registered, expected):
    assert result(CODE, parameters(CODE, years=years), registered_on=registered) == expected


def test_leap_day_is_full_on_the_last_of_february():
    assert after_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert after_months(date(2024, 12, 31), 2) == date(2025, 2, 28)


def test_words_and_form():
    assert sentence(CODE, parameters(CODE, years="3")) == "注册满 3 年"
    assert "years" in errors(CODE, years="0")
