"""A whole submit request beside a broker that hangs: answered, nothing lost, papers made once the broker is back."""

import re
import signal
from collections.abc import Iterator
from subprocess import Popen

import pytest
from django.conf import settings
from django.urls import reverse

from applications.models import Application, ApplicationState
from portal.documents.models import Document
from portal.documents.models.document import DocumentState
from portal.heartbeat import broker
from portal.notifications.models import OutboxRow
from portal.notifications.models.outbox import OutboxState
from portal.notifications.services.dispatching import outbox_claim, outbox_publish
from portal.notifications.services.messages import MAIL_TASK
from portal.running import throwaway
from portal.scoping import system_scope
from tests.applications.helpers import complete, make_world
from tests.processes import WorkerProcess
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)
RENDER = "portal.documents.tasks.render_document"


@pytest.fixture
def worker(services, private_files, tmp_path) -> Iterator[WorkerProcess]:
    """A real worker, not yet started, on an empty broker."""
    made = WorkerProcess.for_database(settings.DATABASES["default"]["NAME"], private_files, tmp_path / "worker.log")
    made.empty_broker()
    yield made
    made.stop()


@pytest.fixture
def broker_process(services) -> Iterator[Popen]:
    """The throw-away broker of this run; it goes on at the end whatever happened."""
    process = throwaway._valkey.process
    yield process
    process.send_signal(signal.SIGCONT)


def papers() -> dict[str, str]:
    with system_scope("test"):
        return dict(Document.objects.values_list("kind", "state"))


def test_a_submission_is_taken_with_the_broker_frozen_and_its_papers_follow(client, worker, broker_process):
    world = make_world()
    application = complete(world)
    client.force_login(world.admin.user)
    pages = {name: reverse(f"applications:{name}", args=[application.public_id]) for name in ("check", "submit")}
    OutboxRow.objects.all().delete()

    broker_process.send_signal(signal.SIGSTOP)
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', client.get(pages["check"]).content.decode())[1]
    answer = client.post(pages["submit"], {"key": key})
    assert (answer.status_code, answer.url) == (302, reverse("applications:receipt", args=[application.public_id, 1]))
    receipt = client.get(answer.url).content.decode()
    assert "已提交" in receipt
    assert "排队" in receipt
    with system_scope("test"):
        assert Application.objects.get().state == ApplicationState.SUBMITTED
    waiting = OutboxRow.objects.filter(state=OutboxState.WAITING)
    assert list(waiting.filter(task=RENDER).values_list("attempts", flat=True)) == [0, 0]
    assert waiting.filter(task=MAIL_TASK).exists()
    assert papers() == dict.fromkeys(("application_form", "pledge"), DocumentState.QUEUED)

    broker_process.send_signal(signal.SIGCONT)
    with broker() as connection:
        assert connection.dbsize() == 0, "the request wrote to the broker"
    worker.start()
    rows = outbox_claim()
    assert outbox_publish(rows=rows) == len(rows)
    eventually(lambda: set(papers().values()) == {DocumentState.DONE}, seconds=120, what="the worker makes both papers")
    assert client.get(answer.url).content.decode().count("下载 PDF") == 2
