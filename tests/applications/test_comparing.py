"""Targets against requirements: the shared cases, and agreement with the call's rule."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.comparing import Standing, compare
from applications.numbers import parse_decimal, parse_target, show_number, show_target
from calls.rule_kinds.base import CommitmentFact, Result
from calls.rule_kinds.target_meets_requirement import result_of

CASES = json.loads((Path(__file__).parent / "comparison_cases.json").read_text(encoding="utf-8"))
NUMBERS = st.decimals(-1000, 1000, places=3)


def decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['comparator']}{case['value']} {case['typed']}")
def test_shared_cases(case):
    target = parse_target(case["typed"], case["unit"])
    if case["label"] is None:
        assert target is None
        return
    found = compare(
        comparator=case["comparator"],
        value=decimal(case["value"]),
        value_max=decimal(case.get("valueMax")),
        target_comparator=target.comparator,
        target=target.value,
        target_max=target.value_max,
        unit=case["unit"],
    )
    assert found.label == case["label"]


@given(st.sampled_from([">=", "<=", ">", "<"]), NUMBERS, st.sampled_from([">=", "<=", ">", "<", "="]), NUMBERS)
def test_agrees_with_the_rule_of_the_call(comparator, value, target_comparator, target):
    found = compare(
        comparator=comparator, value=value, value_max=None, target_comparator=target_comparator, target=target
    )
    fact = CommitmentFact("x", "", comparator, value, None, True, target_comparator, target, None)
    ruled = result_of(fact)
    # The rule holds sets of values against each other, the page what is promised at least: a strict promise at
    # the bound (“> 250” where “≥ 250” is asked) is the same to both.
    assert (found.standing == Standing.BELOW) == (ruled == Result.UNMET)


@given(NUMBERS)
def test_a_number_shown_is_read_back(value):
    assert parse_decimal(show_number(value), places=8) == value
    assert parse_target(show_target(">=", value, None)).value == value


@pytest.mark.parametrize("text", ["", "1e5", "NaN", "Infinity", "1.234", "12345678901234567", "一百", "1,2", "--1"])
def test_no_number(text):
    assert parse_decimal(text, places=2) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1 860", "1860"), ("１，８６０.５", "1860.5"), ("12,000.50", "12000.5"), ("+3", "3")]
)
def test_numbers_as_people_type_them(text, value):
    assert parse_decimal(text, places=2) == Decimal(value)
