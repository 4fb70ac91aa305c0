"""Celery tasks that run on outbox rows: the decorator, and what it keeps about each."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from celery import shared_task

from portal.notifications.services.attempts import Hopeless, OnDead, attempt, attempt_fail, finishing
from portal.scoping import system_scope

logger = logging.getLogger(__name__)


class Job:
    """What a task with ``steps=True`` gets: it may commit progress of its own, and ends inside `finish`."""

    def __init__(self, outbox_id: int) -> None:
        self.outbox_id = outbox_id
        self.finished = False

    @contextmanager
    def finish(self) -> Iterator[bool]:
        """The last transaction: the effect and DONE. Yields False when another attempt was faster."""
        with finishing(self.outbox_id) as mine:
            yield mine
        self.finished = True


@dataclass(frozen=True, slots=True)
class OutboxTask:
    name: str
    function: Callable[..., Any]
    steps: bool = False
    on_dead: OnDead | None = None

    def run(self, outbox_id: int) -> None:
        """One attempt at the row. Never raises for what the task did wrong: the row keeps the error."""
        with attempt(outbox_id) as row:
            if row is None:
                return
            try:
                with system_scope(f"task {self.name}"):
                    self._perform(row)
            except Exception as error:
                logger.exception("outbox row %s: attempt %s of %s failed", row.pk, row.attempts, self.name)
                attempt_fail(
                    outbox_id=row.pk,
                    error=str(error) if isinstance(error, Hopeless) else f"{type(error).__name__}: {error}",
                    hopeless=isinstance(error, Hopeless),
                    on_dead=self.on_dead,
                )

    def _perform(self, row) -> None:
        if self.steps:
            job = Job(row.pk)
            self.function(job, **row.payload)
            if not job.finished:
                raise RuntimeError(f"{self.name} ended without job.finish()")
            return
        with finishing(row.pk) as mine:
            if mine:
                self.function(**row.payload)


_tasks: dict[str, OutboxTask] = {}


def outbox_task(*, name: str, steps: bool = False, on_dead: OnDead | None = None) -> Callable:
    """Make a function the Celery task ``name`` (dotted) for rows of the outbox.

    The function gets the row's payload as keyword arguments and runs inside one transaction, in which the row
    becomes DONE: its effect is there once, however often the broker delivers and whenever the worker is killed. What
    leaves the database (a mail, a file) must carry a key or name that makes a second one harmless.

    Long work that shows its progress takes ``steps=True``: it gets a `Job` first, runs without a transaction, and
    writes its result inside ``with job.finish() as mine: if mine: …``. A failed attempt is repeated with growing
    waits; `Hopeless` or ten attempts make the row DEAD and call ``on_dead(error=…, **payload)``.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        if name in _tasks:
            raise ValueError(f"outbox task {name} stands twice")
        task = _tasks[name] = OutboxTask(name, function, steps, on_dead)

        @shared_task(name=name)
        def run(outbox_id: int) -> None:
            task.run(outbox_id)

        function.celery_task = run
        return function

    return decorate


def task_of(name: str) -> OutboxTask | None:
    return _tasks.get(name)


__all__ = ["Hopeless", "Job", "OutboxTask", "outbox_task", "task_of"]
