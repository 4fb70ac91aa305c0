"""From the uploaded files of a notice to what the reader makes of them: kept, queued, read in a child process."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from calls.importing.structure import READER_VERSION
from calls.models import CallImport, CallImportFile
from calls.models.call import ImportState
from calls.reading.runner import Unreadable, documents_read
from portal.accounts.actor import Actor
from portal.documents.models import FileLink
from portal.documents.services.files import file_bytes, file_keep
from portal.notifications.services.outbox import outbox_put
from portal.workflow import NotAllowed

PURPOSE = "call_import"
TASK = "calls.tasks.read_import"


@transaction.atomic
def import_start(*, uploads: Sequence[UploadedFile], actor: Actor) -> CallImport:
    """Keep the files of one notice and order their reading. Raises `FileRefused` with a Chinese reason."""
    if not actor.is_issuing:
        raise NotAllowed(_("只有发榜单位的经办人可以从文件创建榜单。"))
    links = [
        file_keep(
            upload=upload,
            media_type="application/octet-stream",
            purpose=PURPOSE,
            owner=actor.organisation,
            actor=actor,
        )
        for upload in uploads
    ]
    row = CallImport.objects.create(issuer=actor.organisation, name=_name(links), requested_by=actor.membership)
    CallImportFile.objects.bulk_create(
        CallImportFile(call_import=row, order=order, link=link) for order, link in enumerate(links, start=1)
    )
    outbox_put(task=TASK, key=f"{TASK}:{row.pk}", payload={"import_id": row.pk})
    return row


def _name(links: Sequence[FileLink]) -> str:
    if len(links) == 1:
        return links[0].name
    return (_("%(first)s 等 %(n)s 个文件") % {"first": links[0].name[:200], "n": len(links)})[:255]


def import_reading(*, import_id: int) -> CallImport | None:
    """Say that the reading began; None when there is nothing left to read."""
    row = CallImport.objects.get(pk=import_id)
    if row.state in {ImportState.DONE, ImportState.FAILED}:
        return None
    CallImport.objects.filter(pk=row.pk).update(state=ImportState.READING)
    return row


def import_read(*, row: CallImport) -> dict:
    """Columns of what came out, to be saved by `import_finish`. Takes seconds; only the progress is written."""
    files = [(file_bytes(file.link), file.link.name) for file in row.files.select_related("link__blob")]
    try:
        reading = documents_read(files, progress=lambda words: _progress(row, words))
    except Unreadable as error:
        return {"state": ImportState.FAILED, "error": str(error)}
    return {
        "state": ImportState.DONE,
        "result": reading.result,
        "text": reading.text,
        "reader_version": READER_VERSION,
        "error": "",
    }


def _progress(row: CallImport, words: str) -> None:
    CallImport.objects.filter(pk=row.pk).update(progress=words[:120])


def import_finish(*, row: CallImport, columns: dict) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))


def import_give_up(*, error: str, import_id: int) -> None:
    """The task was tried too often: whoever waits is told."""
    CallImport.objects.filter(pk=import_id).update(
        state=ImportState.FAILED, error=_("读取程序多次失败，请稍后重新上传，或联系平台管理员。")
    )
