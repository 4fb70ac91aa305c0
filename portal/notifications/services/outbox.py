"""Putting work into the outbox. Nothing else in the portal talks to the broker from a request."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from portal.notifications.models import OutboxRow

#: The dispatcher listens here; the notice is sent by the database when the transaction commits.
CHANNEL = "portal_outbox"


class Order(NamedTuple):
    key: str
    payload: dict[str, Any]


def outbox_put(*, task: str, key: str, payload: dict[str, Any], at: datetime | None = None) -> bool:
    """Order ``task(**payload)`` once per ``key``, in the caller's transaction; False when it stands already.

    ``task`` is the dotted name of a Celery task; ``at`` (aware) delays it. Raises outside a transaction: an order
    that could survive a rolled-back change would tell people of things that never happened.
    """
    _need_transaction()
    _row, created = OutboxRow.objects.get_or_create(
        key=key, defaults={"task": task, "payload": payload, "next_at": at or timezone.now()}
    )
    if created and at is None:
        _tell_dispatcher()
    return created


def outbox_put_all(*, task: str, orders: Iterable[Order]) -> None:
    """`outbox_put` for many orders of one task, in two statements."""
    _need_transaction()
    rows = [OutboxRow(task=task, key=order.key, payload=order.payload) for order in orders]
    if rows:
        OutboxRow.objects.bulk_create(rows, ignore_conflicts=True)
        _tell_dispatcher()


def _need_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("outbox_put needs the transaction of the change it belongs to")


def _tell_dispatcher() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
