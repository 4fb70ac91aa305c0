"""问答 of a call: read by everyone, asked by registered people."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calls.caching import revalidated
from calls.forms.questions import QuestionForm
from calls.models import Call
from calls.selectors.calls import public_call
from calls.selectors.directions import published_directions
from calls.selectors.questions import own_questions, public_questions
from calls.services.questions import can_ask, question_ask
from calls.views.office.common import posted
from portal.accounts.access import PUBLIC, SIGNED_IN, audience
from portal.workflow import StateConflict

PAGE_SIZE = 20


def _crumbs(call: Call, *further: tuple[str, str]) -> list[tuple[str, str]]:
    detail = (call.title, reverse("calls:detail", args=[call.public_id]))
    return [(_("榜单"), reverse("calls:list")), detail, *further]


@require_safe
@audience(PUBLIC)
@revalidated
def questions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """d: the key of one direction."""
    call = get_object_or_404(public_call(actor=request.actor), public_id=public_id)
    direction = None
    if request.GET.get("d"):
        keyed = published_directions(actor=request.actor).filter(call=call)
        direction = next((row for row in keyed if str(row.key) == request.GET["d"]), None)
    found = public_questions(call=call, actor=request.actor, direction=str(direction.key) if direction else "")
    context = {
        "call": call,
        "direction": direction,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "own": own_questions(call=call, actor=request.actor),
        "may_ask": can_ask(call)[0],
        "why_not": can_ask(call)[1],
        "crumbs": _crumbs(call, (_("问答"), "")),
    }
    return render(request, "calls/public/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(SIGNED_IN)
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = get_object_or_404(public_call(actor=request.actor), public_id=public_id)
    allowed, reason = can_ask(call)
    if not allowed:
        raise StateConflict(reason)
    directions = published_directions(actor=request.actor).filter(call=call).order_by("track__order", "order")
    form = QuestionForm(posted(request), directions=directions, initial={"direction": request.GET.get("d")})
    if form.is_valid():
        question_ask(call=call, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("问题已提交。答复后会通知您。"))
        return redirect("calls:questions", call.public_id)
    here = reverse("calls:questions", args=[call.public_id])
    context = {"call": call, "form": form, "crumbs": _crumbs(call, (_("问答"), here), (_("提问"), ""))}
    return render(request, "calls/public/ask.html", context, status=422 if form.is_bound else 200)
