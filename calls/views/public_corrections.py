"""A published 更正公告, for everyone."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calls.caching import revalidated
from calls.models import CallCorrection
from calls.selectors.calls import public_call
from calls.selectors.differences import difference_of
from portal.accounts.access import PUBLIC, audience


@require_safe
@audience(PUBLIC)
@revalidated
def correction(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    call = get_object_or_404(public_call(actor=request.actor), public_id=public_id)
    published = CallCorrection.objects.visible_to(request.actor).filter(call=call, state="published")
    row = get_object_or_404(published, number=number)
    crumbs = [
        (_("榜单"), reverse("calls:list")),
        (call.title, reverse("calls:detail", args=[call.public_id])),
        (_("更正公告第 %(n)d 号") % {"n": number}, ""),
    ]
    context = {"call": call, "correction": row, "difference": difference_of(row), "crumbs": crumbs}
    return render(request, "calls/public/correction.html", context)
