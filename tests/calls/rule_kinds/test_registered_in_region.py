import pytest

from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, errors, parameters, result, sentence
from tests.factories import make_region

CODE = "registered_in_region"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("510000/", MET),
        ("510000/510100/", MET),
        ("100000/510000/510100/", MET),
        ("410000/410100/", UNMET),
        ("5100/", UNMET),
        ("", UNKNOWN),
    ],
)
def test_everything_below_the_region_is_inside(path, expected):
    assert result(CODE, {"region": "510000", "region_name": "四川省"}, region_path=path) == expected


@pytest.mark.django_db
def test_form_keeps_code_and_name():
    make_region()
    kept = parameters(CODE, region="510000")
    assert kept == {"region": "510000", "region_name": "四川省"}
    assert sentence(CODE, kept) == "在四川省内注册"
    assert "region" in errors(CODE, region="999999")
