"""附件与原件 of a call: what everyone may download."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calls.forms.files import AttachmentForm
from calls.rules import can_write
from calls.selectors.files import attachments_of, originals_of
from calls.services.files import attachment_add, attachment_remove, original_publish
from calls.views.office.common import OFFICE, call_of, page
from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.documents.services.files import FileRefused
from portal.workflow import NotAllowed


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def files(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    form = AttachmentForm()
    if request.method == "POST":
        allowed, reason = can_write(request.actor, call)
        if not allowed:
            raise NotAllowed(reason)
        form = AttachmentForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                attachment_add(call=call, upload=form.cleaned_data["file"], actor=request.actor)
            except FileRefused as refused:
                form.add_error("file", refused.reason)
            else:
                messages.success(request, _("附件已添加。"))
                return redirect("calls:office_files", call.public_id)
    return page(
        request,
        "files",
        call,
        _("附件与原件"),
        form=form,
        attachments=attachments_of(call=call, actor=request.actor),
        originals=originals_of(call=call, actor=request.actor),
        may_write=can_write(request.actor, call)[0],
        invalid=form.is_bound,
    )


@require_POST
@audience(Role.ISSUING_OFFICER)
def file_remove(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    link = get_object_or_404(attachments_of(call=call, actor=request.actor), public_id=file_id)
    attachment_remove(call=call, link=link, actor=request.actor)
    messages.success(request, _("附件已删除。"))
    return redirect("calls:office_files", call.public_id)


@require_POST
@audience(Role.ISSUING_OFFICER)
def original(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """public=1 makes the original public, anything else takes it back."""
    call = call_of(request, public_id)
    public = request.POST.get("public") == "1"
    original_publish(call=call, public=public, actor=request.actor)
    messages.success(request, _("通知原件已公开。") if public else _("通知原件不再公开。"))
    return redirect("calls:office_files", call.public_id)
