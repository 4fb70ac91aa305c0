"""Signs of life of worker and beat, kept in the broker and read by /readyz.

Beat sends `record_worker` every 30 s and notes the time as it does; the worker that runs it
notes its own. Keys: `heartbeat:beat`, `heartbeat:worker`, value = seconds since 1970.
"""

import time

import redis
from celery import shared_task
from celery.signals import after_task_publish, beat_init
from django.conf import settings

KEY = "heartbeat:{}"
KEPT_SECONDS = 24 * 60 * 60
_in_beat = False


def broker(timeout_seconds: float = 2.0) -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=timeout_seconds, socket_connect_timeout=timeout_seconds
    )


def _note(who: str) -> None:
    with broker() as connection:
        connection.set(KEY.format(who), repr(time.time()), ex=KEPT_SECONDS)


@shared_task
def record_worker() -> None:
    """Runs in a worker's pool process: shows that tasks are taken and carried out."""
    _note("worker")


@beat_init.connect
def _beat_started(**_kwargs) -> None:
    global _in_beat
    _in_beat = True
    # Not only after the first 30 seconds: whoever waits for a start waits for this.
    record_worker.apply_async(expires=60)


@after_task_publish.connect
def _published(sender: str = "", **_kwargs) -> None:
    if _in_beat and sender == record_worker.name:
        _note("beat")


def seconds_since(who: str, connection: redis.Redis) -> float | None:
    """Seconds since ``worker`` or ``beat`` was last seen; None: never, or more than a day ago."""
    value = connection.get(KEY.format(who))
    return None if value is None else max(0.0, time.time() - float(value))
