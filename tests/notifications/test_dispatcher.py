"""The dispatcher as a process: woken at commit, beside a broker that hangs or is away, two at once, ended cleanly."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import transaction

from portal.heartbeat import broker
from portal.notifications.models import OutboxRow
from portal.notifications.models.outbox import OutboxState
from portal.notifications.services.dispatching import outbox_claim, outbox_publish
from portal.notifications.services.outbox import Order, outbox_put, outbox_put_all
from portal.running import throwaway
from portal.running.layout import BASE_DIR
from tests.processes import url_with_database
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)
TASK = "tests.nobody.takes.this"


@pytest.fixture
def dispatchers(services, tmp_path):
    """Starts dispatcher processes on the test's database; all are ended with SIGTERM and must end with 0."""
    started = []
    with broker() as client:
        client.flushdb()

    def start() -> subprocess.Popen:
        log = (tmp_path / f"dispatcher-{len(started)}.log").open("w+")
        process = subprocess.Popen(
            [sys.executable, "manage.py", "dispatch_outbox"],
            cwd=BASE_DIR,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "portal.settings.test",
                "DATABASE_ROLE": "app",
                "DATABASE_URL": url_with_database(os.environ["DATABASE_URL"], settings.DATABASES["default"]["NAME"]),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        started.append((process, log))

        def ready() -> bool:
            assert process.poll() is None, log.seek(0) or log.read()
            log.seek(0)
            return "dispatcher started" in log.read()

        eventually(ready, what="the dispatcher starts")
        return process

    yield start
    for process, log in started:
        process.terminate()
        assert process.wait(15) == 0, log.seek(0) or log.read()
        log.close()


@pytest.fixture
def broker_process(services):
    """The throw-away broker's process id; it goes on at the end whatever happened."""
    process = throwaway._valkey.process
    yield process
    process.send_signal(signal.SIGCONT)


def put(key: str) -> None:
    with transaction.atomic():
        outbox_put(task=TASK, key=key, payload={})


def queued() -> int:
    with broker() as client:
        return client.llen("default")


def sent(key: str) -> bool:
    return OutboxRow.objects.filter(key=key, state=OutboxState.SENT).exists()


def test_an_order_reaches_the_broker_at_commit_not_at_the_next_look(dispatchers):
    dispatchers()
    put("first")
    eventually(lambda: sent("first"))
    waited = []
    for n in range(5):
        began = time.monotonic()
        put(f"k{n}")
        eventually(lambda n=n: sent(f"k{n}"))
        waited.append(time.monotonic() - began)
    assert sorted(waited)[2] < 2, waited
    eventually(lambda: queued() == 6)


def test_two_dispatchers_publish_each_order_once(dispatchers):
    dispatchers()
    dispatchers()
    for part in range(10):
        with transaction.atomic():
            outbox_put_all(task=TASK, orders=[Order(f"k{part}-{n}", {}) for n in range(30)])
    eventually(lambda: not OutboxRow.objects.filter(state=OutboxState.WAITING).exists())
    eventually(lambda: queued() >= 300)
    assert queued() == 300


def test_with_the_broker_frozen_putting_answers_at_once_and_nothing_is_lost(dispatchers, broker_process):
    dispatchers()
    put("before")
    eventually(lambda: sent("before"))
    broker_process.send_signal(signal.SIGSTOP)
    took = []
    for n in range(20):
        began = time.monotonic()
        put(f"frozen{n}")
        took.append(time.monotonic() - began)
    assert max(took) < 1, took
    assert OutboxRow.objects.filter(key__startswith="frozen").count() == 20
    eventually(
        lambda: OutboxRow.objects.filter(key__startswith="frozen", state=OutboxState.WAITING).count() == 20,
        what="claimed rows wait again",
    )
    broker_process.send_signal(signal.SIGCONT)
    eventually(
        lambda: OutboxRow.objects.filter(key__startswith="frozen", state=OutboxState.SENT).count() == 20, seconds=60
    )
    eventually(lambda: queued() == 21)


def test_a_broker_that_freezes_between_claim_and_publish_gives_the_rows_back(broker_process, settings):
    put("one")
    put("two")
    rows = outbox_claim()
    broker_process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    assert outbox_publish(rows=rows) == 0
    assert time.monotonic() - began < 30
    assert set(OutboxRow.objects.values_list("state", flat=True)) == {OutboxState.WAITING}
