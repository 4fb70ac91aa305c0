"""The closed set as a whole."""

import importlib
from pathlib import Path

import pytest

from calls import rule_kinds
from calls.rule_kinds.base import all_kinds, kind_of, rule_kind

HELPERS = {"__init__", "base", "money"}


def test_each_module_is_one_kind_with_its_test():
    modules = {p.stem for p in Path(rule_kinds.__file__).parent.glob("*.py")} - HELPERS
    assert modules == {kind.code for kind in all_kinds()}
    here = Path(__file__).parent
    assert all((here / f"test_{code}.py").is_file() for code in modules)
    for code in modules:
        assert importlib.import_module(f"calls.rule_kinds.{code}").__doc__


def test_codes_fit_their_column_and_labels_differ():
    kinds = all_kinds()
    assert len(kinds) == 19
    assert all(len(kind.code) <= 40 for kind in kinds)
    assert len({str(kind.label) for kind in kinds}) == len(kinds)


def test_a_code_stands_once():
    kind = type(kind_of("legal_person"))
    with pytest.raises(ValueError, match="twice"):
        rule_kind(kind)
    with pytest.raises(KeyError):
        kind_of("moon_phase")
