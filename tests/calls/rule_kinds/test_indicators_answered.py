from calls.rule_kinds.base import kind_of
from tests.calls.rule_kinds.sample import MET, UNMET, commitment, facts, result, sentence

CODE = "indicators_answered"


def test_each_indicator_without_group_is_needed():
    both = (commitment(), commitment(indicator_subject="功耗"))
    assert result(CODE, commitments=both) == MET
    finding = kind_of(CODE).check(
        {}, facts(commitments=(both[0], commitment(indicator_subject="功耗", answered=False)))
    )
    assert finding.result == UNMET
    assert "功耗" in finding.explanation
    assert finding.section_key == "indicators"


def test_one_of_a_group_is_enough():
    rows = [commitment(group="any", answered=False), commitment(group="any", answered=True)]
    assert result(CODE, commitments=tuple(rows)) == MET
    assert result(CODE, commitments=(rows[0], rows[0])) == UNMET
    assert result(CODE, commitments=(*rows, commitment(group="or1", answered=False))) == UNMET


def test_a_direction_without_indicators_is_met():
    assert result(CODE) == MET
    assert "一种或多种" in sentence(CODE)


def test_many_missing_are_counted_and_cut():
    many = tuple(commitment(indicator_subject=f"指标{n}", answered=False) for n in range(9))
    explanation = kind_of(CODE).check({}, facts(commitments=many)).explanation
    assert "9 项" in explanation
    assert "指标8" not in explanation
