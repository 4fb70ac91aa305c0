"""Ordering a paper: its input is fixed now, it is made later by a worker."""

import secrets

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.actor import Actor
from portal.accounts.models import Membership
from portal.audit.services.record import audit_record, register_actions
from portal.documents.digests import digest
from portal.documents.inputs import layout_ordered
from portal.documents.kinds import kind_of, subject_of
from portal.documents.models import Document
from portal.documents.models.document import DocumentState
from portal.notifications.services.outbox import outbox_put
from portal.workflow import NotAllowed, StateConflict, label_of, lock

RENDER = "portal.documents.tasks.render_document"
#: Read aloud and typed from paper: no 0/O, 1/I/L.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 16

register_actions(
    document_retry=gettext_lazy("重新生成文书"),
    document_download=gettext_lazy("下载文书"),
)


def _code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _unused in range(CODE_LENGTH))


@transaction.atomic
def document_order(*, kind: str, subject: models.Model, requested_by: Membership | None = None) -> Document:
    """Order the paper ``kind`` about a frozen ``subject``; the same input again gives the same document."""
    made = kind_of(kind)
    content = {
        "kind": kind,
        "source": made.source(subject),
        **layout_ordered(made.template),
        "seals": [
            [place.anchor, place.seal.organisation_id, place.seal.version, place.seal.text, place.seal.is_demo]
            for place in made.seals(subject)
        ],
    }
    document, created = Document._base_manager.get_or_create(
        kind=kind,
        subject_type=label_of(subject),
        subject_id=subject.pk,
        input_digest=digest(content),
        defaults={
            "title": made.title(subject)[:200],
            "input": content,
            "verify_code": _code(),
            "requested_by": requested_by,
        },
    )
    if created:
        _order_rendering(document)
    return document


def _order_rendering(document: Document) -> None:
    outbox_put(task=RENDER, key=f"document:{document.pk}:{document.attempts}", payload={"document_id": document.pk})


@transaction.atomic
def document_retry(*, document: Document, actor: Actor) -> Document:
    """Try a failed paper again; not for who only reads (auditor, 查看员). Raises `StateConflict` when it has not
    failed (any more)."""
    if actor.only_reads:
        raise NotAllowed(_("您的角色只能查看，不能办理。"))
    row = lock(document)
    if row.state != DocumentState.FAILED:
        raise StateConflict(_("这份文书没有生成失败，无需重试。"))
    row.state = DocumentState.QUEUED
    row.error = ""
    row.save(update_fields=["state", "error"])
    audit_record(actor=actor, action="document_retry", obj=row, issuer_id=issuer_of_document(row))
    _order_rendering(row)
    return row


def issuer_of_document(document: Document) -> int | None:
    return kind_of(document.kind).issuer(subject_of(document))


@transaction.atomic
def document_download(*, document: Document, actor: Actor, sha256: str, address: str | None = None) -> None:
    """Write down that ``actor`` downloads the paper; the view has checked that it may."""
    audit_record(
        actor=actor,
        action="document_download",
        obj=document,
        issuer_id=issuer_of_document(document),
        data={"title": document.title, "sha256": sha256},
        address=address,
    )
