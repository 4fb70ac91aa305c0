import pytest

from tests.calls.rule_kinds.sample import MET, UNMET, result, sentence


@pytest.mark.parametrize(("count", "expected"), [(0, UNMET), (1, MET), (2, UNMET)])
def test_exactly_one(count, expected):
    assert result("one_recommender", recommender_count=count) == expected


def test_words():
    assert sentence("one_recommender") == "通过且只通过一家推荐单位推荐"
