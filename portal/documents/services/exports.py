"""Exporting a table: ordered by a page, written by a worker with progress, kept as a private file."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record, register_actions
from portal.documents.export_kinds import export_kind_of
from portal.documents.models import Export, FileLink
from portal.documents.models.export import ExportState
from portal.documents.services.files import blob_store
from portal.documents.workbook import About, workbook_xlsx
from portal.notifications.outbox_tasks import Hopeless
from portal.notifications.services.outbox import outbox_put
from portal.workflow import label_of

WRITE = "portal.documents.tasks.write_export"
PURPOSE = "export"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

register_actions(export_order=_("导出数据"))


@transaction.atomic
def export_order(*, kind: str, filters: dict[str, Any], actor: Actor) -> Export:
    """Ask for the table ``kind`` as ``actor`` sees it, with the page's ``filters`` (plain JSON values)."""
    made = export_kind_of(kind)
    export = Export.objects.create(kind=kind, title=made.title, filters=filters, requested_by=actor.membership)
    audit_record(
        actor=actor,
        action="export_order",
        obj=export,
        issuer_id=made.issuer(actor, filters),
        data={"kind": kind, "filters": filters},
    )
    outbox_put(task=WRITE, key=f"export:{export.pk}", payload={"export_id": export.pk})
    return export


def _actor(export: Export) -> Actor:
    """Who asked, as long as the membership lasts."""
    membership = export.requested_by
    if not membership.is_current or not membership.user.is_active:
        raise Hopeless(str(_("提出导出的人员已不再担任该身份，没有导出。")))
    return Actor(user=membership.user, membership=membership)


def export_write(*, export_id: int, finish: Callable[[], AbstractContextManager[bool]]) -> None:
    """Write the ordered table. Rows are read through ``visible_to`` of who asked, at this moment. What is written
    already stays as it is."""
    export = Export.objects.select_related("requested_by__user", "requested_by__organisation__region").get(pk=export_id)
    rows_of = Export.objects.filter(pk=export_id).exclude(state=ExportState.DONE)
    if export.state == ExportState.DONE:
        with finish():
            return
    kind, actor = export_kind_of(export.kind), _actor(export)
    rows_of.update(state=ExportState.RUNNING, total_rows=kind.total(actor, export.filters), done_rows=0)
    content = workbook_xlsx(
        columns=list(kind.columns),
        rows=kind.rows(actor, export.filters),
        about=About(
            title=export.title,
            actor=str(actor),
            at=export.requested_at,
            filters=tuple(kind.describe(export.filters)),
        ),
        progress=lambda done: rows_of.update(done_rows=done),
    )
    blob = blob_store(content=content, media_type=XLSX)
    with finish() as mine:
        if mine and rows_of.select_for_update().exists():
            link = FileLink.objects.create(
                blob=blob,
                purpose=PURPOSE,
                owner_type=label_of(export),
                owner_id=export.pk,
                name=f"{export.title}-{timezone.localtime(export.requested_at):%Y%m%d-%H%M}.xlsx",
                created_by=export.requested_by,
            )
            rows_of.update(state=ExportState.DONE, file=link, error="", finished_at=timezone.now())


def export_fail(*, error: str, export_id: int) -> None:
    """The order is given up: say so on its page."""
    Export.objects.filter(pk=export_id).exclude(state=ExportState.DONE).update(
        state=ExportState.FAILED, error=error[:2000]
    )
