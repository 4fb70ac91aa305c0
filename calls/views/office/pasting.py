"""Indicators pasted out of Excel or Word: shown as they would be made, then made."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from calls.forms.pasting import PasteForm, pasted_rows, too_many
from calls.selectors.directions import directions_for_writing
from calls.services.pasting import indicators_add
from calls.views.office.common import call_of, page, posted, require_edit
from calls.views.office.directions import trail_of
from portal.accounts.access import audience
from portal.accounts.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def indicators_paste(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """POST shows the preview; with ``confirmed`` the ticked rows are made, unless one of them has an error."""
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    direction = get_object_or_404(directions_for_writing(call=call, actor=request.actor), key=key)
    form = PasteForm(posted(request))
    confirmed = "confirmed" in request.POST
    rows = []
    if form.is_valid():
        rows = pasted_rows(form.cleaned_data["text"], request.POST.getlist("row") if confirmed else None)
        chosen = [row for row in rows if row.taken]
        if confirmed and not chosen:
            form.add_error(None, _("请至少勾选一行。"))
        elif confirmed and any(row.errors for row in chosen):
            form.add_error(None, _("勾选的行中有错误，请在上面的文字中改正，或取消勾选。"))
        elif confirmed:
            indicators_add(direction=direction, rows=[row.values for row in chosen], actor=request.actor)
            messages.success(request, _("已添加 %(n)s 项指标。") % {"n": len(chosen)})
            return redirect("calls:office_direction", call.public_id, direction.key)
        elif not rows:
            form.add_error("text", _("没有读出指标。"))
    return page(
        request,
        "paste",
        call,
        _("粘贴指标"),
        trail=trail_of(call, direction),
        direction=direction,
        form=form,
        rows=rows,
        wrong=sum(1 for row in rows if row.errors),
        too_many=too_many(rows),
        invalid=form.is_bound and not form.is_valid(),
    )
