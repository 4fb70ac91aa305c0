"""Papers: their state, another try, the download."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from portal.accounts.access import SIGNED_IN, audience
from portal.documents.models import Document
from portal.documents.models.document import DocumentState
from portal.documents.services.orders import document_download, document_retry
from portal.documents.views.files import send_private


def _visible(request: HttpRequest, public_id: UUID) -> Document:
    return get_object_or_404(Document.objects.visible_to(request.actor), public_id=public_id)


@require_GET
@audience(SIGNED_IN)
def status(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The line that tells how far a paper is; the page asks for it again until it is made."""
    return render(request, "documents/_status.html", {"document": _visible(request, public_id)})


@require_POST
@audience(SIGNED_IN)
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = document_retry(document=_visible(request, public_id), actor=request.actor)
    if request.htmx:
        return render(request, "documents/_status.html", {"document": document})
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "/")


@require_GET
@audience(SIGNED_IN)
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The latest form of a paper (stamped, later signed) as an attachment."""
    document = _visible(request, public_id)
    if document.state != DocumentState.DONE:
        raise Http404
    artefact = document.artefacts.select_related("blob").latest("sequence")
    document_download(
        document=document,
        actor=request.actor,
        sha256=artefact.blob.sha256,
        address=request.META.get("REMOTE_ADDR") or None,
    )
    return send_private(
        storage_name=artefact.blob.storage_name, media_type=artefact.blob.media_type, name=f"{document.title}.pdf"
    )
