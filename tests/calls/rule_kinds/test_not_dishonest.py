import pytest

from tests.calls.rule_kinds.sample import UNKNOWN, UNMET, parameters, result, sentence

CODE = "not_dishonest"
TYPED = {"evidence": "credit", "evidence_title": "信用报告"}


@pytest.mark.parametrize(("evidence", "expected"), [({}, UNMET), ({"credit": 1}, UNKNOWN)])
def test_a_file_is_read_by_a_person(evidence, expected):
    assert result(CODE, parameters(CODE, **TYPED), evidence=evidence) == expected


def test_without_evidence_the_officer_looks_it_up():
    assert result(CODE, parameters(CODE)) == UNKNOWN


def test_words():
    assert sentence(CODE, parameters(CODE, **TYPED)) == "未列入失信名单（以信用报告为据）"
    assert sentence(CODE) == "未列入失信名单"
