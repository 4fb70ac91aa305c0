"""What all pages about one call of the office share."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls.models import Call
from calls.rules import can_edit, can_write, is_draft
from calls.selectors.calls import office_call
from portal.accounts.actor import Actor
from portal.accounts.roles import Role
from portal.workflow import NotAllowed, StateConflict

#: Officers write, auditors read.
OFFICE = (Role.ISSUING_OFFICER, Role.AUDITOR)


def call_of(request: HttpRequest, public_id: UUID) -> Call:
    """The office's own call; another office's answers 404, also when it is published."""
    return get_object_or_404(office_call(actor=request.actor), public_id=public_id)


def require_edit(actor: Actor, call: Call) -> None:
    """Before a form is even looked at: who may not gets 403, a published call 409."""
    allowed, reason = can_write(actor, call)
    if not allowed:
        raise NotAllowed(reason)
    draft, reason = is_draft(actor, call)
    if not draft:
        raise StateConflict(reason)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the POST's data, also when it is empty."""
    return request.POST if request.method == "POST" else None


def page(
    request: HttpRequest,
    template: str,
    call: Call,
    title: str,
    *,
    invalid: bool = False,
    trail: tuple[tuple[str, str], ...] = (),
    **context: Any,
) -> HttpResponse:
    """A page below the call's overview; 422 when it shows a form that was not taken."""
    crumbs = [
        (_("榜单管理"), reverse("calls:office_list")),
        (call.title, reverse("calls:office_call", args=[call.public_id])),
        *trail,
        (title, ""),
    ]
    editable, why_not = can_edit(request.actor, call)
    filled = {
        "call": call,
        "page_title": title,
        "crumbs": crumbs,
        "can_edit": editable,
        "why_not": why_not,
        **context,
    }
    return render(request, f"calls/office/{template}.html", filled, status=422 if invalid else 200)
