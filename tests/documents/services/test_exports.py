import io
from contextlib import contextmanager

import openpyxl
import pytest
from django.utils import timezone

from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.documents import export_kinds
from portal.documents.export_kinds import ExportKind, register_export
from portal.documents.models import Export
from portal.documents.models.export import ExportState
from portal.documents.services.exports import export_fail, export_order, export_write
from portal.documents.services.files import file_bytes
from portal.documents.workbook import Column
from portal.scoping import system_scope
from tests.factories import make_actor, make_organisation
from tests.outbox import run_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch) -> str:
    """A table of the organisations that the actor may read."""

    def rows(actor, filters):
        found = Organisation.objects.visible_to(actor).order_by("pk")
        return found.filter(name__contains=filters["q"]) if filters.get("q") else found

    monkeypatch.setattr(export_kinds, "_kinds", dict(export_kinds._kinds))
    register_export(
        ExportKind(
            code="units",
            title="单位名单",
            columns=(
                Column("单位名称", lambda row: row.name),
                Column("统一社会信用代码", lambda row: row.credit_code, "code"),
            ),
            rows=rows,
            total=lambda actor, filters: rows(actor, filters).count(),
            describe=lambda filters: [("名称包含", filters["q"])] if filters.get("q") else [],
            issuer=lambda actor, filters: actor.organisation_id,
        )
    )
    return "units"


def fresh(export) -> Export:
    return Export._base_manager.select_related("file__blob").get(pk=export.pk)


def test_the_table_holds_what_the_actor_sees_with_its_filter(kind):
    organisation = make_organisation(name="=示例智芯", is_applicant=True, credit_code="915101000000000001")
    make_organisation(name="别家", is_applicant=True)
    actor = make_actor(role=Role.APPLICANT_ADMIN, organisation=organisation)
    export = export_order(kind=kind, filters={"q": "示例"}, actor=actor)
    run_outbox()
    export = fresh(export)
    assert (export.state, export.done_rows, export.total_rows) == (ExportState.DONE, 1, 1)
    book = openpyxl.load_workbook(io.BytesIO(file_bytes(export.file)))
    sheet, about = book.worksheets
    assert [cell.value for cell in sheet[2]] == ["'=示例智芯", "915101000000000001"]
    assert sheet.freeze_panes == "A2"
    said = {row[0].value: row[1].value for row in about.iter_rows()}
    assert said["筛选条件：名称包含"] == "示例"
    assert said["导出人"] == str(actor)


def test_an_export_is_audited_for_the_office(kind):
    actor = make_actor(role=Role.ISSUING_OFFICER)
    export_order(kind=kind, filters={}, actor=actor)
    with system_scope("test"):
        entry = AuditEntry.objects.get(action="export_order")
    assert (entry.issuer_id, entry.data["kind"]) == (actor.organisation_id, "units")


def test_only_who_asked_reads_it(kind):
    actor = make_actor(role=Role.ISSUING_OFFICER)
    colleague = make_actor(role=Role.ISSUING_OFFICER, organisation=actor.organisation)
    export = export_order(kind=kind, filters={}, actor=actor)
    assert Export.objects.visible_to(actor).get() == export
    assert not Export.objects.visible_to(colleague).exists()


def test_nothing_is_exported_for_somebody_who_left(kind):
    actor = make_actor(role=Role.ISSUING_OFFICER)
    export = export_order(kind=kind, filters={}, actor=actor)
    actor.membership.ended_at = timezone.now()
    actor.membership.save()
    run_outbox()
    export = fresh(export)
    assert (export.state, export.file) == (ExportState.FAILED, None)
    assert "不再担任" in export.error


def test_a_written_export_is_neither_written_again_nor_given_up(kind):
    actor = make_actor(role=Role.ISSUING_OFFICER)
    export = export_order(kind=kind, filters={}, actor=actor)
    run_outbox()
    done = fresh(export)
    finished = []

    @contextmanager
    def finish():
        yield True
        finished.append(True)

    with system_scope("test"):
        export_write(export_id=export.pk, finish=finish)
        export_fail(error="任务进程在执行中终止。", export_id=export.pk)
    again = fresh(export)
    assert finished
    assert (again.state, again.error, again.file, again.finished_at) == (
        ExportState.DONE,
        "",
        done.file,
        done.finished_at,
    )
