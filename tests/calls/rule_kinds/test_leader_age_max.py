from datetime import date

import pytest

from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, errors, parameters, result, sentence

CODE = "leader_age_max"


@pytest.mark.parametrize(
    ("birth", "expected"),
    [(date(1966, 11, 21), MET), (date(1965, 11, 22), MET), (date(1965, 11, 21), UNMET), (None, UNKNOWN)],
)
def test_full_years_on_the_day(birth, expected):
    """61 is reached on the birthday itself; until then one is 60."""
    assert result(CODE, parameters(CODE, limit="60"), leader_birth_date=birth) == expected


@pytest.mark.parametrize(("birth", "expected"), [(date(1970, 1, 1), MET), (date(1969, 12, 31), UNMET)])
def test_born_from(birth, expected):
    assert result(CODE, parameters(CODE, born_from="1970-01-01"), leader_birth_date=birth) == expected


def test_words_and_form():
    assert sentence(CODE, {"limit": 60}) == "负责人年龄不超过 60 周岁"
    assert sentence(CODE, {"born_from": "1970-01-01"}) == "负责人在 1970-01-01（含）以后出生"
    assert "limit" in errors(CODE)
    assert "limit" in errors(CODE, limit="60", born_from="1970-01-01")
