"""Sections of single fields (申报表): typed columns of Profile and ApplicationVersion, or one Answer row each."""

from collections.abc import Mapping
from typing import Any

from applications import form_schema as fs
from applications.form_schema import Section
from applications.forms.fields import FieldsForm, shown
from applications.models import Answer, ApplicationVersion
from applications.sections.base import Parsed, Raw
from portal.accounts.actor import Actor

_ANSWER_COLUMNS = {fs.DECIMAL: "number", fs.INTEGER: "number", fs.BOOLEAN: "flag", fs.DATE: "date"}


def answer_column(kind: str) -> str:
    """Column of `Answer` that keeps a field of this kind."""
    return _ANSWER_COLUMNS.get(kind, "text")


def field_values(section: Section, version: ApplicationVersion, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Python values by field key; ``answers`` are the version's, by key."""
    values = {}
    for item in section.fields:
        if item.column:
            owner, _dot, column = item.column.partition(".")
            values[item.key] = getattr(version.profile if owner == "profile" else version, column)
        else:
            answer = answers.get(item.key)
            values[item.key] = getattr(answer, answer_column(item.kind)) if answer else None
    return values


class FieldsHandler:
    def read(self, section: Section, version: ApplicationVersion) -> Raw:
        answers = {a.field_key: a for a in version.answers.all()}
        values = field_values(section, version, answers)
        return {item.key: shown(item, values[item.key]) for item in section.fields}

    def parse(self, section: Section, version: ApplicationVersion, data: Mapping[str, str]) -> Parsed:
        form = FieldsForm(data, section=section)
        form.is_valid()
        # A field that was not sent at all keeps what stands there.
        values = {k: v for k, v in form.cleaned_data.items() if k in data}
        return Parsed(values, {name: " ".join(errors) for name, errors in form.errors.items()})

    def write(self, section: Section, version: ApplicationVersion, values: dict[str, Any], actor: Actor) -> None:
        profile, own, rest = [], [], []
        for item in section.fields:
            if item.key not in values:
                continue
            owner, _dot, column = item.column.partition(".")
            if owner == "profile":
                setattr(version.profile, column, values[item.key])
                profile.append(column)
            elif owner == "version":
                setattr(version, column, values[item.key])
                own.append(column)
            else:
                rest.append(item)
        if profile:
            version.profile.save(update_fields=profile)
        if own:
            version.save(update_fields=own)
        for item in rest:
            value = values[item.key]
            column = answer_column(item.kind)
            Answer.objects.update_or_create(
                version=version, field_key=item.key, defaults={column: value or "" if column == "text" else value}
            )

    def labels(self, section: Section, version: ApplicationVersion) -> dict[str, str]:
        return {f.key: f"{f.group}{f.label}" if f.group else f.label for f in section.fields}
