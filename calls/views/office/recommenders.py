"""推荐单位 of a call: the table, one row."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calls.forms.recommenders import NewRecommenderForm, RecommenderForm
from calls.models import Call
from calls.rules import can_write
from calls.selectors.recommenders import sending_table
from calls.services.recommenders import recommender_add, recommender_remove, recommender_update, recommenders_fill
from calls.views.office.common import OFFICE, call_of, page, posted, require_edit
from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.workflow import NotAllowed


def _trail(call: Call) -> tuple[tuple[str, str], ...]:
    return ((_("推荐单位"), reverse("calls:office_recommenders", args=[call.public_id])),)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def recommenders(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The table; POST adds a row."""
    call = call_of(request, public_id)
    allowed, reason = can_write(request.actor, call)
    if request.method == "POST" and not allowed:
        raise NotAllowed(reason)
    form = NewRecommenderForm(posted(request), call=call)
    if form.is_valid():
        made = recommender_add(call=call, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("已加入推荐单位“%(name)s”。") % {"name": made})
        return redirect("calls:office_recommenders", call.public_id)
    table = sending_table(call=call)
    may_add = allowed and (call.is_draft or (call.is_published and bool(table.lines)))
    return page(
        request,
        "recommenders",
        call,
        _("推荐单位"),
        table=table,
        form=form,
        may_add=may_add,
        invalid=form.is_bound,
    )


@require_POST
@audience(Role.ISSUING_OFFICER)
def fill(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    count = recommenders_fill(call=call, actor=request.actor)
    messages.success(request, _("已加入 %(n)d 家推荐单位，请逐家核对。") % {"n": count})
    return redirect("calls:office_recommenders", call.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def recommender(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    row = get_object_or_404(call.recommender_rows.select_related("organisation", "call"), pk=pk)
    form = RecommenderForm(posted(request), initial=RecommenderForm.initial_of(row))
    if form.is_valid():
        recommender_update(recommender=row, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("“%(name)s”已保存。") % {"name": row})
        return redirect("calls:office_recommenders", call.public_id)
    back = reverse("calls:office_recommenders", args=[call.public_id])
    return page(request, "form", call, str(row), trail=_trail(call), form=form, invalid=form.is_bound, back=back)


@require_POST
@audience(Role.ISSUING_OFFICER)
def remove(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    call = call_of(request, public_id)
    row = get_object_or_404(call.recommender_rows.select_related("organisation", "call"), pk=pk)
    recommender_remove(recommender=row, actor=request.actor)
    messages.success(request, _("已移出“%(name)s”。") % {"name": row})
    return redirect("calls:office_recommenders", call.public_id)
