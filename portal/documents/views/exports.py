"""One export: how far it is, and the file when it is done."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from portal.accounts.access import SIGNED_IN, audience
from portal.documents.models import Export

PAGE_SIZE = 30


def _visible(request: HttpRequest, public_id: UUID) -> Export:
    return get_object_or_404(Export.objects.visible_to(request.actor).select_related("file__blob"), public_id=public_id)


@require_GET
@audience(SIGNED_IN)
def export_list(request: HttpRequest) -> HttpResponse:
    """What one has exported, newest first."""
    rows = Export.objects.visible_to(request.actor).select_related("file")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "documents/pages/export_list.html", {"page": page})


@require_GET
@audience(SIGNED_IN)
def export(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return render(request, "documents/pages/export.html", {"export": _visible(request, public_id)})


@require_GET
@audience(SIGNED_IN)
def status(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The progress alone; the page asks for it again until the export is done."""
    return render(request, "documents/_export.html", {"export": _visible(request, public_id)})
