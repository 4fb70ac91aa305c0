"""The recommender's applications: what waits, the list, one application and its moves."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.models import Application, ApplicationState
from applications.selectors.status import Step, history_of
from portal.accounts.access import audience
from portal.accounts.models.organisation import OrganisationState
from portal.accounts.roles import Role
from portal.accounts.selectors.organisations import organisations_shown
from reviews import labels
from reviews.forms.bureau import DeclineForm, RecommendForm, RecommendManyForm, ReconsiderForm, ReturnForm
from reviews.selectors.bureau import bureau_applications, bureau_figures, bureau_lists
from reviews.selectors.calls import bureau_calls, direction_choices
from reviews.selectors.deadlines import recommender_deadline
from reviews.selectors.filters import Filters
from reviews.selectors.reading import application_page
from reviews.services import recommending
from reviews.views.shared import chosen_call, expect, form_page, page_of, sort_links


@require_GET
@audience(Role.BUREAU_OFFICER)
def todo(request: HttpRequest) -> HttpResponse:
    """待办: organisations that wait for activation; per call the figures and what the officer should do next."""
    calls = list(bureau_calls(request.actor))
    figures = bureau_figures(actor=request.actor, calls=calls)
    lists = {one.call_id: one for one in bureau_lists(request.actor)}
    rows = [
        {
            "call": call,
            "figures": figures[call.pk],
            "list": lists.get(call.pk),
            "deadline": recommender_deadline(call, request.actor.organisation),
        }
        for call in calls
    ]
    soon = [row["deadline"] for row in rows if row["deadline"] and row["deadline"] > request.arrived_at]
    waiting = organisations_shown(actor=request.actor, state=OrganisationState.PENDING).count()
    context = {"rows": rows, "calls": calls, "waiting": waiting, "deadline": min(soon, default=None)}
    return render(request, "reviews/bureau/todo.html", context)


@require_GET
@audience(Role.BUREAU_OFFICER)
def application_list(request: HttpRequest) -> HttpResponse:
    calls = list(bureau_calls(request.actor))
    call = chosen_call(request, calls)
    filters = Filters.read(request.GET)
    rows = bureau_applications(actor=request.actor, filters=filters, call=call)
    return render(
        request,
        "reviews/bureau/list.html",
        {
            "calls": calls,
            "call": call,
            "filters": filters,
            "page": page_of(request, rows),
            "states": [(key, label.text) for key, label in labels.BUREAU.items()],
            "directions": direction_choices(call) if call else [],
            "sorts": sort_links(
                request,
                filters.sort or "-submitted",
                {"number": "number", "name": "organisation", "direction": "direction", "submitted": "submitted"},
            ),
            "deadline": recommender_deadline(call, request.actor.organisation) if call else None,
        },
    )


def _mine(request: HttpRequest, public_id: UUID) -> Application:
    return get_object_or_404(
        Application.objects.visible_to(request.actor).select_related(
            "organisation__region",
            "direction__published",
            "direction__track",
            "recommender",
            "call__issuer",
            "submitted_version",
        ),
        public_id=public_id,
    )


def _declined(application: Application, request: HttpRequest) -> Step | None:
    """The 不予推荐 that stands, with the reason as the applicant reads it."""
    if application.state != ApplicationState.DECLINED:
        return None
    return history_of(application, actor=request.actor)[-1]


@require_GET
@audience(Role.BUREAU_OFFICER)
def application_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The frozen version handed in last, or an earlier one (``?version=``), with what changed since the one before."""
    application = _mine(request, public_id)
    context = application_page(application=application, actor=request.actor, number=request.GET.get("version", ""))
    if context is None:
        raise Http404
    recommendation = getattr(application, "recommendation", None)
    return render(
        request,
        "reviews/bureau/application.html",
        context
        | {
            "recommendation": recommendation,
            "notes": application.return_notes.select_related("version", "returned_by__user").order_by("-pk"),
            "declined": _declined(application, request),
            "left_behind": recommendation is not None and application.state == ApplicationState.DECLINED,
            "can_process": application.state == ApplicationState.SUBMITTED,
            "can_reconsider": (recommendation is None or recommendation.list.sent_at is None)
            and application.state in (ApplicationState.RECOMMENDED, ApplicationState.DECLINED),
            "deadline": recommender_deadline(application.call, application.recommender),
        },
    )


@require_http_methods(["GET", "POST"])
@audience(Role.BUREAU_OFFICER)
def return_(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = _mine(request, public_id)
    expect(application, "return")
    latest = recommending.latest_return_until(application)
    form = ReturnForm(
        request.POST or None, now=request.arrived_at, latest=latest, initial={"until": latest} if latest else None
    )
    if request.method == "POST" and form.is_valid():
        recommending.application_return(
            application=application,
            comment=form.cleaned_data["comment"],
            until=form.cleaned_data["until"],
            arrived_at=request.arrived_at,
            actor=request.actor,
        )
        messages.success(request, _("已退回，申报单位已收到通知。"))
        return redirect("reviews:bureau_application", public_id=public_id)
    return form_page(request, "reviews/bureau/return.html", {"application": application, "form": form})


@require_http_methods(["GET", "POST"])
@audience(Role.BUREAU_OFFICER)
def recommend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = _mine(request, public_id)
    expect(application, "recommend")
    form = RecommendForm(request.POST or None, initial={"version": application.submitted_version_id})
    if request.method == "POST" and form.is_valid():
        recommendation = recommending.application_recommend(
            application=application,
            reason=form.cleaned_data["reason"],
            version_id=form.cleaned_data["version"],
            actor=request.actor,
        )
        messages.success(
            request, _("已推荐，排在推荐表第 %(rank)d 位，可在推荐表中调整。") % {"rank": recommendation.rank}
        )
        return redirect("reviews:bureau_application", public_id=public_id)
    return form_page(request, "reviews/bureau/recommend.html", {"application": application, "form": form})


@require_http_methods(["GET", "POST"])
@audience(Role.BUREAU_OFFICER)
def recommend_many(request: HttpRequest) -> HttpResponse:
    """推荐 those that were ticked in the list (``?application=…``), each with its own reason."""
    try:
        wanted = {UUID(key) for key in request.GET.getlist("application")}
    except ValueError as error:
        raise Http404 from error
    if not wanted:
        messages.warning(request, _("请先勾选要推荐的申报。"))
        return redirect("reviews:bureau_list")
    rows = Application.objects.visible_to(request.actor).filter(public_id__in=wanted)
    found = list(rows.select_related("organisation", "submitted_version", "recommender", "call").order_by("number"))
    if len(found) != len(wanted):
        raise Http404
    for application in found:
        expect(application, "recommend")
    form = RecommendManyForm(request.POST or None, applications=found)
    if request.method == "POST" and form.is_valid():
        recommending.applications_recommend(reasons=form.reasons(), actor=request.actor)
        messages.success(request, _("已推荐 %(count)d 项，可在推荐表中调整顺序。") % {"count": len(found)})
        return redirect("reviews:bureau_recommendations")
    return form_page(request, "reviews/bureau/recommend_many.html", {"form": form, "applications": found})


@require_http_methods(["GET", "POST"])
@audience(Role.BUREAU_OFFICER)
def decline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = _mine(request, public_id)
    expect(application, "decline")
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recommending.application_decline(
            application=application, reason=form.cleaned_data["reason"], actor=request.actor
        )
        messages.success(request, _("已办理不予推荐，申报单位已收到通知。"))
        return redirect("reviews:bureau_application", public_id=public_id)
    return form_page(request, "reviews/bureau/decline.html", {"application": application, "form": form})


@require_http_methods(["GET", "POST"])
@audience(Role.BUREAU_OFFICER)
def reconsider(request: HttpRequest, public_id: UUID) -> HttpResponse:
    application = _mine(request, public_id)
    expect(application, "reconsider")
    form = ReconsiderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recommending.application_reconsider(
            application=application, reason=form.cleaned_data["reason"], actor=request.actor
        )
        messages.success(request, _("已撤销，该申报回到待处理。"))
        return redirect("reviews:bureau_application", public_id=public_id)
    return form_page(request, "reviews/bureau/reconsider.html", {"application": application, "form": form})
