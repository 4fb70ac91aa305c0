from decimal import Decimal

import pytest

from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, errors, parameters, result, sentence

CODE = "own_funding_min"


@pytest.mark.parametrize(
    ("funding", "expected"), [({"own": Decimal(3750)}, MET), ({"own": Decimal("3749.99")}, UNMET), ({}, UNKNOWN)]
)
def test_amount(funding, expected):
    assert result(CODE, parameters(CODE, amount="3750"), funding=funding) == expected


@pytest.mark.parametrize(
    ("funding", "expected"),
    [
        ({"own": Decimal(200), "municipal": Decimal(60), "district": Decimal(40)}, MET),
        ({"own": Decimal("199.99"), "grant": Decimal(100)}, UNMET),
        ({"own": Decimal(200)}, UNKNOWN),
    ],
)
def test_share_of_all_public_money(funding, expected):
    assert result(CODE, parameters(CODE, ratio_percent="200"), funding=funding) == expected


def test_words_and_form():
    assert sentence(CODE, parameters(CODE, amount="2500")) == "承担单位出资不低于 2500 万元"
    assert sentence(CODE, parameters(CODE, ratio_percent="50")) == "承担单位出资不低于申请财政资助的 50%"
    assert "amount" in errors(CODE)
    assert "amount" in errors(CODE, amount="1", ratio_percent="1")
