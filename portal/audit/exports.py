"""The audit log as a table: what the page with the same filters shows."""

import json
from typing import Any

from portal.accounts.actor import Actor
from portal.audit.forms import AuditFilter
from portal.audit.models import AuditEntry
from portal.audit.selectors.entries import audit_entries, entry_title, object_type_label
from portal.audit.services.record import action_label
from portal.documents.export_kinds import ExportKind, register_export
from portal.documents.workbook import Column

COLUMNS = (
    Column("编号", lambda row: row.pk, "integer", 8),
    Column("时间", lambda row: row.at, "datetime", 10),
    Column("动作", entry_title, "text", 14),
    Column("人员", lambda row: row.user.name if row.user else "", "text", 8),
    Column("身份", lambda row: str(row.membership) if row.membership else "", "text", 24),
    Column("对象", lambda row: object_type_label(row.object_type) if row.object_type else "", "text", 10),
    Column("对象编号", lambda row: row.object_id, "code", 10),
    Column("说明", lambda row: row.comment, "text", 30),
    Column("数据", lambda row: json.dumps(row.data, ensure_ascii=False) if row.data else "", "text", 40),
    Column("来源地址", lambda row: row.address or "", "code", 12),
    Column("封存摘要", lambda row: row.chain_link.digest if _sealed(row) else "", "code", 34),
)


def _sealed(row: AuditEntry) -> bool:
    return getattr(row, "chain_link", None) is not None


def _describe(filters: dict[str, Any]) -> list[tuple[str, str]]:
    shown = {"action": action_label, "object_type": object_type_label}
    labels = {name: str(field.label) for name, field in AuditFilter.base_fields.items()}
    return [(labels[name], shown.get(name, str)(value)) for name, value in filters.items()]


def register() -> None:
    register_export(
        ExportKind(
            code="audit",
            title="审计记录",
            columns=COLUMNS,
            rows=lambda actor, filters: audit_entries(actor=actor, filters=filters).iterator(chunk_size=1000),
            total=lambda actor, filters: audit_entries(actor=actor, filters=filters).count(),
            describe=_describe,
            issuer=_issuer,
        )
    )


def _issuer(actor: Actor, filters: dict[str, Any]) -> int | None:
    return actor.organisation_id
