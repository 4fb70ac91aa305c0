import pytest

from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, parameters, result, sentence

CODE = "duration_max"


@pytest.mark.parametrize(("months", "expected"), [(36, MET), (37, UNMET), (None, UNKNOWN)])
def test_months(months, expected):
    assert result(CODE, parameters(CODE, months="36"), duration_months=months) == expected


def test_words():
    assert sentence(CODE, {"months": 36}) == "实施期限不超过 3 年"
    assert sentence(CODE, {"months": 18}) == "实施期限不超过 18 个月"
