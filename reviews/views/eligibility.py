"""形式审查: the list of what is to be checked, the page of one check, 补正."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.models import Application, ApplicationState
from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.workflow import StateConflict
from reviews import labels
from reviews.forms.office import CheckForm, CorrectionForm
from reviews.models import EligibilityCheck
from reviews.selectors.filters import Filters
from reviews.selectors.office import office_applications
from reviews.services.eligibility import check_conclude, correction_ask, current_results
from reviews.views.office import READERS, _list_context
from reviews.views.shared import expect, form_page, officers_only, page_of, remember_call

#: States that belong to 形式审查, for the list's filter.
CHECK_STATES = (
    ApplicationState.RECEIVED,
    ApplicationState.CORRECTION,
    ApplicationState.ACCEPTED,
    ApplicationState.INELIGIBLE,
)


@require_GET
@audience(*READERS)
def eligibility_list(request: HttpRequest) -> HttpResponse:
    """What is to be checked (no filter: 待形式审查), and what was."""
    context = _list_context(request)
    filters: Filters = context["filters"]
    state = filters.state if filters.state in CHECK_STATES else ApplicationState.RECEIVED
    shown = Filters.read(request.GET.dict() | {"state": state})
    rows = office_applications(actor=request.actor, filters=shown, call=context["call"])
    context |= {
        "page": page_of(request, rows),
        "state": state,
        "states": [(key.value, labels.OFFICE[key].text) for key in CHECK_STATES],
    }
    return render(request, "reviews/office/eligibility_list.html", context)


def _application(request: HttpRequest, public_id: UUID) -> Application:
    return get_object_or_404(
        Application.objects.visible_to(request.actor).select_related(
            "organisation",
            "direction__published",
            "direction__track",
            "recommender",
            "call__issuer",
            "submitted_version__submission",
        ),
        public_id=public_id,
    )


@require_http_methods(["GET", "POST"])
@audience(*READERS)
def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Rule by rule beside what the portal found, then the conclusion."""
    application = _application(request, public_id)
    remember_call(request, application.call)
    officers_only(request)
    row = (
        EligibilityCheck.objects.visible_to(request.actor)
        .select_related("checked_by__user", "version")
        .filter(application=application)
        .first()
    )
    if row is None:
        raise StateConflict(_("请先接收该申报，再作形式审查。"))
    row.application = application
    results = current_results(row)
    form = CheckForm(request.POST or None, results=results, initial={"version": application.submitted_version_id})
    if request.method == "POST" and form.is_valid():
        passed = form.cleaned_data["conclusion"] == "pass"
        try:
            check_conclude(
                check=row,
                version_id=form.cleaned_data["version"],
                passed=passed,
                results=form.given(),
                reason=form.cleaned_data["reason"],
                actor=request.actor,
            )
        except StateConflict as conflict:
            if application.state != ApplicationState.RECEIVED:
                raise
            form.refuse(str(conflict))
        else:
            messages.success(request, _("形式审查通过。") if passed else _("形式审查不通过，已记录理由。"))
            return redirect("reviews:eligibility_list")
    can_conclude = request.actor.is_issuing and application.state == ApplicationState.RECEIVED
    return form_page(
        request,
        "reviews/office/check.html",
        {"application": application, "check": row, "form": form, "can_conclude": can_conclude, "results": results},
    )


@require_http_methods(["GET", "POST"])
@audience(Role.ISSUING_OFFICER)
def correction(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = _application(request, public_id)
    expect(application, "ask_correction")
    form = CorrectionForm(request.POST or None, now=request.arrived_at)
    if request.method == "POST" and form.is_valid():
        correction_ask(
            application=application,
            comment=form.cleaned_data["comment"],
            until=form.cleaned_data["until"],
            arrived_at=request.arrived_at,
            actor=request.actor,
        )
        messages.success(request, _("已要求补正，申报单位已收到通知。"))
        return redirect("reviews:office_application", public_id=public_id)
    return form_page(request, "reviews/office/correction.html", {"application": application, "form": form})
