"""The issuer's overview and the applications sent to it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications.models import Application
from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.documents.models import Document
from reviews import labels
from reviews.models import RecommendationList
from reviews.selectors.calls import direction_choices, office_calls
from reviews.selectors.filters import Filters
from reviews.selectors.office import decided, office_applications, office_figures, recommender_choices
from reviews.selectors.reading import application_page
from reviews.services.receiving import applications_receive
from reviews.views.shared import chosen_call, page_of, remember_call, sort_links

READERS = (Role.ISSUING_OFFICER, Role.AUDITOR)


@require_GET
@audience(*READERS)
def overview(request: HttpRequest) -> HttpResponse:
    calls = list(office_calls(request.actor))
    call = chosen_call(request, calls)
    context = {"calls": calls, "call": call}
    if call:
        context["figures"] = office_figures(actor=request.actor, call=call)
        lists = RecommendationList.objects.visible_to(request.actor).filter(call=call).select_related("recommender")
        papers = {
            paper.subject_id: paper
            for paper in Document.objects.visible_to(request.actor).filter(
                kind="recommendation_list", subject_id__in=[one.pk for one in lists]
            )
        }
        context["lists"] = [(one, papers.get(one.pk)) for one in lists.order_by("sent_at")]
    return render(request, "reviews/office/overview.html", context)


def _list_context(request: HttpRequest) -> dict:
    calls = list(office_calls(request.actor))
    call = chosen_call(request, calls)
    filters = Filters.read(request.GET)
    return {
        "calls": calls,
        "call": call,
        "filters": filters,
        "directions": direction_choices(call) if call else [],
        "recommenders": recommender_choices(actor=request.actor, call=call) if call else [],
        "sorts": sort_links(
            request,
            filters.sort or "direction",
            {"number": "number", "name": "organisation", "direction": "direction"},
        ),
        "can_act": request.actor.is_issuing,
    }


@require_GET
@audience(*READERS)
def application_list(request: HttpRequest) -> HttpResponse:
    context = _list_context(request)
    rows = office_applications(actor=request.actor, filters=context["filters"], call=context["call"])
    context |= {
        "page": page_of(request, rows),
        "states": [(key.value, label.text) for key, label in labels.OFFICE.items()],
    }
    return render(request, "reviews/office/list.html", context)


@require_POST
@audience(Role.ISSUING_OFFICER)
def receive(request: HttpRequest) -> HttpResponse:
    """接收 those that were ticked, all or none."""
    keys = request.POST.getlist("application")
    try:
        wanted = {UUID(key) for key in keys}
    except ValueError as error:
        raise Http404 from error
    found = list(
        Application.objects.visible_to(request.actor)
        .filter(public_id__in=wanted)
        .select_related("call", "submitted_version__submission")
    )
    if len(found) != len(wanted):
        raise Http404
    if found:
        applications_receive(applications=found, actor=request.actor)
        messages.success(request, _("已接收 %(count)d 项，可以开始形式审查。") % {"count": len(found)})
    else:
        messages.warning(request, _("请先勾选要接收的申报。"))
    back = reverse("reviews:office_applications")
    return redirect(f"{back}?{request.POST.get('query', '')}" if request.POST.get("query") else back)


@require_GET
@audience(*READERS)
def application_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = get_object_or_404(
        Application.objects.visible_to(request.actor)
        .select_related(
            "organisation__region",
            "direction__published",
            "direction__track",
            "recommender",
            "recommendation",
            "call__issuer",
            "eligibility_check",
            "reserve",
        )
        .prefetch_related(decided(actor=request.actor)),
        public_id=public_id,
    )
    remember_call(request, application.call)
    context = application_page(application=application, actor=request.actor, number=request.GET.get("version", ""))
    if context is None:
        raise Http404
    return render(
        request,
        "reviews/office/application.html",
        context
        | {
            "can_act": request.actor.is_issuing,
            "corrections": application.corrections.select_related("asked_by__user").order_by("-pk"),
        },
    )
