import pytest

from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, result, sentence


@pytest.mark.parametrize(("known", "expected"), [(True, MET), (False, UNMET), (None, UNKNOWN)])
def test_by_what_is_registered(known, expected):
    assert result("legal_person", is_legal_person=known) == expected


def test_words():
    assert sentence("legal_person") == "具有独立法人资格"
