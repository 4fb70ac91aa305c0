"""What a call's form is made of. A FormVersion keeps one `Schema` as JSON; everything else reads it as these types.

Sections and fields carry permanent keys. A field with a ``column`` ("profile.revenue", "version.product_name") is
kept in that typed column; any other is one `Answer` row under its key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

FIELDS, INDICATORS, NARRATIVE = "fields", "indicators", "narrative"
PARTICIPANTS, EVIDENCE, PLEDGE = "participants", "evidence", "pledge"
SECTION_KINDS = (FIELDS, INDICATORS, NARRATIVE, PARTICIPANTS, EVIDENCE, PLEDGE)

TEXT, TEXTAREA, EMAIL, PHONE, CREDIT_CODE = "text", "textarea", "email", "phone", "credit_code"
DECIMAL, INTEGER, BOOLEAN, CHOICE, DATE = "decimal", "integer", "boolean", "choice", "date"
FIELD_KINDS = (TEXT, TEXTAREA, EMAIL, PHONE, CREDIT_CODE, DECIMAL, INTEGER, BOOLEAN, CHOICE, DATE)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` 字 as `applications.counting` counts; ``must`` blocks, else 原则上: a reason is asked for."""

    count: int
    must: bool = True

    @property
    def words(self) -> str:
        return f"不超过 {self.count} 字" if self.must else f"原则上不超过 {self.count} 字"


@dataclass(frozen=True, slots=True)
class Field:
    """One 栏目. ``group`` is the printed heading that several share (揭榜负责人); ``unit`` stands beside the input;
    ``evidence`` names the kind of 证明材料 it asks for; ``needed_if`` ("ownership=other") makes it needed only then;
    ``fact`` says what the checks know it as (see `applications.selectors.facts`)."""

    key: str
    label: str
    kind: str = TEXT
    column: str = ""
    group: str = ""
    unit: str = ""
    help: str = ""
    required: bool = True
    needed_if: str = ""
    limit: Limit | None = None
    choices: tuple[tuple[str, str], ...] = ()
    evidence: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of a narrative's outline; ``level`` 1 is 一、, 2 is （一）. A heading that only holds others is not
    ``writable``."""

    key: str
    heading: str
    hint: str = ""
    level: int = 1
    writable: bool = True
    required: bool = True


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    key: str
    title: str
    hint: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form. ``clause`` is where in the document it comes from; ``year`` the one of 20XX年目标."""

    key: str
    kind: str
    title: str
    clause: str = ""
    help: str = ""
    fields: tuple[Field, ...] = ()
    parts: tuple[Part, ...] = ()
    evidence: tuple[EvidenceKind, ...] = ()
    text: tuple[str, ...] = ()
    limit: Limit | None = None
    year: int | None = None
    required: bool = True
    #: Label of the read-only row of all directions with the chosen one ticked, below the first field; "": none.
    directions: str = ""

    def field(self, key: str) -> Field:
        return next(f for f in self.fields if f.key == key)


@dataclass(frozen=True, slots=True)
class Schema:
    """A whole form: its cover, 填报须知 and sections in order."""

    title: str
    sections: tuple[Section, ...]
    cover: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def section(self, key: str) -> Section:
        """Raises `KeyError` when the form has no such section."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def has(self, key: str) -> bool:
        return any(section.key == key for section in self.sections)

    def first(self, kind: str) -> Section | None:
        return next((section for section in self.sections if section.kind == kind), None)

    def all_fields(self) -> Iterator[tuple[Section, Field]]:
        for section in self.sections:
            for item in section.fields:
                yield section, item

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _limit(data: Mapping | None) -> Limit | None:
    return Limit(**data) if data else None


def _field(data: Mapping) -> Field:
    return Field(
        **{**data, "limit": _limit(data.get("limit")), "choices": tuple(tuple(c) for c in data.get("choices", ()))}
    )


def _section(data: Mapping) -> Section:
    return Section(
        **{
            **data,
            "fields": tuple(_field(f) for f in data.get("fields", ())),
            "parts": tuple(Part(**p) for p in data.get("parts", ())),
            "evidence": tuple(EvidenceKind(**e) for e in data.get("evidence", ())),
            "text": tuple(data.get("text", ())),
            "limit": _limit(data.get("limit")),
        }
    )


def schema_from(data: Mapping) -> Schema:
    """The schema of a FormVersion's JSON; raises `TypeError` on unknown members."""
    return Schema(
        **{
            **data,
            "sections": tuple(_section(s) for s in data["sections"]),
            "cover": tuple(data.get("cover", ())),
            "notes": tuple(data.get("notes", ())),
        }
    )


class SchemaInvalid(ValueError):
    """The form cannot be filled in as it stands; the message is Chinese, for the officer."""


def schema_check(schema: Schema) -> None:
    """Keys are unique and short, kinds are known, what evidence a field asks for exists. Raises `SchemaInvalid`."""
    keys = [s.key for s in schema.sections] + [f.key for _, f in schema.all_fields()]
    double = {key for key in keys if keys.count(key) > 1}
    if double:
        raise SchemaInvalid(f"重复的键：{'、'.join(sorted(double))}")
    kinds = {e.key for s in schema.sections for e in s.evidence}
    for section in schema.sections:
        if section.kind not in SECTION_KINDS:
            raise SchemaInvalid(f"未知的部分类型：{section.kind}")
    for item in (f for _, f in schema.all_fields()):
        if item.kind not in FIELD_KINDS:
            raise SchemaInvalid(f"“{item.label}”的类型未知：{item.kind}")
        if item.evidence and item.evidence not in kinds:
            raise SchemaInvalid(f"“{item.label}”要求的证明材料不在清单中：{item.evidence}")
    for name in (*keys, *kinds):
        if not 0 < len(name) <= 40:
            raise SchemaInvalid(f"键过长：{name}")


__all__ = [
    "BOOLEAN", "CHOICE", "CREDIT_CODE", "DATE", "DECIMAL", "EMAIL", "EVIDENCE", "FIELDS", "INDICATORS", "INTEGER",
    "NARRATIVE", "PARTICIPANTS", "PHONE", "PLEDGE", "TEXT", "TEXTAREA", "EvidenceKind", "Field", "Limit", "Part",
    "Schema", "SchemaInvalid", "Section", "schema_check", "schema_from",
]  # fmt: skip
