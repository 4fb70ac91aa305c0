"""Choosing whom to play."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.access import PUBLIC, audience
from portal.accounts.models import Membership
from portal.accounts.roles import SECOND_FACTOR_ROLES
from portal.accounts.second_factor import second_factor_record
from portal.demo import world
from portal.demo.accounts import account_groups, is_over, steps
from portal.demo.guard import demo_only

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_safe
@never_cache
@audience(PUBLIC)
@demo_only
def account_list(request: HttpRequest) -> HttpResponse:
    """Accounts by role, their codes of this half minute, and what to try."""
    context = {
        "groups": account_groups(),
        "password": world.PASSWORD,
        "steps": steps(),
        "is_over": is_over(),
        "codes": world.FREE_CODES,
    }
    return render(request, "demo/accounts.html", context)


@require_POST
@audience(PUBLIC)
@demo_only
def enter(request: HttpRequest) -> HttpResponse:
    """Act by a demo account's membership from now on, its second factor counted as passed; whoever was signed in
    here is signed out. Accounts that people opened for themselves cannot be entered."""
    wanted = request.POST.get("membership", "")
    membership = get_object_or_404(
        Membership.objects.select_related("user"),
        pk=wanted if wanted.isdecimal() and len(wanted) < 19 else None,
        user__login__in=[person.login for person in world.PEOPLE],
        user__is_demo=True,
        user__is_active=True,
        ended_at__isnull=True,
    )
    logout(request)
    login(request, membership.user, backend=BACKEND)
    record_authentication(request, membership.user, method="password")
    if membership.role in SECOND_FACTOR_ROLES:
        second_factor_record(request)
    request.session["membership"] = membership.pk
    return redirect("accounts:home")
