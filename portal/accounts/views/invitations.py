"""The link that a colleague was sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.access import PUBLIC, SIGNED_IN, audience
from portal.accounts.models import Invitation
from portal.accounts.roles import APPLICANT_ROLES
from portal.accounts.services.invitations import digest_of, invitation_accept, problem_of
from portal.errors import conflict
from portal.workflow import StateConflict


@require_safe
@audience(PUBLIC)
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Says who invites into which role; joining is a button. A link that no longer works answers 410."""
    invitation = (
        Invitation.objects.filter(token_digest=digest_of(token))
        .select_related("organisation", "invited_by__user")
        .first()
    )
    problem = problem_of(invitation)
    context = {"invitation": None if problem else invitation, "problem": problem, "token": token}
    response = render(request, "accounts/invitation.html", context, status=410 if problem else 200)
    response["Cache-Control"] = "no-store"
    # The token stays out of every Referer; "no-referrer" would also make the browser send “Origin: null” with the
    # form, which the CSRF check refuses.
    response["Referrer-Policy"] = "strict-origin"
    return response


@require_POST
@audience(SIGNED_IN)
def accept(request: HttpRequest, token: str) -> HttpResponse:
    try:
        membership = invitation_accept(user=request.user, token=token)
    except StateConflict as refusal:
        return conflict(request, str(refusal))
    request.session["membership"] = membership.pk
    messages.success(request, _("您已加入%(organisation)s。") % {"organisation": membership.organisation})
    return redirect("accounts:organisation" if membership.role in APPLICANT_ROLES else "accounts:home")
