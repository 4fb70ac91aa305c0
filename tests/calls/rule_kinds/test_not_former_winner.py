import pytest

from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, result, sentence

CODE = "not_former_winner"
WINNER = (("示例智芯科技（成都）有限公司", "云端训练芯片"),)


@pytest.mark.parametrize(
    ("unit", "product", "expected"),
    [
        ("示例智芯科技（成都）有限公司", "云端训练芯片", UNMET),
        ("示例智芯科技(成都)有限公司 ", "云端训练芯片", UNMET),
        ("示例智芯科技（成都）有限公司", "高性能云端训练芯片", UNKNOWN),
        ("示例智芯科技（成都）股份有限公司", "云端训练芯片", UNKNOWN),
        ("示例智芯科技（成都）有限公司", "智能导盲眼镜", MET),
        ("示例云算科技有限公司", "云端训练芯片", MET),
    ],
)
def test_same_project_likely_project_other_project(unit, product, expected):
    assert result(CODE, organisation_name=unit, product_name=product, former_winners=WINNER) == expected


def test_without_a_list_nobody_can_tell():
    assert result(CODE) == UNKNOWN
    assert sentence(CODE) == "已列入前期揭榜优胜的项目不得重复申报"


def test_an_empty_product_is_like_nothing():
    assert result(CODE, product_name="", former_winners=WINNER) == MET
