"""What a rule kind is, and the facts about an application that its check may look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar, NamedTuple

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Result(TextChoices):
    MET = "met", _("符合")
    UNMET = "unmet", _("不符合")
    UNKNOWN = "unknown", _("无法判断")


class Finding(NamedTuple):
    """What a check found: the result, why (Chinese, for the applicant), and the section where to mend it."""

    result: str
    explanation: str
    section_key: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentFact:
    """One indicator of the direction and what was committed; ``answered`` counts words as well as numbers."""

    indicator_subject: str
    group: str
    comparator: str
    value: Decimal | None
    value_max: Decimal | None
    answered: bool
    target_comparator: str
    target_value: Decimal | None
    target_value_max: Decimal | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything checks may look at, gathered once per pre-check by the applications room (money in 万元).

    ``texts`` maps section key (or "section.field") to its 字数; ``evidence`` counts files per kind;
    ``funding`` maps a funding source to the amount applied for.
    """

    today: date
    organisation_name: str
    product_name: str
    region_path: str
    ownership: str
    is_legal_person: bool | None
    registered_on: date | None
    recommender_count: int
    other_applications: int
    running_projects: int | None
    participant_count: int
    participant_names: tuple[str, ...] = ()
    leader_birth_date: date | None = None
    duration_months: int | None = None
    texts: Mapping[str, int] = field(default_factory=dict)
    evidence: Mapping[str, int] = field(default_factory=dict)
    funding: Mapping[str, Decimal] = field(default_factory=dict)
    commitments: tuple[CommitmentFact, ...] = ()
    former_winners: tuple[tuple[str, str], ...] = ()


class RuleKind:
    """Base of all kinds. ``Form`` validates ``RuleVersion.parameters``; ``check`` is pure."""

    code: ClassVar[str]
    label: ClassVar[str]
    #: Section of the application where an unmet rule is mended, when the check names none.
    section_key: ClassVar[str] = ""

    class Form(forms.Form):
        """A kind without parameters."""

    def describe(self, parameters: Mapping) -> str:
        """The rule with its parameters, as one Chinese sentence."""
        raise NotImplementedError

    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        raise NotImplementedError


_kinds: dict[str, RuleKind] = {}


def rule_kind(cls: type[RuleKind]) -> type[RuleKind]:
    """Register a kind under its code."""
    if cls.code in _kinds:
        raise ValueError(f"rule kind {cls.code} stands twice")
    _kinds[cls.code] = cls()
    return cls


def kind_of(code: str) -> RuleKind:
    return _kinds[code]


def all_kinds() -> tuple[RuleKind, ...]:
    return tuple(_kinds.values())
