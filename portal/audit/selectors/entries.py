"""Reading the audit log."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.actor import Actor
from portal.audit.models import AuditEntry
from portal.audit.services.record import action_label
from portal.scoping import ScopedQuerySet

#: What the usual keys of an entry's data are called; others are shown as they are.
_DATA_LABELS = {
    "action": _("办理"),
    "from": _("原状态"),
    "to": _("新状态"),
    "kind": _("种类"),
    "filters": _("筛选条件"),
    "role": _("角色"),
    "user": _("人员编号"),
    "fields": _("改动的字段"),
    "passed": _("是否通过"),
    "decisions": _("结果项数"),
    "sha256": _("文件摘要（SHA-256）"),
    "log": _("流转记录编号"),
}

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


def entry_title(entry: AuditEntry) -> str:
    """The action; of a move of a state also which: “状态变更：退回”."""
    label = action_label(entry.action)
    return f"{label}：{entry.data['action']}" if entry.action == "transition" and "action" in entry.data else label


def entry_data(entry: AuditEntry) -> list[tuple[str, Any]]:
    """An entry's data in words, states by their labels."""
    states = _state_labels(entry.object_type) if entry.action == "transition" else {}
    return [
        (str(_DATA_LABELS.get(name, name)), states.get(value, value) if name in ("from", "to") else value)
        for name, value in sorted(entry.data.items())
    ]


def _state_labels(object_type: str) -> dict[str, str]:
    try:
        field = apps.get_model(object_type)._meta.get_field("state")
    except (LookupError, ValueError, FieldDoesNotExist):
        return {}
    return {value: str(label) for value, label in field.flatchoices}
