from decimal import Decimal

import pytest

from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, errors, parameters, result, sentence

CODE = "grant_cap"


@pytest.mark.parametrize(
    ("funding", "expected"),
    [
        ({"municipal": Decimal("500")}, MET),
        ({"municipal": Decimal("500.01")}, UNMET),
        ({"district": Decimal("900")}, UNKNOWN),
    ],
)
def test_by_source(funding, expected):
    assert result(CODE, parameters(CODE, source="municipal", amount="500"), funding=funding) == expected


def test_words_and_form():
    assert sentence(CODE, {"source": "bounty", "amount": "2000.00"}) == "榜单金额不超过 2000 万元"
    assert "source" in errors(CODE, source="own", amount="5")
    assert "amount" in errors(CODE, source="grant", amount="-1")
