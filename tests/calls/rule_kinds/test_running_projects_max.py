import pytest

from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, parameters, result, sentence

CODE = "running_projects_max"


@pytest.mark.parametrize(("count", "expected"), [(0, MET), (2, MET), (3, UNMET), (None, UNKNOWN)])
def test_projects(count, expected):
    assert result(CODE, parameters(CODE, limit="2"), running_projects=count) == expected


def test_words():
    assert sentence(CODE, {"limit": 2}) == "在研项目不超过 2 项"
