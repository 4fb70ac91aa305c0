"""前期揭榜优胜项目: the list, searched and imported; also for a published call, since it is the office's own record."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calls.forms.winners import COLUMNS, REPLACE, WinnersForm
from calls.models import Call
from calls.rules import can_write
from calls.selectors.winners import winners_of
from calls.services.rules import former_winners_import
from calls.views.office.common import OFFICE, call_of, page, posted
from portal.accounts.access import audience
from portal.documents.workbook import About, Column, workbook_xlsx
from portal.workflow import NotAllowed

PAGE_SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def winners(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    allowed, reason = can_write(request.actor, call)
    if request.method == "POST" and not allowed:
        raise NotAllowed(reason)
    form = WinnersForm(posted(request), request.FILES or None)
    if form.is_valid():
        winners, replace = form.cleaned_data["winners"], form.cleaned_data["mode"] == REPLACE
        before = 0 if replace else call.former_winners.count()
        count = former_winners_import(call=call, winners=winners, replace=replace, actor=request.actor)
        words = {"new": count - before, "double": len(winners) - (count - before), "count": count}
        messages.success(request, _("已导入 %(new)s 项，重复的 %(double)s 项没有再加；名单共 %(count)s 项。") % words)
        return redirect("calls:office_winners", call.public_id)
    query = request.GET.get("q", "").strip()[:100]
    found = winners_of(call=call, q=query)
    return page(
        request,
        "winners",
        call,
        _("前期优胜项目名单"),
        trail=((_("报送条件"), reverse("calls:office_rules", args=[call.public_id])),),
        form=form,
        page=Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        query=query,
        invalid=form.is_bound,
        may_import=allowed,
    )


@require_safe
@audience(*OFFICE)
def table(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The list as XLSX, which is the template for importing too: without any rows, its heads alone."""
    call = call_of(request, public_id)
    name = _("前期优胜项目名单")
    content = workbook_xlsx(
        columns=[
            Column(COLUMNS[0], lambda winner: winner.organisation_name, "text", 36),
            Column(COLUMNS[1], lambda winner: winner.product_name, "text", 36),
            Column(COLUMNS[2], lambda winner: winner.year, "integer", 8),
        ],
        rows=winners_of(call=call),
        about=About(name, _who(request), timezone.now(), (((_("榜单")), _title(call)),)),
    )
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return response


def _who(request: HttpRequest) -> str:
    actor = request.actor
    return f"{actor.user.name}（{actor.organisation}）"


def _title(call: Call) -> str:
    return call.title
