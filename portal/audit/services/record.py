"""Writing the audit log. Every action name is registered with its Chinese label where it is used."""

from typing import Any

from django.db import models

from portal.accounts.actor import Actor
from portal.audit.models import AuditEntry
from portal.client_address import current_address

_labels: dict[str, str] = {}


def register_actions(**labels: str) -> None:
    """Name the audited actions of a room, e.g. ``register_actions(phone_reveal=_("查看完整手机号"))``."""
    for action, label in labels.items():
        if _labels.setdefault(action, label) != label:
            raise ValueError(f"audit action {action} is registered twice")


def action_label(action: str) -> str:
    return str(_labels.get(action, action))


def action_labels() -> dict[str, str]:
    return dict(_labels)


def audit_record(
    *,
    actor: Actor,
    action: str,
    obj: models.Model | None = None,
    issuer_id: int | None = None,
    comment: str = "",
    data: dict[str, Any] | None = None,
    address: str | None = None,
) -> AuditEntry:
    """Add one row, in the caller's transaction. ``issuer_id`` is the office whose auditor may read it; ``address`` is
    by itself that of the request being answered."""
    if action not in _labels:
        raise ValueError(f"audit action {action} is not registered")
    return AuditEntry.objects.create(
        action=action,
        user=actor.user,
        membership=actor.membership,
        organisation=actor.organisation,
        issuer_id=issuer_id,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        comment=comment,
        data=data or {},
        address=address or current_address(),
    )
