"""Reading a version, usually a frozen one: what stands in each section, and what changed between two."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from applications import form_schema as fs
from applications import sections
from applications.comparing import Comparison
from applications.counting import count_characters
from applications.form_schema import Field, Schema, Section
from applications.forms.fields import shown as field_shown
from applications.models import ApplicationVersion
from applications.numbers import show_target
from applications.sections.fields import field_values
from applications.sections.indicators import IndicatorsHandler, comparison, names_in_force, target_shown
from applications.selectors.forms import schema_of
from applications.selectors.loading import version_loaded
from applications.selectors.ticked import TickedGroup, directions_ticked
from portal.accounts.actor import Actor
from portal.phones import mask

#: Fields that tell a person's way to be reached: on pages masked, for experts not at all.
_CONTACT = frozenset({"leader_email", "leader_phone", "contact_phone", "contact_email", "contact_fax"})


@dataclass(frozen=True, slots=True)
class FieldRow:
    """``phone`` is set for a number that the page must mask: (owner row, column)."""

    key: str
    label: str
    group: str = ""
    unit: str = ""
    text: str = ""
    long: bool = False
    choices: tuple[tuple[str, bool], ...] = ()
    count: int = 0
    phone: tuple[Any, str] | None = None
    groups: tuple[TickedGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    number: str
    name: str
    requirement: str
    current: str
    target: str
    unit: str
    measurement: str
    comparison: Comparison
    own: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    heading: str
    level: int
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class FileRow:
    name: str
    size: int
    sha256: str
    public_id: Any
    quarantined: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    title: str
    hint: str
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class SectionShown:
    section: Section
    rows: tuple[Any, ...] = ()
    count: int = 0
    lines: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Change:
    """One input that differs between two versions, both as typed; phone numbers masked."""

    section: str
    label: str
    old: str
    new: str


def sections_shown(version: ApplicationVersion, schema: Schema, *, own: bool) -> list[SectionShown]:
    """Every section of a version read by `version_loaded`; ``own`` false leaves out ways to reach persons."""
    answers = {a.field_key: a for a in version.answers.all()}
    return [_SHOW[section.kind](section, version, answers, own) for section in schema.sections]


def requirement_shown(indicator: Any) -> str:
    """“≥ 250” (the unit has a column of its own), or the words of a qualitative indicator unless its name says them."""
    if indicator.qualitative:
        return _("定性") if indicator.text == indicator.subject else indicator.text
    return show_target(indicator.comparator, indicator.value, indicator.value_max)


def _fields(section: Section, version: ApplicationVersion, answers: dict, own: bool) -> SectionShown:
    values = field_values(section, version, answers)
    rows = [_field(f, values[f.key], version) for f in section.fields if own or f.key not in _CONTACT]
    if section.directions:
        rows.insert(1, FieldRow("directions", section.directions, groups=directions_ticked(version)))
    return SectionShown(section, tuple(rows))


def _field(item: Field, value: Any, version: ApplicationVersion) -> FieldRow:
    text, choices = field_shown(item, value), ()
    if item.kind == fs.CHOICE:
        choices = tuple((label, key == value) for key, label in item.choices)
    elif item.kind == fs.BOOLEAN:
        choices = ((_("否"), value is False), (_("是"), value is True))
    elif item.kind == fs.DECIMAL and value is not None:
        text = f"{value:,.2f}"
    owner, _dot, column = item.column.partition(".")
    phone = (version.profile, column) if item.kind == fs.PHONE and owner == "profile" and value else None
    return FieldRow(
        key=item.key,
        label=item.label,
        group=item.group,
        unit=item.unit,
        text=text,
        long=item.kind == fs.TEXTAREA,
        choices=choices,
        count=count_characters(text) if item.kind == fs.TEXTAREA else 0,
        phone=phone,
    )


def _indicators(section: Section, version: ApplicationVersion, answers: dict, own: bool) -> SectionShown:
    rows = []
    for prefix, indicator, row in IndicatorsHandler().rows(version):
        rows.append(
            IndicatorRow(
                number=indicator.number if indicator else _("自%(n)d") % {"n": int(prefix.removeprefix("own")) + 1},
                name=indicator.subject if indicator else row.name,
                requirement=requirement_shown(indicator) if indicator else "",
                current=row.current_level if row else "",
                target=target_shown(row) if row else "",
                unit=indicator.unit if indicator else row.unit,
                measurement=row.measurement if row else "",
                comparison=comparison(indicator, row),
                own=indicator is None,
            )
        )
    return SectionShown(section, tuple(rows))


def _narrative(section: Section, version: ApplicationVersion, answers: dict, own: bool) -> SectionShown:
    narrative = next((n for n in version.narratives.all() if n.section_key == section.key), None)
    body = narrative.body if narrative else {}
    texts = [(part, body.get(part.key, "")) for part in section.parts]
    rows = tuple(PartRow(part.heading, part.level, text, count_characters(text)) for part, text in texts)
    return SectionShown(section, rows, count=sum(row.count for row in rows))


def _participants(section: Section, version: ApplicationVersion, answers: dict, own: bool) -> SectionShown:
    return SectionShown(section, tuple(version.participants.all()))


def _evidence(section: Section, version: ApplicationVersion, answers: dict, own: bool) -> SectionShown:
    files: dict[str, list[FileRow]] = {}
    for e in version.evidence.all():
        link = e.file
        row = FileRow(link.name, link.size, link.blob.sha256, link.public_id, link.quarantined)
        files.setdefault(e.kind, []).append(row)
    return SectionShown(
        section, tuple(EvidenceRow(k.title, k.hint, tuple(files.get(k.key, ()))) for k in section.evidence)
    )


def _pledge(section: Section, version: ApplicationVersion, answers: dict, own: bool) -> SectionShown:
    lines = tuple(line.format(product=f"“{version.product_name}”") for line in section.text)
    return SectionShown(section, (version.pledge,), lines=lines)


_SHOW = {
    fs.FIELDS: _fields,
    fs.INDICATORS: _indicators,
    fs.NARRATIVE: _narrative,
    fs.PARTICIPANTS: _participants,
    fs.EVIDENCE: _evidence,
    fs.PLEDGE: _pledge,
}


def version_context(*, version: ApplicationVersion, actor: Actor) -> dict[str, Any]:
    """What templates/applications/_version.html shows. The caller has checked that ``actor`` may read it.

    A version that was never submitted is for the applicant only; others get an `AssertionError`, a defect.
    """
    loaded = version_loaded(version)
    if not loaded.is_frozen and loaded.application.organisation_id != actor.organisation_id:
        raise AssertionError("a draft is read by its own organisation only")
    schema = schema_of(loaded.form_version)
    return {
        "version": loaded,
        "application": loaded.application,
        "schema": schema,
        "sections": sections_shown(loaded, schema, own=not actor.is_expert),
        "for_expert": actor.is_expert,
        "submission": getattr(loaded, "submission", None),
    }


def _phones_of(section: Section) -> frozenset[str]:
    """Inputs of a section that hold a phone number."""
    if section.kind == fs.PLEDGE:
        return frozenset({"contact_phone"})
    return frozenset(item.key for item in section.fields if item.kind == fs.PHONE)


def changes_between(*, old: ApplicationVersion, new: ApplicationVersion) -> list[Change]:
    """Every input that differs, in the order of the new version's form. A phone number is masked here as everywhere:
    the full one is read on the version itself, on record."""
    old, new = version_loaded(old), version_loaded(new)
    changes = []
    for section in schema_of(new.form_version).sections:
        if section.kind == fs.EVIDENCE:
            changes += _evidence_changes(section, old, new)
            continue
        handler = sections.handler_of(section.kind)
        before, after = handler.read(section, old), handler.read(section, new)
        if section.kind == fs.INDICATORS:
            before = names_in_force(new, before)
        if section.kind == fs.PLEDGE:
            # Each version is promised anew: the tick is no part of what was changed.
            before, after = ({k: v for k, v in read.items() if k != "agreed"} for read in (before, after))
        labels, phones = handler.labels(section, new), _phones_of(section)
        for name in dict.fromkeys([*after, *before]):
            texts = before.get(name, ""), after.get(name, "")
            if texts[0] != texts[1]:
                shown = map(mask, texts) if name in phones else texts
                changes.append(Change(section.title, labels.get(name, name), *shown))
    return changes


def _evidence_changes(section: Section, old: ApplicationVersion, new: ApplicationVersion) -> list[Change]:
    changes = []
    for kind in section.evidence:
        before = {e.file.blob.sha256: e.file.name for e in old.evidence.all() if e.kind == kind.key}
        after = {e.file.blob.sha256: e.file.name for e in new.evidence.all() if e.kind == kind.key}
        changes += [
            Change(section.title, kind.title, name, _("（已删除）")) for sha, name in before.items() if sha not in after
        ]
        changes += [Change(section.title, kind.title, "", name) for sha, name in after.items() if sha not in before]
    return changes
