"""截止时间 of a draft, 延期 of a published call."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calls.forms.deadlines import DeadlineForm, ExtensionForm, deadline_forms
from calls.models import Call, Extension
from calls.rules import can_write
from calls.services.extensions import extension_grant
from calls.services.writing import deadline_clear, deadline_set
from calls.views.office.common import OFFICE, call_of, page, require_edit
from portal.accounts.access import audience
from portal.accounts.actor import Actor
from portal.accounts.roles import Role
from portal.workflow import StateConflict


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def deadlines(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    forms = deadline_forms(call)
    if request.method == "POST":
        require_edit(request.actor, call)
        forms = deadline_forms(call, request.POST)
        # Each is asked, so that all their errors are shown at once.
        if False not in [form.is_valid() for form in forms]:
            _save(call, forms, request.actor)
            messages.success(request, _("截止时间已保存。"))
            return redirect("calls:office_call", call.public_id)
    return _page(request, call, forms, ExtensionForm(call=call))


@require_POST
@audience(Role.ISSUING_OFFICER)
def extension(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """More time, for everyone or for one organisation."""
    call = call_of(request, public_id)
    form = ExtensionForm(request.POST, call=call)
    if form.is_valid():
        data = form.cleaned_data
        try:
            extension_grant(
                deadline=data["deadline"],
                until=data["instant"],
                reason=data["reason"],
                organisation=data["organisation"],
                actor=request.actor,
            )
        except StateConflict as conflict:
            if not call.is_published:
                raise
            form.add_error("day", str(conflict))
        else:
            messages.success(request, _("延期已生效，并记入审计。"))
            return redirect("calls:office_deadlines", call.public_id)
    return _page(request, call, deadline_forms(call), form)


@transaction.atomic
def _save(call: Call, forms: list[DeadlineForm], actor: Actor) -> None:
    for form in forms:
        data = form.cleaned_data
        if not data["day"]:
            deadline_clear(call=call, kind=form.kind, actor=actor)
            continue
        deadline_set(
            call=call,
            kind=form.kind,
            at=data["instant"],
            precision=data["precision"],
            printed=data["printed"],
            receiver=data["receiver"],
            copies=data["copies"],
            actor=actor,
        )


def _page(request: HttpRequest, call: Call, forms: list[DeadlineForm], extension_form: ExtensionForm) -> HttpResponse:
    bound = [form for form in [*forms, extension_form] if form.is_bound]
    granted = Extension.objects.filter(deadline__call=call).select_related(
        "deadline", "organisation", "granted_by__user"
    )
    return page(
        request,
        "deadlines",
        call,
        _("截止时间"),
        forms=forms,
        extension_form=extension_form,
        extensions=granted,
        can_extend=call.is_published and can_write(request.actor, call)[0],
        invalid=bool(bound),
        bound_forms=bound,
    )
