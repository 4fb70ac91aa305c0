import pytest

from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, result, sentence


@pytest.mark.parametrize(("known", "expected"), [(True, MET), (False, UNMET), (None, UNKNOWN)])
def test_the_district_decides(known, expected):
    assert result("district_funding_confirmed", district_funding_confirmed=known) == expected


def test_words():
    assert sentence("district_funding_confirmed") == "区级财政资金由所在区县确认落实"
