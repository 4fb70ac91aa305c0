"""A bureau's (and administrators') view of organisations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.access import audience
from portal.accounts.forms.organisations import ReasonForm
from portal.accounts.models import Organisation
from portal.accounts.models.organisation import OrganisationState
from portal.accounts.roles import APPLICANT_ROLES, Role
from portal.accounts.selectors.organisations import colleagues_of, organisations_shown
from portal.accounts.services.organisations import (
    organisation_activate,
    organisation_refuse,
    organisation_suspend,
)
from portal.accounts.workflow import TABLE
from portal.audit.models import TransitionLog

PAGE_SIZE = 30
READERS = (Role.BUREAU_OFFICER, Role.ADMINISTRATOR)


def _one(request: HttpRequest, pk: int) -> Organisation:
    return get_object_or_404(
        Organisation.objects.visible_to(request.actor).select_related("region__parent", "parent"), pk=pk
    )


@require_safe
@audience(*READERS)
def organisation_list(request: HttpRequest) -> HttpResponse:
    filters = {name: request.GET.get(name, "").strip() for name in ("name", "state", "kind", "sort")}
    rows = organisations_shown(actor=request.actor, **filters)
    return render(
        request,
        "accounts/organisation_list.html",
        {
            "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
            "filters": filters,
            "filtered": any(filters[name] for name in ("name", "state", "kind")),
            "states": OrganisationState.choices,
        },
    )


@require_safe
@audience(*READERS)
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, _one(request, pk))


def _detail(request: HttpRequest, organisation: Organisation, form: ReasonForm | None = None) -> HttpResponse:
    members = colleagues_of(organisation)
    if request.actor.is_administrator:
        members = organisation.memberships.filter(ended_at__isnull=True).select_related("user").order_by("role", "pk")
    moves = {t.action for t in TABLE.available(actor=request.actor, obj=organisation)}
    return render(
        request,
        "accounts/organisation_detail.html",
        {
            "organisation": organisation,
            "members": members,
            "moves": moves,
            "reason_form": form or ReasonForm(),
            "form": form,
            "history": TransitionLog.objects.filter(
                object_type=organisation._meta.label_lower, object_id=str(organisation.pk)
            ).select_related("user"),
            "applicant_roles": APPLICANT_ROLES,
        },
        status=422 if form and form.errors else 200,
    )


@require_POST
@audience(Role.BUREAU_OFFICER)
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = _one(request, pk)
    organisation_activate(actor=request.actor, organisation=organisation)
    messages.success(request, _("%(name)s 已激活，可以提交申报。") % {"name": organisation})
    return redirect("accounts:organisation_detail", pk=pk)


@require_POST
@audience(Role.BUREAU_OFFICER)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, organisation_refuse, _("注册已退回，原因已通知该单位。"))


@require_POST
@audience(Role.BUREAU_OFFICER)
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, organisation_suspend, _("账号已停用，原因已通知该单位。"))


def _with_reason(request: HttpRequest, pk: int, service, done: str) -> HttpResponse:
    organisation = _one(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _detail(request, organisation, form)
    service(actor=request.actor, organisation=organisation, reason=form.cleaned_data["reason"])
    messages.success(request, done)
    return redirect("accounts:organisation_detail", pk=pk)
