"""Making an ordered paper: render → stamp; each form is kept as an artefact, none is ever rewritten."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.documents.digests import digest
from portal.documents.fonts import font_set_version
from portal.documents.furniture import Furniture, furniture
from portal.documents.inputs import layout_input
from portal.documents.kinds import DocumentKind, kind_of, subject_of
from portal.documents.models import Artefact, Document
from portal.documents.models.document import DocumentState, Stage
from portal.documents.rendering import DocumentError, Rendered, document_html, document_pdf, renderer_version
from portal.documents.seals import SealArt, SealPress
from portal.documents.services.files import blob_store
from portal.documents.stamping import AnchorMissing, Stamp, stamped
from portal.notifications.outbox_tasks import Hopeless

logger = logging.getLogger(__name__)

PDF = "application/pdf"


def verify_url(document: Document) -> str:
    """Where the QR code leads: the portal's public page that tells what this paper is."""
    return settings.PORTAL_URL.rstrip("/") + reverse("documents:verify_code", args=[document.verify_code])


def _render(kind: DocumentKind, document: Document, subject) -> Rendered:
    return document_pdf(document_html(template=kind.template, context=kind.context(subject)))


def _stamps(kind: DocumentKind, document: Document, subject, pages: int) -> list[Stamp]:
    """Furniture on every page, each seal in its place; the first seal also across the edges of several pages."""
    stamps = [
        furniture(
            Furniture(
                number=kind.number(subject),
                number_label=kind.number_label,
                digest=kind.digest(subject),
                verify_url=verify_url(document),
            )
        )
    ]
    presses: dict[tuple[str, bool], SealPress] = {}
    for anchor, _organisation, _version, text, is_demo in document.input["seals"]:
        press = presses.setdefault((text, is_demo), SealPress(SealArt(name=text, demo=is_demo)))
        stamps.append(press.at(anchor))
    if presses and pages > 1:
        stamps.append(next(iter(presses.values())).seam())
    return stamps


def _unfinished(document_id: int) -> QuerySet[Document]:
    """The paper, unless it is made: a document has several outbox rows once it was tried again, and each of them can
    be run at any later time (administrators restart dead ones)."""
    return Document.objects.filter(pk=document_id).exclude(state=DocumentState.DONE)


def _bring_up_to_date(document: Document, kind: DocumentKind) -> None:
    """A paper is made with the templates and fonts there are: when they changed since it was ordered (a release in
    between), the unmade document gets the input that it is really made of, so that one digest never names two papers.

    Raises `Hopeless` when that very paper was ordered beside it.
    """
    content = document.input | layout_input(kind.template)
    if content == document.input:
        return
    before, document.input, document.input_digest = document.input_digest, content, digest(content)
    try:
        with transaction.atomic():
            _unfinished(document.pk).update(input=content, input_digest=document.input_digest)
    except IntegrityError as error:
        raise Hopeless(str(_("版式已更新，同一份文书已按新版式另行生成，请刷新页面。"))) from error
    logger.info("document %s: input %s became %s", document.pk, before, document.input_digest)


def document_make(*, document_id: int, finish: Callable[[], AbstractContextManager[bool]]) -> None:
    """Make the paper and keep its forms; ``finish`` is the transaction in which the order becomes done.

    Killed anywhere and run again there is one artefact of each stage: bytes are kept by digest, rows are written in
    ``finish`` alone. A paper that is made already (by another order of it) stays as it is. Raises `Hopeless` for one
    that cannot be made however often it is tried.
    """
    begun = _unfinished(document_id).update(state=DocumentState.RENDERING, attempts=F("attempts") + 1)
    document = Document.objects.get(pk=document_id)
    if not begun:
        with finish():
            return
    kind = kind_of(document.kind)
    subject = subject_of(document)
    _bring_up_to_date(document, kind)
    try:
        rendered = _render(kind, document, subject)
        final = stamped(rendered.pdf, _stamps(kind, document, subject, rendered.pages))
    except (DocumentError, AnchorMissing) as error:
        raise Hopeless(str(error)) from error
    stages = [(Stage.RENDERED, rendered.pdf), (Stage.STAMPED, final)]
    blobs = [(stage, blob_store(content=content, media_type=PDF)) for stage, content in stages]
    with finish() as mine:
        if mine and _unfinished(document_id).select_for_update().exists():
            for sequence, (stage, blob) in enumerate(blobs, 1):
                Artefact.objects.create(
                    document=document,
                    sequence=sequence,
                    stage=stage,
                    blob=blob,
                    pages=rendered.pages,
                    made_with=f"{renderer_version()} {font_set_version()}"[:200],
                )
            Document.objects.filter(pk=document_id).update(
                state=DocumentState.DONE,
                error="",
                missing_glyphs="".join(rendered.missing)[:200],
                finished_at=timezone.now(),
            )


def document_fail(*, error: str, document_id: int) -> None:
    """The order is given up: say so on the page, where it can be tried again; unless another order made the paper."""
    _unfinished(document_id).update(state=DocumentState.FAILED, error=error[:2000])
