"""Choosing in whose name one acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal import nav
from portal.accounts.access import SIGNED_IN, audience
from portal.accounts.second_factor import actor_in_session
from portal.accounts.selectors.actors import memberships_of
from portal.errors import conflict


@require_POST
@audience(SIGNED_IN)
def switch(request: HttpRequest) -> HttpResponse:
    """Act by another of one's own memberships; begins at its first page, for the page before may be another role's."""
    wanted = request.POST.get("membership", "")
    chosen = next((m for m in memberships_of(request.user) if str(m.pk) == wanted), None)
    if chosen is None:
        return conflict(request, _("该身份已终止或不属于您，请刷新页面后重新选择。"))
    request.session["membership"] = chosen.pk
    return redirect("accounts:home")


@require_safe
@audience(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the acting role; a role that waits for its second factor is asked for it."""
    actor = actor_in_session(request)
    return redirect("mfa_index" if request.withheld else nav.home(actor))
