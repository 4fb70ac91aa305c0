import pytest

from tests.calls.rule_kinds.sample import MET, UNMET, errors, parameters, result, sentence

CODE = "max_applications_per_applicant"


@pytest.mark.parametrize(("others", "expected"), [(0, MET), (2, MET), (3, UNMET)])
def test_the_application_at_hand_counts_too(others, expected):
    assert result(CODE, parameters(CODE, limit="3"), other_applications=others) == expected


def test_words_and_form():
    assert sentence(CODE, {"limit": 3}) == "每个单位申报不超过 3 项"
    assert "limit" in errors(CODE, limit="0")
