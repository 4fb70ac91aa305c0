"""Beat's task of this room (the dispatcher seals too, whether or not beat runs)."""

from celery import shared_task

from portal.audit.services.sealing import audit_seal_pending
from portal.scoping import system_scope


@shared_task(name="portal.audit.tasks.seal")
def seal() -> None:
    with system_scope("task portal.audit.tasks.seal"):
        audit_seal_pending()
