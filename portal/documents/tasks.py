"""Tasks of the documents room: making papers and writing exports."""

from portal.documents.services.exports import export_fail, export_write
from portal.documents.services.making import document_fail, document_make
from portal.notifications.tasks import Job, outbox_task
from portal.scoping import system_scope


def _document_dead(*, error: str, document_id: int) -> None:
    with system_scope("task portal.documents.tasks.render_document"):
        document_fail(error=error, document_id=document_id)


def _export_dead(*, error: str, export_id: int) -> None:
    with system_scope("task portal.documents.tasks.write_export"):
        export_fail(error=error, export_id=export_id)


@outbox_task(name="portal.documents.tasks.render_document", steps=True, on_dead=_document_dead)
def render_document(job: Job, *, document_id: int) -> None:
    document_make(document_id=document_id, finish=job.finish)


@outbox_task(name="portal.documents.tasks.write_export", steps=True, on_dead=_export_dead)
def write_export(job: Job, *, export_id: int) -> None:
    export_write(export_id=export_id, finish=job.finish)
