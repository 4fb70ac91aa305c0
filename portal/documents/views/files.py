"""Downloading an uploaded file: checked here, sent by the proxy where there is one."""

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.accounts.access import SIGNED_IN, audience
from portal.accounts.roles import Role
from portal.documents.forms import QuarantineForm, ReleaseForm
from portal.documents.models import FileLink
from portal.documents.rules import can_release
from portal.documents.selectors.files import file_shown
from portal.documents.services.files import file_download
from portal.documents.services.quarantine import file_quarantine, file_release
from portal.workflow import NotAllowed, StateConflict

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


def _shown(request: HttpRequest, public_id: UUID) -> FileLink:
    link = file_shown(public_id=public_id, actor=request.actor)
    if link is None:
        raise Http404
    return link


@require_GET
@audience(SIGNED_IN)
def download(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The file; who would read it learns that it was closed (451), everybody else nothing."""
    link = FileLink.objects.visible_to(request.actor).select_related("blob").filter(public_id=public_id).first()
    if link is None:
        return render(request, "documents/quarantined.html", {"file": _shown(request, public_id)}, status=451)
    file_download(link=link, actor=request.actor, address=request.META.get("REMOTE_ADDR") or None)
    return send_private(storage_name=link.blob.storage_name, media_type=link.blob.media_type, name=link.name)


def _back(request: HttpRequest) -> str:
    """The page of the portal from which one came, for the way back."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if safe else "/"


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.BUREAU_OFFICER, Role.ISSUING_OFFICER)
def quarantine(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """封存: why, and what it does."""
    link = _shown(request, public_id)
    if link.quarantined_at:
        raise StateConflict(_("该文件已经封存。"))
    form = QuarantineForm(request.POST or None)
    if form.is_valid():
        file_quarantine(link=link, reason=form.cleaned_data["reason"], actor=request.actor)
        messages.success(request, _("文件已封存。"))
        return redirect(_back(request))
    context = {"file": link, "form": form, "back": _back(request)}
    return render(request, "documents/quarantine.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.BUREAU_OFFICER, Role.ISSUING_OFFICER)
def release(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """解除封存: who closed it and why, and why it is opened again."""
    link = _shown(request, public_id)
    if not link.quarantined_at:
        raise StateConflict(_("该文件没有封存。"))
    allowed, why = can_release(request.actor, link)
    if not allowed:
        raise NotAllowed(why)
    form = ReleaseForm(request.POST or None)
    if form.is_valid():
        file_release(link=link, reason=form.cleaned_data["reason"], actor=request.actor)
        messages.success(request, _("已解除封存。"))
        return redirect(_back(request))
    context = {"file": link, "form": form, "back": _back(request)}
    return render(request, "documents/release.html", context, status=422 if form.is_bound else 200)
