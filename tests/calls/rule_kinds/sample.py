"""Facts about an application that meets everything; tests change what they are about."""

from datetime import date
from typing import Any

from calls.rule_kinds.base import CommitmentFact, Facts, RuleForm, kind_of

MET, UNMET, UNKNOWN = "met", "unmet", "unknown"


def facts(**changes: Any) -> Facts:
    given: dict[str, Any] = {
        "today": date(2026, 11, 21),
        "organisation_name": "示例智芯科技（成都）有限公司",
        "product_name": "云端训练芯片",
        "region_path": "510000/510100/",
        "ownership": "private",
        "is_legal_person": True,
        "registered_on": date(2018, 5, 4),
        "recommender_count": 1,
        "other_applications": 0,
        "running_projects": 0,
        "participant_count": 0,
    }
    return Facts(**given | changes)


def commitment(**changes: Any) -> CommitmentFact:
    given: dict[str, Any] = {
        "indicator_subject": "算力",
        "group": "",
        "comparator": "",
        "value": None,
        "value_max": None,
        "answered": True,
        "target_comparator": "",
        "target_value": None,
        "target_value_max": None,
    }
    return CommitmentFact(**given | changes)


def parameters(code: str, **typed: Any) -> dict[str, Any]:
    """What an officer types, as the kind's own form keeps it."""
    form: RuleForm = kind_of(code).Form(typed)
    assert form.is_valid(), form.errors
    return form.parameters()


def errors(code: str, **typed: Any) -> dict[str, Any]:
    return kind_of(code).Form(typed).errors


def result(code: str, given: dict[str, Any] | None = None, **changes: Any) -> str:
    finding = kind_of(code).check(given or {}, facts(**changes))
    assert finding.explanation.endswith(("。", "…"))
    return finding.result


def sentence(code: str, given: dict[str, Any] | None = None) -> str:
    return kind_of(code).describe(given or {})
