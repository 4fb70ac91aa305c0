"""An applicant's own organisation: registering it, its data, its members."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.access import SIGNED_IN, audience
from portal.accounts.forms.organisations import OwnDataForm, RegisterForm, RoleForm
from portal.accounts.models import Membership, Organisation
from portal.accounts.models.organisation import OrganisationState
from portal.accounts.roles import APPLICANT_ROLES, Role
from portal.accounts.selectors.organisations import colleagues_of, open_invitations_of
from portal.accounts.services.invitations import invitation_create, invitation_revoke
from portal.accounts.services.memberships import membership_change_role, membership_end
from portal.accounts.services.organisations import (
    OWN_FIELDS,
    CreditCodeTaken,
    organisation_change,
    organisation_register,
)


def _own(request: HttpRequest) -> Organisation:
    return get_object_or_404(
        Organisation.objects.visible_to(request.actor).select_related("region__parent"),
        pk=request.actor.organisation_id,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@audience(SIGNED_IN)
def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None)
    if form.is_valid():
        try:
            membership = organisation_register(user=request.user, **form.cleaned_data)
        except CreditCodeTaken:
            form.add_code_taken()
        else:
            request.session["membership"] = membership.pk
            messages.success(request, _("单位已注册，现在就可以开始填报；推荐单位激活后即可提交。"))
            return redirect("accounts:organisation")
    return render(request, "accounts/register.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@audience(*APPLICANT_ROLES)
def organisation(request: HttpRequest) -> HttpResponse:
    own = _own(request)
    is_admin = request.actor.role == Role.APPLICANT_ADMIN
    return render(
        request,
        "accounts/organisation.html",
        {
            "organisation": own,
            "colleagues": colleagues_of(own),
            "invitations": open_invitations_of(own) if is_admin else [],
            "is_admin": is_admin,
            "invite_form": RoleForm(),
            "applicant_roles": [(r.value, r.label) for r in Role if r in APPLICANT_ROLES],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.APPLICANT_ADMIN)
def change(request: HttpRequest) -> HttpResponse:
    own = _own(request)
    was_refused = own.state == OrganisationState.REFUSED
    form = OwnDataForm(request.POST or None, initial={name: getattr(own, name) for name in OWN_FIELDS})
    if form.is_valid():
        organisation_change(actor=request.actor, organisation=own, **form.cleaned_data)
        messages.success(request, _("已重新提交注册。") if was_refused else _("单位信息已保存。"))
        return redirect("accounts:organisation")
    context = {"form": form, "organisation": own, "was_refused": was_refused}
    return render(request, "accounts/organisation_change.html", context, status=422 if form.errors else 200)


@require_POST
@audience(Role.APPLICANT_ADMIN)
def invite(request: HttpRequest) -> HttpResponse:
    """Answers with the link itself: it is shown this once and kept nowhere."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择角色。"))
        return redirect("accounts:organisation")
    invitation, token = invitation_create(
        actor=request.actor, organisation=_own(request), role=form.cleaned_data["role"]
    )
    return render(request, "accounts/invitation_created.html", {"invitation": invitation, "token": token})


@require_POST
@audience(Role.APPLICANT_ADMIN)
def revoke(request: HttpRequest, public_id) -> HttpResponse:
    invitation_revoke(actor=request.actor, invitation=get_object_or_404(_own(request).invitations, public_id=public_id))
    messages.success(request, _("邀请已撤回，链接不再有效。"))
    return redirect("accounts:organisation")


def _colleague(request: HttpRequest, pk: int) -> Membership:
    return get_object_or_404(colleagues_of(_own(request)).select_related("organisation__region"), pk=pk)


@require_POST
@audience(Role.APPLICANT_ADMIN)
def member_role(request: HttpRequest, pk: int) -> HttpResponse:
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择角色。"))
        return redirect("accounts:organisation")
    old = _colleague(request, pk)
    new = membership_change_role(actor=request.actor, membership=old, role=form.cleaned_data["role"])
    if old.pk == request.actor.membership.pk:
        request.session["membership"] = new.pk
    messages.success(request, _("%(name)s 现在是%(role)s。") % {"name": old.user.name, "role": new.get_role_display()})
    return redirect("accounts:organisation")


@require_POST
@audience(Role.APPLICANT_ADMIN)
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _colleague(request, pk)
    membership_end(actor=request.actor, membership=membership)
    messages.success(request, _("%(name)s 已不再是本单位成员。") % {"name": membership.user.name})
    return redirect("accounts:home" if membership.user_id == request.user.pk else "accounts:organisation")
