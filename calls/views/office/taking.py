"""复制已有榜单 and 承接上级通知: choose a call, choose what of it, and go on writing the draft."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calls.forms.taking import TakeForm
from calls.models import Call
from calls.rules import may_be_taken
from calls.selectors.deriving import comparison_of
from calls.selectors.taking import blocks_to_take, calls_to_take
from calls.services.taking import call_take
from calls.views.office.common import OFFICE, call_of, page, posted
from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.workflow import StateConflict

PAGE_SIZE = 20


@require_safe
@audience(Role.ISSUING_OFFICER)
def take_choose(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    calls = Paginator(calls_to_take(actor=request.actor, q=query), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "calls/office/take_choose.html", {"page": calls, "query": query})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def take(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _take(request, public_id, derived=False)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def derive(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _take(request, public_id, derived=True)


def _take(request: HttpRequest, public_id: UUID, *, derived: bool) -> HttpResponse:
    source = get_object_or_404(Call.objects.visible_to(request.actor).select_related("issuer"), public_id=public_id)
    allowed, reason = may_be_taken(request.actor, source, derived=derived)
    if not allowed:
        raise StateConflict(reason)
    blocks = blocks_to_take(source=source, actor=request.actor)
    form = TakeForm(
        posted(request), source=source, blocks=blocks, organisation=request.actor.organisation, derived=derived
    )
    if form.is_valid():
        call = call_take(source=source, derived=derived, actor=request.actor, **form.values())
        messages.success(request, _("草稿已创建。截止时间、文号、联系方式不随复制，请逐项填写。"))
        return redirect("calls:office_call", call.public_id)
    context = {"source": source, "form": form, "derived": derived}
    return render(request, "calls/office/take.html", context, status=422 if form.is_bound else 200)


@require_safe
@audience(*OFFICE)
def parent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """与上级通知的异同: part by part, and each direction that differs."""
    call = call_of(request, public_id)
    found = comparison_of(call=call, actor=request.actor)
    return page(request, "parent", call, _("与上级通知的异同"), comparison=found)
