"""The dispatcher: a process of its own that carries the outbox to the broker, whether or not beat runs.

It wakes by PostgreSQL's NOTIFY when a transaction with an order commits, looks by itself every few seconds, takes
back rows that were lost, and seals the audit log. Several may run at once.
"""

import logging
import select
import signal
import socket
import time
from collections.abc import Callable

import psycopg
from django.db import InterfaceError, OperationalError, connection

from portal.audit.services.sealing import audit_seal_pending
from portal.notifications.services.dispatching import (
    BATCH,
    broker_answers,
    outbox_claim,
    outbox_publish,
    outbox_sweep,
)
from portal.notifications.services.outbox import CHANNEL
from portal.scoping import system_scope

logger = logging.getLogger(__name__)

POLL_SECONDS = 5.0
SEAL_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 15.0


class Every:
    """A chore that runs when its time has come."""

    def __init__(self, seconds: float, chore: Callable[[], object]) -> None:
        self.seconds, self.chore, self.next = seconds, chore, 0.0

    def run_when_due(self) -> None:
        if time.monotonic() >= self.next:
            self.chore()
            self.next = time.monotonic() + self.seconds


class Dispatcher:
    def __init__(self) -> None:
        self.stopping = False
        self._pause = 1.0
        self._listener: psycopg.Connection | None = None
        self._wake, self._waker = socket.socketpair()
        self._chores = [Every(POLL_SECONDS, outbox_sweep), Every(SEAL_SECONDS, audit_seal_pending)]

    def stop(self, *_args) -> None:
        """Signal handler: finish what is in hand, then end."""
        self.stopping = True
        self._waker.send(b"x")

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        logger.info("dispatcher started")
        with system_scope("dispatcher"):
            while not self.stopping:
                self._wait(self._round())
        self._close()
        logger.info("dispatcher stopped")

    def _round(self) -> float:
        """Do what is due; returns for how many seconds to wait for a notice."""
        try:
            self._listen()
            for chore in self._chores:
                chore.run_when_due()
            return self._dispatch()
        except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
            logger.warning("database does not answer: %s", str(error).strip())
            self._close()
            return self._longer_pause()

    def _dispatch(self) -> float:
        while not self.stopping:
            if not broker_answers():
                logger.warning("broker does not answer; orders wait in the outbox")
                return self._longer_pause()
            rows = outbox_claim()
            if outbox_publish(rows=rows) < len(rows):
                return self._longer_pause()
            self._pause = 1.0
            if len(rows) < BATCH:
                break
        return POLL_SECONDS

    def _longer_pause(self) -> float:
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE_SECONDS)
        return pause

    def _listen(self) -> None:
        if self._listener is not None and not self._listener.closed:
            return
        parameters = connection.get_connection_params()
        for name in ("cursor_factory", "context", "prepare_threshold"):
            parameters.pop(name, None)
        self._listener = psycopg.connect(**parameters, autocommit=True)
        self._listener.execute(f"LISTEN {CHANNEL}")

    def _wait(self, seconds: float) -> None:
        """Until a notice, a signal, or the time is over. While something is away, notices do not shorten the wait."""
        sources = [self._wake]
        listening = self._listener is not None and not self._listener.closed and self._pause == 1.0
        if listening:
            sources.append(self._listener)
        ready, _, _ = select.select(sources, [], [], seconds)
        if self._listener in ready:
            try:
                for _notice in self._listener.notifies(timeout=0):
                    pass
            except psycopg.OperationalError:
                self._close()

    def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        connection.close()
