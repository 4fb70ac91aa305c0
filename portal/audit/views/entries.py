"""审计: what was done by whom, for auditors and administrators."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.audit.forms import AuditFilter
from portal.audit.models import AuditEntry
from portal.audit.selectors.entries import audit_entries, entry_data, entry_title, object_type_label, object_types
from portal.audit.selectors.objects import objects_named
from portal.documents.services.exports import export_order

PAGE = 50
READERS = (Role.AUDITOR, Role.ADMINISTRATOR)


def _named(entries: Sequence[AuditEntry]) -> Sequence[AuditEntry]:
    names = objects_named(entries)
    for entry in entries:
        entry.title = entry_title(entry)
        entry.object_label = object_type_label(entry.object_type) if entry.object_type else ""
        entry.object_name = names.get((entry.object_type, entry.object_id), entry.object_id)
    return entries


@audience(*READERS)
@require_safe
def entry_list(request: HttpRequest) -> HttpResponse:
    form = AuditFilter(request.GET, object_types=object_types(actor=request.actor))
    filters = form.filters()
    page = Paginator(audit_entries(actor=request.actor, filters=filters), PAGE).get_page(request.GET.get("page"))
    page.object_list = _named(list(page.object_list))
    return render(request, "audit/list.html", {"form": form, "page": page, "filters": filters})


@audience(*READERS)
@require_safe
def entry_page(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(audit_entries(actor=request.actor, filters={}), pk=pk)
    _named([entry])
    context = {"entry": entry, "data": entry_data(entry), "link": getattr(entry, "chain_link", None)}
    return render(request, "audit/entry.html", context)


@audience(*READERS)
@require_POST
def entry_export(request: HttpRequest) -> HttpResponse:
    form = AuditFilter(request.POST, object_types=object_types(actor=request.actor))
    export = export_order(kind="audit", filters=form.filters(), actor=request.actor)
    return redirect("documents:export", export.public_id)
