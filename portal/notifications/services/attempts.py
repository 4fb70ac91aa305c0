"""One attempt at one outbox row: begun, then done together with its effect, or failed and tried again later.

An attempt holds a session advisory lock of PostgreSQL, which is gone with the process: the sweeper sees at once that
a worker was killed, and a message that the broker delivers twice finds the lock taken or the row done.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from portal.notifications.models import OutboxRow
from portal.notifications.models.outbox import OutboxState
from portal.notifications.services.outbox import CHANNEL
from portal.notifications.services.trouble import administrators_tell
from portal.scoping import system_scope

logger = logging.getLogger(__name__)

#: Begun this often without success, a row is DEAD: with the waits below that is after about four and a half hours.
MAX_ATTEMPTS = 10
LONGEST_WAIT = timedelta(hours=1)
_LOCK_SPACE = 0x4F42 << 48
_OPEN = (OutboxState.WAITING, OutboxState.SENT)

#: Called as ``on_dead(error=…, **payload)`` in the transaction that gives a row up.
OnDead = Callable[..., None]


class Hopeless(Exception):
    """Raised by a task whose every further attempt would fail the same way; the message is shown to people."""


def lock_number(outbox_id: int) -> int:
    return _LOCK_SPACE | outbox_id


def backoff(attempts: int) -> timedelta:
    """Time to wait after so many attempts: 0, 5 s, 20 s, 80 s, … at most an hour."""
    if attempts <= 0:
        return timedelta(0)
    return min(timedelta(seconds=5 * 4 ** min(attempts - 1, 10)), LONGEST_WAIT)


@contextmanager
def attempt(outbox_id: int) -> Iterator[OutboxRow | None]:
    """The row, begun by this process alone; None when it is done, given up, or being worked on elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock_number(outbox_id)])
        if not cursor.fetchone()[0]:
            yield None
            return
    try:
        now = timezone.now()
        begun = OutboxRow.objects.filter(pk=outbox_id, state__in=_OPEN).update(
            state=OutboxState.SENT,
            attempts=F("attempts") + 1,
            started_at=now,
            lease_until=now + timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT),
        )
        yield OutboxRow.objects.get(pk=outbox_id) if begun else None
    finally:
        _unlock(outbox_id)


def _unlock(outbox_id: int) -> None:
    if connection.connection is None or connection.connection.closed:
        return  # the database let go of the lock together with the session
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [lock_number(outbox_id)])


@contextmanager
def finishing(outbox_id: int) -> Iterator[bool]:
    """The transaction in which a row becomes DONE together with what is written inside the block.

    Yields False when it is done already: then nothing may be written.
    """
    with transaction.atomic():
        row = OutboxRow.objects.select_for_update().get(pk=outbox_id)
        if row.state not in _OPEN:
            yield False
            return
        yield True
        row.state = OutboxState.DONE
        row.done_at = timezone.now()
        row.started_at = row.lease_until = None
        row.last_error = ""
        row.save(update_fields=["state", "done_at", "started_at", "lease_until", "last_error"])


@transaction.atomic
def attempt_fail(*, outbox_id: int, error: str, hopeless: bool, on_dead: OnDead | None) -> None:
    """Note why an attempt failed; try again after a growing wait, or give up."""
    row = OutboxRow.objects.select_for_update().get(pk=outbox_id)
    if row.state not in _OPEN:
        return
    row.last_error = error[:4000]
    if hopeless or row.attempts >= MAX_ATTEMPTS:
        outbox_give_up(row=row, on_dead=on_dead)
    else:
        outbox_wait(row=row, until=timezone.now() + backoff(row.attempts))


def outbox_wait(*, row: OutboxRow, until: datetime) -> None:
    """Back into the queue of rows to be published; the caller holds the row's lock."""
    row.state = OutboxState.WAITING
    row.next_at = until
    row.started_at = row.lease_until = None
    row.save(update_fields=["state", "next_at", "started_at", "lease_until", "last_error"])


def outbox_give_up(*, row: OutboxRow, on_dead: OnDead | None) -> None:
    """DEAD: the task's own ``on_dead`` is told, and every administrator; the caller holds the row's lock."""
    row.state = OutboxState.DEAD
    row.started_at = row.lease_until = None
    row.save(update_fields=["state", "started_at", "lease_until", "last_error"])
    logger.error("outbox row %s (%s) is given up: %s", row.pk, row.task, row.last_error)
    if on_dead:
        try:
            with transaction.atomic(), system_scope(f"{row.task} is given up"):
                on_dead(error=row.last_error, **row.payload)
        except Exception:
            logger.exception("on_dead of %s failed for outbox row %s", row.task, row.pk)
    administrators_tell(row=row)


@transaction.atomic
def outbox_retry(*, outbox_id: int) -> bool:
    """Give a DEAD row a new life from zero; False when it is not dead (any more)."""
    row = OutboxRow.objects.select_for_update().get(pk=outbox_id)
    if row.state != OutboxState.DEAD:
        return False
    row.attempts = 0
    row.save(update_fields=["attempts"])
    outbox_wait(row=row, until=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return True
