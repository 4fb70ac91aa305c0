import pytest

from calls import hooks
from calls.rule_kinds.base import kind_of
from tests.calls.rule_kinds.sample import MET, UNMET, parameters, result, sentence

CODE = "evidence_required"
TYPED = {"evidence": "revenue", "evidence_title": "主营业务收入证明材料"}


@pytest.mark.parametrize(
    ("minimum", "evidence", "expected"),
    [("1", {"revenue": 1}, MET), ("1", {"rd": 4}, UNMET), ("2", {"revenue": 1}, UNMET), ("2", {"revenue": 2}, MET)],
)
def test_files_of_that_kind(minimum, evidence, expected):
    assert result(CODE, parameters(CODE, **TYPED, minimum=minimum), evidence=evidence) == expected


def test_words():
    assert sentence(CODE, parameters(CODE, **TYPED, minimum="1")) == "须提供主营业务收入证明材料"
    assert sentence(CODE, parameters(CODE, **TYPED, minimum="2")) == "须提供主营业务收入证明材料（至少 2 份）"


def test_kinds_of_the_call_are_offered(monkeypatch):
    monkeypatch.setattr(hooks, "evidence_kinds", [lambda call: [("rd", "研发投入证明材料")]])
    form = kind_of(CODE).Form({"evidence": "rd", "minimum": "1"}, call=object())
    assert form.is_valid(), form.errors
    assert form.parameters()["evidence_title"] == "研发投入证明材料"
