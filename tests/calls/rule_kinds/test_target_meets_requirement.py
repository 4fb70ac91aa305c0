from decimal import Decimal

import pytest

from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, commitment, result, sentence

CODE = "target_meets_requirement"


@pytest.mark.parametrize(
    ("requirement", "target", "expected"),
    [
        ((">=", 70), (">=", 70), MET),
        ((">=", 70), ("=", 75), MET),
        ((">=", 70), (">", 70), MET),
        ((">", 70), (">=", 70), UNMET),
        ((">", 70), (">", 70), MET),
        ((">=", 70), (">=", "69.99999999"), UNMET),
        ((">=", 70), ("<=", 90), UNMET),
        (("<=", 400), ("<", 400), MET),
        (("<", 5), ("<=", 5), UNMET),
        (("<", 5), ("=", "4.9"), MET),
        (("range", 10, 20), ("range", 12, 18), MET),
        (("range", 10, 20), ("range", 12, 21), UNMET),
        (("range", 10, 20), ("=", 20), MET),
        (("=", 5), ("=", 5), MET),
        (("=", 5), (">=", 8), UNKNOWN),
    ],
)
def test_a_target_lies_inside_the_requirement(requirement, target, expected):
    need, offer = ([c, *(Decimal(v) for v in values)] for c, *values in (requirement, target))
    row = commitment(
        comparator=need[0],
        value=need[1],
        value_max=need[2] if len(need) > 2 else None,
        target_comparator=offer[0],
        target_value=offer[1],
        target_value_max=offer[2] if len(offer) > 2 else None,
    )
    assert result(CODE, commitments=(row,)) == expected


def test_another_unit_is_for_a_person():
    row = commitment(
        comparator=">=", value=Decimal(1), unit="W", target_comparator=">=", target_value=Decimal(2), target_unit="kW"
    )
    assert result(CODE, commitments=(row,)) == UNKNOWN


def test_words_and_open_answers_are_not_compared():
    assert (
        result(CODE, commitments=(commitment(), commitment(comparator=">=", value=Decimal(1), answered=False))) == MET
    )
    assert sentence(CODE) == "填报的目标达到或超过本方向的要求"
