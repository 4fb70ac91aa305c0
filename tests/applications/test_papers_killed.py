"""kill -9 while a real 申报书 is made: its bytes are kept, its rows are not written yet. In the end there is one paper
of each stage and one mail, and the broker gave the task out again by itself: nothing here sweeps or empties it."""

import email
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from portal.documents.models import Artefact, Blob, Document
from portal.documents.models.document import DocumentState, Stage
from portal.heartbeat import broker
from portal.notifications.models import OutboxRow
from portal.notifications.models.message import Delivery, DeliveryState
from portal.notifications.models.outbox import OutboxState
from portal.notifications.services.delivering import message_id
from portal.notifications.services.dispatching import outbox_claim, outbox_publish
from tests.applications.helpers import complete, submit
from tests.processes import url_with_database
from tests.waiting import eventually

RENDER = "portal.documents.tasks.render_document"
WAITING = "SELECT pid FROM pg_locks WHERE relation = 'documents_artefact'::regclass AND NOT granted"


class Held:
    """The first paper's worker, stopped by the database at the first artefact row."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        (self.backend,) = eventually(lambda: connection.execute(WAITING).fetchone(), what="a paper comes to its rows")

    def end_session(self) -> None:
        """The killed process's connection, as the database ends it once it notices; nothing of it was committed."""
        self.connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(settings.DATABASE_APP_ROLE)))
        self.connection.execute("SELECT pg_terminate_backend(%s)", [self.backend])
        there = "SELECT FROM pg_locks WHERE pid = %s"
        eventually(lambda: not self.connection.execute(there, [self.backend]).fetchone(), what="the session is gone")
        self.connection.rollback()


@contextmanager
def held_at_the_artefact_rows() -> Iterator[psycopg.Connection]:
    """Nobody can write artefacts until the block ends (the worker's lock_timeout is 10 s)."""
    url = url_with_database(os.environ["DATABASE_OWNER_URL"], settings.DATABASES["default"]["NAME"])
    with psycopg.connect(url) as connection:
        connection.execute("LOCK TABLE documents_artefact IN SHARE MODE")
        yield connection
        connection.rollback()


def publish_all() -> None:
    rows = outbox_claim()
    assert outbox_publish(rows=rows) == len(rows) > 2


def kept_but_not_written() -> None:
    assert set(Blob.objects.values_list("media_type", flat=True)) >= {"application/pdf"}
    assert Document._base_manager.filter(state=DocumentState.RENDERING).count() == 1
    assert not Artefact.objects.exists()


def all_done() -> bool:
    """Also the mails' rows, which a second dispatcher would publish: they are put while others are done."""
    if rows := outbox_claim():
        outbox_publish(rows=rows)
    return not OutboxRow.objects.exclude(state=OutboxState.DONE).exists()


def each_once(worker) -> None:
    eventually(all_done, seconds=60, what="everything that was ordered is done")
    papers = list(Document._base_manager.all())
    assert [paper.state for paper in papers] == [DocumentState.DONE] * 2
    for paper in papers:
        assert list(paper.artefacts.values_list("sequence", "stage")) == [(1, Stage.RENDERED), (2, Stage.STAMPED)]
    assert sorted(OutboxRow.objects.filter(task=RENDER).values_list("attempts", flat=True)) == [1, 2]
    deliveries = Delivery.objects.select_related("message")
    assert {delivery.state for delivery in deliveries} == {DeliveryState.SENT}
    sent = [email.message_from_bytes(path.read_bytes())["Message-ID"] for path in worker.mail_folder.iterdir()]
    assert sorted(sent) == sorted(message_id(delivery.message.key) for delivery in deliveries)
    assert sent


@pytest.fixture
def ordered(celery_worker_process, world):
    """A submitted application, whose papers and mails wait in the outbox."""
    submit(complete(world), world.admin)
    return celery_worker_process


def test_the_pool_child_is_killed(ordered):
    """reject_on_worker_lost: the worker sees that its child is gone and puts the message back."""
    worker = ordered
    with held_at_the_artefact_rows() as connection:
        publish_all()
        held = Held(connection)
        kept_but_not_written()
        (child,) = psutil.Process(worker.process.pid).children()
        os.kill(child.pid, signal.SIGSTOP)
        held.end_session()
        os.kill(child.pid, signal.SIGKILL)
    worker.wait_for_log("WorkerLostError")
    each_once(worker)
    assert worker.process.poll() is None, "the worker itself went on"


def test_the_whole_worker_is_killed(ordered):
    """acks_late: the message is still the broker's, which gives it out again when its time is up."""
    worker = ordered
    with held_at_the_artefact_rows() as connection:
        publish_all()
        held = Held(connection)
        kept_but_not_written()
        worker.kill()
        held.end_session()
    with broker() as link:
        (unacknowledged,) = link.zrange("unacked_index", 0, -1)
        # As if the visibility_timeout (15 minutes) had passed.
        link.zadd("unacked_index", {unacknowledged: 1})
    worker.start()
    each_once(worker)
