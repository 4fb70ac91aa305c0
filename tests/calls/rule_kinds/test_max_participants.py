import pytest

from tests.calls.rule_kinds.sample import MET, UNMET, parameters, result, sentence

CODE = "max_participants"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), MET),
        (("甲", "乙", "丙", "丁"), MET),
        (("甲", "乙", "丙", "丁", "戊"), UNMET),
        (("甲", "甲 "), UNMET),
        (("示例智芯科技（成都）有限公司",), UNMET),
    ],
)
def test_one_lead_and_so_many_others(names, expected):
    kept = parameters(CODE, limit="4")
    assert result(CODE, kept, participant_names=names, participant_count=len(names)) == expected


def test_words():
    assert sentence(CODE, {"limit": 4}) == "牵头单位 1 家，参与单位不超过 4 家"
