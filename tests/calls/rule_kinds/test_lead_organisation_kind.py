import pytest

from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, errors, parameters, result, sentence

CODE = "lead_organisation_kind"


@pytest.mark.parametrize(
    ("kinds", "ownership", "name", "expected"),
    [
        (["enterprise"], "state", "示例集团", MET),
        (["enterprise"], "foreign", "示例集团", MET),
        (["enterprise"], "institution", "示例大学", UNMET),
        (["enterprise"], "other", "示例合作社", UNKNOWN),
        (["enterprise"], "", "示例集团", UNKNOWN),
        (["university", "institute"], "private", "示例集团", UNMET),
        (["university", "institute"], "institution", "示例大学", MET),
        (["university", "institute"], "institution", "示例研究院", MET),
        (["university"], "institution", "示例中心", UNKNOWN),
        (["enterprise", "hospital"], "institution", "示例医院", MET),
        (["institution"], "institution", "示例中心", MET),
    ],
)
def test_by_ownership_and_name(kinds, ownership, name, expected):
    assert result(CODE, {"kinds": kinds}, ownership=ownership, organisation_name=name) == expected


def test_words_and_form():
    kept = parameters(CODE, kinds=["enterprise", "institute"])
    assert sentence(CODE, kept) == "由企业、科研院所牵头"
    assert "kinds" in errors(CODE, kinds=[])
    assert "kinds" in errors(CODE, kinds=["alien"])
