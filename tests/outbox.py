"""Running what stands in the outbox inside the test's own process, in order, as a worker would."""

from celery import current_app

from portal.notifications.models import OutboxRow
from portal.notifications.outbox_tasks import task_of
from portal.notifications.services.dispatching import outbox_claim


def run_outbox(*, task: str = "") -> list[OutboxRow]:
    """Carry out every due row (of one ``task`` name, if given), also those they put themselves; returns them."""
    current_app.loader.import_default_modules()
    ran: list[OutboxRow] = []
    while rows := outbox_claim():
        for row in rows:
            if not task or row.task == task:
                found = task_of(row.task)
                assert found, f"no task is called {row.task}"
                found.run(row.pk)
                row.refresh_from_db()
                ran.append(row)
    return ran
