"""发布检查 and publication: the first click asks, the second one publishes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from calls.selectors.overview import overview_of
from calls.services.publishing import call_publish
from calls.views.office.common import OFFICE, call_of, page, require_edit
from portal.accounts.access import audience


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    if request.method == "POST":
        require_edit(request.actor, call)
        if "confirmed" in request.POST:
            call_publish(call=call, actor=request.actor)
            messages.success(request, _("榜单已发布，申报单位现在可以看到。"))
            return redirect("calls:office_call", call.public_id)
    return page(
        request,
        "publish",
        call,
        _("发布检查"),
        overview=overview_of(call=call, actor=request.actor),
        asked=request.method == "POST",
    )
