"""从文件创建: hand a document in, watch it being read, make a call of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calls.forms.importing import ImportForm
from calls.models import CallImport
from calls.selectors.imports import import_summary
from calls.selectors.overview import twins_of
from calls.services.creating import call_create_from_import
from calls.services.importing import import_start
from calls.views.office.common import OFFICE, posted
from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.documents.services.files import FileRefused


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def import_new(request: HttpRequest) -> HttpResponse:
    form = ImportForm(posted(request), request.FILES or None)
    if form.is_valid():
        try:
            row = import_start(uploads=form.uploads(), actor=request.actor)
        except FileRefused as refused:
            form.add_error("file", refused.reason)
        else:
            return redirect("calls:office_import", row.public_id)
    return render(request, "calls/office/import_new.html", {"form": form}, status=422 if form.is_bound else 200)


def _visible(request: HttpRequest, public_id: UUID) -> CallImport:
    return get_object_or_404(
        CallImport.objects.visible_to(request.actor).select_related("call", "issuer__region", "requested_by__user"),
        public_id=public_id,
    )


@require_safe
@audience(*OFFICE)
def import_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The progress, then what was read; htmx asks for the inner part alone until it is done."""
    row = _visible(request, public_id)
    template = "calls/office/_import.html" if request.htmx else "calls/office/import.html"
    return render(request, template, {"import": row, "summary": import_summary(row)})


@require_POST
@audience(Role.ISSUING_OFFICER)
def import_create(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A draft call of what was read; a second click leads to the same call."""
    call = call_create_from_import(call_import=_visible(request, public_id), actor=request.actor)
    messages.success(request, _("榜单草稿已创建，请对照原文核对。"))
    for twin in twins_of(call=call)[:1]:
        words = _("本单位已有文号或标题相同的榜单，请核对是否重复创建：")
        address = reverse("calls:office_call", args=[twin.public_id])
        messages.warning(request, format_html('{} <a href="{}">{}</a>', words, address, twin.title))
    return redirect("calls:office_review", call.public_id)
