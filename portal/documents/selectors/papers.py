"""Papers of a subject, and what anybody may learn of one by its code."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from portal.accounts.actor import Actor
from portal.documents.kinds import kind_of, subject_of
from portal.documents.models import Document
from portal.documents.models.document import DocumentState
from portal.scoping import system_scope
from portal.workflow import label_of


def papers_of(*, subject: models.Model, actor: Actor) -> list[Document]:
    """The papers about ``subject`` that ``actor`` may read, the first ordered first."""
    return list(Document.objects.visible_to(actor).filter(subject_type=label_of(subject), subject_id=subject.pk))


@dataclass(frozen=True, slots=True)
class VerifiedPaper:
    label: str
    title: str
    number: str
    sha256: str
    pages: int
    made_at: datetime


def verified_paper(*, code: str) -> VerifiedPaper | None:
    """The finished paper with this code, or None; whoever holds the paper knows what is told here."""
    with system_scope("verification of a printed paper by its code"):
        document = Document.objects.filter(verify_code=code.upper(), state=DocumentState.DONE).first()
    if document is None:
        return None
    kind, artefact = kind_of(document.kind), document.artefacts.select_related("blob").latest("sequence")
    return VerifiedPaper(
        label=kind.label,
        title=document.title,
        number=kind.number(subject_of(document)),
        sha256=artefact.blob.sha256,
        pages=artefact.pages,
        made_at=artefact.created_at,
    )
