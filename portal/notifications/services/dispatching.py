"""From the outbox to the broker: claim, publish, and take back what nobody finished.

Any number of dispatchers may run these at the same time: rows are taken with SKIP LOCKED.
"""

import logging
from datetime import datetime, timedelta

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError
from redis import RedisError

from portal.heartbeat import broker
from portal.notifications.models import OutboxRow
from portal.notifications.models.outbox import OutboxState
from portal.notifications.outbox_tasks import task_of
from portal.notifications.services.attempts import (
    MAX_ATTEMPTS,
    backoff,
    lock_number,
    outbox_give_up,
    outbox_wait,
)

logger = logging.getLogger(__name__)

BATCH = 100
#: How long a published row may wait in the broker's queue before it is published again. The lease grows with the
#: time the row has waited already, so a queue of hours fills up with few repetitions.
SHORTEST_LEASE = timedelta(minutes=2)
LONGEST_LEASE = timedelta(hours=1)


def broker_answers(timeout_seconds: float = 2.0) -> bool:
    """Whether the broker answers at once; a hung one must not keep claimed rows waiting."""
    try:
        with broker(timeout_seconds) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


def _lease(row: OutboxRow, now: datetime) -> datetime:
    return now + min(max(now - row.next_at, SHORTEST_LEASE), LONGEST_LEASE)


@transaction.atomic
def outbox_claim(*, now: datetime | None = None, limit: int = BATCH) -> list[OutboxRow]:
    """Take up to ``limit`` due rows, oldest first, and put them under a lease."""
    now = now or timezone.now()
    due = OutboxRow.objects.filter(state=OutboxState.WAITING, next_at__lte=now).order_by("next_at", "pk")
    rows = list(due.select_for_update(skip_locked=True)[:limit])
    for row in rows:
        row.state = OutboxState.SENT
        row.lease_until = _lease(row, now)
        row.started_at = None
    OutboxRow.objects.bulk_update(rows, ["state", "lease_until", "started_at"])
    return rows


def outbox_publish(*, rows: list[OutboxRow]) -> int:
    """Hand claimed rows to Celery by name; returns how many. From the first failure on, rows wait again."""
    for count, row in enumerate(rows):
        try:
            current_app.send_task(row.task, kwargs={"outbox_id": row.pk}, retry=False, ignore_result=True)
        except (BrokerError, RedisError, OSError) as error:
            logger.warning("broker took %s of %s rows: %s", count, len(rows), error)
            _outbox_release(ids=[r.pk for r in rows[count:]])
            return count
    return len(rows)


def _outbox_release(*, ids: list[int]) -> None:
    """Back to WAITING, except what a worker began all the same."""
    OutboxRow.objects.filter(pk__in=ids, state=OutboxState.SENT, started_at__isnull=True).update(
        state=OutboxState.WAITING, lease_until=None
    )


@transaction.atomic
def outbox_sweep(*, now: datetime | None = None, limit: int = BATCH) -> int:
    """Take back rows that nobody works on: begun by a process that is gone, or published and lost.

    Returns how many. A row that was begun `MAX_ATTEMPTS` times is given up.
    """
    now = now or timezone.now()
    sent = OutboxRow.objects.filter(state=OutboxState.SENT)
    lost = (sent.filter(started_at__isnull=False) | sent.filter(lease_until__lt=now)).order_by("pk")
    taken = 0
    for row in lost.select_for_update(skip_locked=True)[:limit]:
        if not _nobody_runs(row):
            continue
        taken += 1
        begun = row.started_at is not None
        if begun:
            row.last_error = "任务进程在执行中终止。"
        if begun and row.attempts >= MAX_ATTEMPTS:
            task = task_of(row.task)
            outbox_give_up(row=row, on_dead=task.on_dead if task else None)
        else:
            # A process that died once was most likely told to: no wait. Lost in the queue: its age counts on.
            outbox_wait(row=row, until=now + backoff(row.attempts - 1) if begun else row.next_at)
    return taken


def _nobody_runs(row: OutboxRow) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_number(row.pk)])
        return cursor.fetchone()[0]
