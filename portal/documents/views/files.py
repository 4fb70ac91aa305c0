"""Downloading an uploaded file: checked here, sent by the proxy where there is one."""

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from portal.accounts.access import SIGNED_IN, audience
from portal.documents.models import FileLink
from portal.documents.services.files import file_download

#: A downloaded file opened in the browser may neither run scripts nor load anything.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def send_private(*, storage_name: str, media_type: str, name: str) -> HttpResponse:
    """The stored bytes as an attachment called ``name`` (RFC 5987), by the proxy where there is one."""
    if settings.PRIVATE_FILES_ACCEL:
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"{settings.PRIVATE_FILES_ACCEL.rstrip('/')}/{quote(storage_name)}"
        # Gunicorn would announce 0 bytes; the proxy knows the length.
        response.headers.pop("Content-Length", None)
    else:
        response = FileResponse(default_storage.open(storage_name))
    response["Content-Type"] = media_type
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


@require_GET
@audience(SIGNED_IN)
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    visible = FileLink.objects.visible_to(request.actor).select_related("blob")
    link = get_object_or_404(visible, public_id=public_id)
    file_download(link=link, actor=request.actor, address=request.META.get("REMOTE_ADDR") or None)
    return send_private(storage_name=link.blob.storage_name, media_type=link.blob.media_type, name=link.name)
