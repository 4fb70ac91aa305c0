"""Showing one full phone number."""

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from portal.accounts.access import SIGNED_IN, audience
from portal.accounts.services.phones import phone_reveal


@require_POST
@audience(SIGNED_IN)
def reveal(request: HttpRequest) -> HttpResponse:
    """Answers the number alone to htmx, else a small page with it. Whoever may not see the row gets 404."""
    found = phone_reveal(
        actor=request.actor, token=request.POST.get("token", ""), address=get_adapter().get_client_ip(request)
    )
    if found is None:
        raise Http404
    row, number = found
    template = "accounts/_phone.html" if request.htmx else "accounts/phone.html"
    return render(request, template, {"row": row, "number": number})
