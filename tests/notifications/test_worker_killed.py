"""kill -9 of a real worker after each side effect, and again: one row, one file, one mail."""

import email
import os
import select

import pytest
from django.conf import settings
from django.db import transaction

from portal.notifications.models import Message, OutboxRow
from portal.notifications.models.outbox import OutboxState
from portal.notifications.services.delivering import message_id
from portal.notifications.services.dispatching import outbox_claim, outbox_publish, outbox_sweep
from portal.notifications.services.outbox import outbox_put
from tests.factories import make_membership
from tests.notifications import effects
from tests.processes import WorkerProcess
from tests.waiting import eventually


@pytest.fixture
def worker(transactional_db, services, private_files, tmp_path):
    process = WorkerProcess.for_database(settings.DATABASES["default"]["NAME"], private_files, tmp_path / "worker.log")
    process.include = "tests.notifications.effects"
    process.empty_broker()
    process.start()
    yield process
    process.stop()


@pytest.fixture
def folder(tmp_path):
    held = tmp_path / "effects"
    held.mkdir()
    os.mkfifo(held / "reached")
    os.mkfifo(held / "go")
    return held


def publish() -> None:
    rows = outbox_claim()
    assert outbox_publish(rows=rows) == len(rows) > 0


def wait_until_held(folder) -> str:
    pipe = os.open(folder / "reached", os.O_RDONLY | os.O_NONBLOCK)
    try:
        ready, _, _ = select.select([pipe], [], [], 30)
        assert ready, "the task did not get there"
        return os.read(pipe, 100).decode()
    finally:
        os.close(pipe)


def mails(worker, membership) -> list:
    """Those that the task itself sent."""
    sent = [email.message_from_bytes(path.read_bytes()) for path in worker.mail_folder.iterdir()]
    return [mail for mail in sent if mail["Message-ID"] == message_id(f"mail of effects:{membership.pk}")]


@pytest.mark.parametrize("task", [effects.EFFECTS, effects.EFFECTS_IN_STEPS])
@pytest.mark.parametrize("step", effects.STEPS)
def test_killed_after_a_side_effect_and_run_again_leaves_each_once(worker, folder, step, task):
    membership = make_membership()
    with transaction.atomic():
        outbox_put(
            task=task,
            key="effects",
            payload={"membership_id": membership.pk, "folder": str(folder), "hold": step},
        )
    publish()
    assert wait_until_held(folder) == step
    worker.kill()
    eventually(outbox_sweep, what="the sweeper sees that nobody works on the row")
    assert not Message._base_manager.exists(), "nothing of the killed attempt is left in the database"
    worker.empty_broker()
    worker.start()
    publish()
    row = eventually(lambda: OutboxRow.objects.filter(key="effects", state=OutboxState.DONE).first())
    assert row.attempts == 2
    assert Message._base_manager.count() == 1
    assert [path.read_text() for path in folder.glob("artefact*")] == [f"effects:{membership.pk}"]
    assert len(mails(worker, membership)) == (2 if step == "mail" else 1), "twice at most, and known by its id"


def test_a_message_delivered_twice_runs_once(worker, folder):
    membership = make_membership()
    with transaction.atomic():
        outbox_put(
            task=effects.EFFECTS,
            key="effects",
            payload={"membership_id": membership.pk, "folder": str(folder), "hold": ""},
        )
    rows = outbox_claim()
    for _ in range(3):
        outbox_publish(rows=rows)
    eventually(lambda: OutboxRow.objects.filter(key="effects", state=OutboxState.DONE).exists())
    with transaction.atomic():
        outbox_put(
            task=effects.EFFECTS,
            key="after",
            payload={"membership_id": make_membership().pk, "folder": str(folder), "hold": ""},
        )
    publish()  # handled after the two repetitions, in the same queue by one process
    eventually(lambda: OutboxRow.objects.filter(key="after", state=OutboxState.DONE).exists())
    assert OutboxRow.objects.get(key="effects").attempts == 1
    assert len(mails(worker, membership)) == 1
