"""Putting work into the outbox. Nothing else in the portal talks to the broker from a request."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from portal.notifications.models import OutboxRow


def outbox_put(*, task: str, key: str, payload: dict[str, Any], at: datetime | None = None) -> bool:
    """Order ``task(**payload)`` once per ``key``, in the caller's transaction; False when it stands already.

    ``task`` is the dotted name of a Celery task; ``at`` (aware) delays it. Raises outside a transaction: an order
    that could survive a rolled-back change would tell people of things that never happened.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("outbox_put needs the transaction of the change it belongs to")
    rows = OutboxRow.objects.bulk_create(
        [OutboxRow(task=task, key=key, payload=payload, next_at=at or timezone.now())], ignore_conflicts=True
    )
    return bool(rows)
