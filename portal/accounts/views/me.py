"""One's own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.access import SIGNED_IN, audience
from portal.accounts.selectors.actors import memberships_of


@require_safe
@audience(SIGNED_IN)
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/me.html", {"memberships": memberships_of(request.user)})
