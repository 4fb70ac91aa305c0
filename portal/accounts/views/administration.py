"""Administrators' pages: persons, staff roles, offices. Nothing here decides about applications."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.access import audience
from portal.accounts.forms.organisations import GrantForm, OfficeForm
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.roles import Role
from portal.accounts.rules import STAFF_ROLES
from portal.accounts.selectors.organisations import staff_memberships, users_shown
from portal.accounts.services.memberships import staff_end, staff_grant
from portal.accounts.services.organisations import office_open, organisation_approval_set
from portal.accounts.services.users import second_factor_reset, user_restore, user_stop

PAGE_SIZE = 30


@require_safe
@audience(Role.ADMINISTRATOR)
def user_list(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("text", "").strip()
    page = Paginator(users_shown(text=text), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "accounts/user_list.html", {"page": page, "text": text})


@require_safe
@audience(Role.ADMINISTRATOR)
def user_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    memberships = user.memberships.select_related("organisation").order_by("ended_at", "pk")
    context = {"person": user, "memberships": memberships, "staff_roles": STAFF_ROLES}
    return render(request, "accounts/user_detail.html", context)


_USER_ACTIONS = {
    "stop": (user_stop, gettext_lazy("账号已停用。")),
    "restore": (user_restore, gettext_lazy("账号已恢复。")),
    "second-factor": (second_factor_reset, gettext_lazy("两步验证已重置，对方下次登录时重新设置。")),
}


@require_POST
@audience(Role.ADMINISTRATOR)
def user_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    service, done = _USER_ACTIONS[action]
    service(actor=request.actor, user=get_object_or_404(User, pk=pk))
    messages.success(request, done)
    return redirect("accounts:user_detail", pk=pk)


@require_safe
@audience(Role.ADMINISTRATOR)
def membership_list(request: HttpRequest) -> HttpResponse:
    filters = {name: request.GET.get(name, "").strip() for name in ("text", "role")}
    page = Paginator(staff_memberships(**filters), PAGE_SIZE).get_page(request.GET.get("page"))
    roles = [(r.value, r.label) for r in Role if r in STAFF_ROLES]
    return render(request, "accounts/membership_list.html", {"page": page, "filters": filters, "roles": roles})


def _offices(request: HttpRequest):
    rows = Organisation.objects.visible_to(request.actor)
    return rows.filter(is_issuer=True) | rows.filter(is_recommender=True)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def grant(request: HttpRequest) -> HttpResponse:
    form = GrantForm(request.POST or None, offices=_offices(request))
    if form.is_valid():
        data = form.cleaned_data
        staff_grant(actor=request.actor, user=data["login"], role=data["role"], organisation=data["organisation"])
        messages.success(request, _("身份已授予，对方登录后可在右上角切换。"))
        return redirect("accounts:membership_list")
    return render(request, "accounts/grant.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@audience(Role.ADMINISTRATOR)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    staff_end(
        actor=request.actor,
        membership=get_object_or_404(Membership.objects.select_related("organisation"), pk=pk),
    )
    messages.success(request, _("身份已终止，立即生效。"))
    return redirect("accounts:membership_list")


@require_POST
@audience(Role.ADMINISTRATOR)
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether an issuer's calls need a second officer's approval; ``wanted`` is 1 or nothing."""
    issuers = Organisation.objects.visible_to(request.actor).filter(is_issuer=True)
    organisation_approval_set(
        actor=request.actor, organisation=get_object_or_404(issuers, pk=pk), wanted="wanted" in request.POST
    )
    messages.success(request, _("设置已保存，并记入审计。"))
    return redirect("accounts:organisation_detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def office(request: HttpRequest) -> HttpResponse:
    form = OfficeForm(request.POST or None, offices=_offices(request))
    if form.is_valid():
        made = office_open(actor=request.actor, **form.cleaned_data)
        messages.success(request, _("%(name)s 已建立。") % {"name": made})
        return redirect("accounts:organisation_detail", pk=made.pk)
    return render(request, "accounts/office.html", {"form": form}, status=422 if form.errors else 200)
