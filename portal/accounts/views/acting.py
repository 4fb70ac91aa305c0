"""Choosing in whose name one acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.access import SIGNED_IN, audience
from portal.accounts.selectors.actors import memberships_of
from portal.errors import conflict


@require_POST
@audience(SIGNED_IN)
def switch(request: HttpRequest) -> HttpResponse:
    """Act by another of one's own memberships; ends on the home page, for the page before may be another role's."""
    wanted = request.POST.get("membership", "")
    chosen = next((m for m in memberships_of(request.user) if str(m.pk) == wanted), None)
    if chosen is None:
        return conflict(request, _("该身份已终止或不属于您，请刷新页面后重新选择。"))
    request.session["membership"] = chosen.pk
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/"
    return redirect(onward)
