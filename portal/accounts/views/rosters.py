"""Importing regions, offices and officers from a workbook: the template, the upload, the dry run, confirming it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.access import audience
from portal.accounts.forms.rosters import RosterForm
from portal.accounts.models import RosterImport
from portal.accounts.roles import Role
from portal.accounts.services.rosters import roster_apply, roster_keep, roster_planned

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@audience(Role.ADMINISTRATOR)
def template(request: HttpRequest) -> HttpResponse:
    # Here and not on top: openpyxl takes long to load.
    from portal.accounts.roster.workbook import template_xlsx

    response = HttpResponse(template_xlsx(), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, "地区单位人员导入模板.xlsx")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def upload(request: HttpRequest) -> HttpResponse:
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    if form.is_valid():
        data = form.cleaned_data
        kept = roster_keep(name=data["file"].name, sheets=data["sheets"], actor=request.actor)
        return redirect("accounts:roster", kept.public_id)
    return render(request, "accounts/roster_upload.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def roster(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """GET shows what would be made, with the rows that are wrong; POST makes it."""
    kept = get_object_or_404(RosterImport.objects.select_related("applied_by__user"), public_id=public_id)
    if request.method == "POST":
        counts = roster_apply(roster=kept, actor=request.actor)
        done = "、".join(f"{name} {count}" for name, count in counts.items())
        messages.success(request, _("已导入：%(done)s；邀请邮件正在发出。") % {"done": done})
        return redirect("accounts:roster", kept.public_id)
    plan = None if kept.applied_at else roster_planned(roster=kept, actor=request.actor)
    return render(request, "accounts/roster.html", {"roster": kept, "plan": plan})
