"""What a rule kind is, and the facts about an application that its check may look at."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from calls import hooks


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
    unit: str = ""
    target_unit: str = ""


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
    district_funding_confirmed: bool | None = None


class Subject(NamedTuple):
    """Somebody a rule is tried on: an organisation, or an application (``applied``) in one direction of the call.

    ``name`` is empty for an application that the actor may not see: it is only counted.
    """

    name: str
    facts: Facts
    applied: bool = False
    track_id: int | None = None
    direction_id: int | None = None


def met(explanation: str) -> Finding:
    return Finding(Result.MET, explanation)


def unmet(explanation: str, section_key: str = "") -> Finding:
    return Finding(Result.UNMET, explanation, section_key)


def unknown(explanation: str, section_key: str = "") -> Finding:
    """For a person to decide; never blocks a submission by itself."""
    return Finding(Result.UNKNOWN, explanation, section_key)


class RuleForm(forms.Form):
    """Form of a kind's parameters. ``call`` lets it offer what that call has: its form's sections and evidence."""

    def __init__(self, *args: Any, call: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        self._titles: dict[str, tuple[str, dict[str, str]]] = {}

    def offer(self, name: str, title_name: str, hook: str) -> None:
        """Let ``name`` be chosen out of what the call's form has (a list of `calls.hooks`) instead of typed; the
        chosen one's title is kept under ``title_name``. As long as no form was chosen, the title alone is asked for
        and stands for the key; publishing puts the key in its place. Without a call both stay to be typed."""
        if self.call is None:
            return
        typed = self.fields[name]
        found = hooks.choices(getattr(hooks, hook), self.call)
        self._titles[title_name] = (name, dict(found))
        if found:
            self.fields[name] = forms.ChoiceField(
                label=typed.label, required=typed.required, choices=[("", _("请选择")), *found]
            )
            del self.fields[title_name]
            if self.initial.get(name) not in dict(found):
                known = {title: key for key, title in found}
                self.initial = self.initial | {name: known.get(self.initial.get(title_name), "")}
        else:
            del self.fields[name]
            self.fields[title_name].help_text = _("照抄表单中的标题；选定表单后可从列表中选择")

    def parameters(self) -> dict[str, Any]:
        """``cleaned_data`` as it is kept in ``RuleVersion.parameters``: JSON, decimals and dates as strings, no
        empty values."""
        kept = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        for title_name, (name, titles) in self._titles.items():
            if name in kept:
                kept[title_name] = titles[kept[name]]
            elif title_name in kept:
                kept[name] = kept[title_name]
        return {name: str(value) if isinstance(value, Decimal | date) else value for name, value in kept.items()}


class RuleKind(ABC):
    """Base of all kinds. ``Form`` validates ``RuleVersion.parameters``; ``check`` is pure."""

    code: ClassVar[str]
    label: ClassVar[str]
    #: Whether an organisation's own data decide it, before it has written anything.
    of_organisation: ClassVar[bool] = False
    #: Section of the application where an unmet rule is mended, when the check names none.
    section_key: ClassVar[str] = ""

    class Form(RuleForm):
        """A kind without parameters."""

    @abstractmethod
    def describe(self, parameters: Mapping) -> str:
        """The rule with its parameters, as one Chinese sentence."""

    @abstractmethod
    def check(self, parameters: Mapping, facts: Facts) -> Finding:
        """What the facts of one application say about the rule."""

    def check_organisation(self, parameters: Mapping, facts: Facts) -> Finding:
        """What can be said of an organisation that has not applied: ``facts`` hold its own data and nothing else."""
        if self.of_organisation:
            return self.check(parameters, facts)
        return unknown(_("要看具体申报，单凭单位信息不能判断。"))


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
