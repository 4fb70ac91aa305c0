"""Uploading and removing 证明材料, one file at a time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.form_schema import EVIDENCE
from applications.forms.choosing import EvidenceForm
from applications.models import Application
from applications.selectors.forms import schema_of
from applications.services.evidence import evidence_add, evidence_remove
from applications.services.saving import writable
from applications.views.lookup import READERS, current_version, frame, own_application
from applications.views.section_pages import page_of
from portal.accounts.access import audience
from portal.documents.services.files import FileRefused


def _section_url(application: Application) -> str:
    section = schema_of(application.current.form_version).first(EVIDENCE)
    return reverse("applications:section", args=[application.public_id, section.key if section else "evidence"])


@require_POST
@audience(*READERS)
def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = own_application(request, public_id)
    # Before anything is said of the file: a page that offers another try is for who may try.
    writable(application, application.current, request.actor)
    form = EvidenceForm(request.POST, request.FILES)
    form.is_valid()
    data = form.cleaned_data
    try:
        if not data.get("complete"):
            raise FileRefused(_("上传中断，文件没有传完，请重新上传。"))
        added = evidence_add(
            application=application,
            kind=data.get("kind", ""),
            upload=data.get("file"),
            not_secret=data.get("not_secret", False),
            actor=request.actor,
        )
    except FileRefused as refused:
        return _again(request, application, data, refused.reason)
    messages.success(request, _("已上传“%(name)s”。") % {"name": added.file.name})
    # The box stays ticked for the next file: one tick a page.
    return redirect(_section_url(application) + f"?confirmed=1#kind-{added.kind}")


def _again(request: HttpRequest, application: Application, data: dict[str, Any], reason: str) -> HttpResponse:
    kind = data.get("kind", "")
    version = current_version(application)
    section = schema_of(version.form_version).first(EVIDENCE)
    context = frame(application) | page_of(section, version, {}, {}, posted=True)
    context |= {
        "version": version,
        "section": section,
        "writable": True,
        "confirmed": data.get("not_secret", False),
        "error_kind": kind,
        "error_text": reason,
        "errors": [(reason, f"#id_file_{kind}")],
    }
    return render(request, "applications/sections/evidence.html", context, status=422)


@require_POST
@audience(*READERS)
def remove(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    application = own_application(request, public_id)
    kind = evidence_remove(application=application, evidence_id=pk, actor=request.actor)
    messages.success(request, _("文件已删除。"))
    return redirect(_section_url(application) + (f"#kind-{kind}" if kind else ""))
