"""What the objects of audit entries are called by people: their number, title or name instead of an internal id."""

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from portal.audit.models import AuditEntry

#: Where an object's name is looked for, the first that its model has; past the dots of a foreign key for rows that
#: have none of their own (an assignment is known by its application's number).
_PATHS = (
    "number",
    "title",
    "name",
    "application__number",
    "version__application__number",
    "decision__application__number",
    "published__title",
    "direction__published__title",
    "user__name",
    "email",
    "round__name",
    "organisation__name",
    "call__title",
    "key",
)


def _is_text(model: type[models.Model], path: str) -> bool:
    name, _dots, rest = path.partition("__")
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    if rest:
        return bool(field.many_to_one or field.one_to_one) and _is_text(field.related_model, rest)
    return isinstance(field, models.CharField | models.TextField)


@cache
def name_path(label: str) -> str:
    """The lookup that leads from a model (“reviews.assignment”) to a name; "" for one that has none."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return ""
    return next((path for path in _PATHS if _is_text(model, path)), "")


def objects_named(entries: Iterable[AuditEntry]) -> dict[tuple[str, str], str]:
    """(type, id) → name of the objects that ``entries`` speak of, by one query a type; what is gone or has no name
    is left out. Whoever may read the entry may read what it speaks of by name."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        if name_path(entry.object_type):
            wanted.setdefault(entry.object_type, set()).add(entry.object_id)
    return {(label, pk): name for label, pks in wanted.items() for pk, name in _names(label, pks)}


def _names(label: str, pks: set[str]) -> list[tuple[str, str]]:
    model, path = apps.get_model(label), name_path(label)
    try:
        rows = model._base_manager.filter(pk__in=pks).values_list("pk", path)
        return [(str(pk), name) for pk, name in rows if name]
    except (ValueError, ValidationError):
        # An entry of a type whose ids were of another kind once.
        return []
