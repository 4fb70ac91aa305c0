"""Reading the audit log."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Q

from portal.accounts.actor import Actor
from portal.audit.models import AuditEntry
from portal.scoping import ScopedQuerySet

SHANGHAI = ZoneInfo("Asia/Shanghai")


def audit_entries(*, actor: Actor, filters: dict[str, Any]) -> ScopedQuerySet:
    """Entries that ``actor`` may read, newest first. ``filters``: see `portal.audit.forms.AuditFilter`, as texts;
    days are whole days in Asia/Shanghai."""
    entries = AuditEntry.objects.visible_to(actor).select_related("user", "membership__organisation", "chain_link")
    for name in ("action", "object_type", "object_id"):
        if value := filters.get(name):
            entries = entries.filter(**{name: value})
    if person := filters.get("person", "").strip():
        entries = entries.filter(
            Q(user__name__icontains=person) | Q(user__email__icontains=person) | Q(user__phone__icontains=person)
        )
    if since := filters.get("since"):
        entries = entries.filter(at__gte=_midnight(since))
    if until := filters.get("until"):
        entries = entries.filter(at__lt=_midnight(until) + timedelta(days=1))
    return entries


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, tzinfo=SHANGHAI)


def object_type_label(label: str) -> str:
    """“applications.application” as people say it."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def object_types(*, actor: Actor) -> list[tuple[str, str]]:
    """(type, label) of what the readable entries speak of, for the filter."""
    types = AuditEntry.objects.visible_to(actor).exclude(object_type="").order_by()
    labels = [(name, object_type_label(name)) for name in types.values_list("object_type", flat=True).distinct()]
    return sorted(labels, key=lambda pair: pair[1])
