"""入围 and 公示 at the issuer's."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.models import Application
from portal.accounts.access import audience
from portal.accounts.roles import Role
from reviews import labels
from reviews.forms.office import AnswerForm, NoticeForm
from reviews.models import Decision, Objection, PublicNotice
from reviews.models.decision import DecisionState, Outcome
from reviews.selectors.calls import direction_choices, office_calls
from reviews.selectors.deadlines import early_ending
from reviews.selectors.filters import Filters
from reviews.selectors.office import decision_rows, recommender_choices, undecided
from reviews.services.announcing import announcing_obstacles, decisions_finalise, notice_publish
from reviews.services.deciding import decisions_propose, reserve_add, reserve_remove
from reviews.services.objecting import objection_answer
from reviews.titles import matter
from reviews.views.office import READERS
from reviews.views.shared import chosen_call, form_page, officers_only, page_of, sort_links

OUTCOMES = (
    ("shortlisted", gettext_lazy("入围")),
    ("not_shortlisted", gettext_lazy("未入围")),
    ("undecided", gettext_lazy("未拟定")),
    ("reserve", gettext_lazy("储备")),
)


@require_GET
@audience(*READERS)
def decision_list(request: HttpRequest) -> HttpResponse:
    calls = list(office_calls(request.actor))
    call = chosen_call(request, calls)
    filters = Filters.read(request.GET)
    page = page_of(request, decision_rows(actor=request.actor, filters=filters, call=call))
    for row in page:
        row.open_to_decide = all(one.state == DecisionState.PROPOSED and one.number == 1 for one in row.decided)
    return render(
        request,
        "reviews/office/decisions.html",
        {
            "calls": calls,
            "call": call,
            "filters": filters,
            "page": page,
            "can_decide": request.actor.is_issuing and any(row.open_to_decide for row in page),
            "states": OUTCOMES,
            "directions": direction_choices(call) if call else [],
            "recommenders": recommender_choices(actor=request.actor, call=call) if call else [],
            "sorts": sort_links(
                request, filters.sort, {"number": "number", "name": "organisation", "direction": "direction"}
            ),
            "can_act": request.actor.is_issuing,
            "obstacles": announcing_obstacles(call=call) if call else [],
        },
    )


@require_POST
@audience(Role.ISSUING_OFFICER)
def decide(request: HttpRequest) -> HttpResponse:
    """One action on all ticked rows: 拟入围, 拟未入围, 列入储备, 移出储备."""
    try:
        wanted = {UUID(key) for key in request.POST.getlist("application")}
    except ValueError as error:
        raise Http404 from error
    found = list(Application.objects.visible_to(request.actor).filter(public_id__in=wanted).select_related("call"))
    if len(found) != len(wanted):
        raise Http404
    action, actor = request.POST.get("action", ""), request.actor
    if not found:
        messages.warning(request, _("请先勾选申报。"))
    elif action in Outcome.values:
        decisions_propose(applications=found, outcome=action, reason=request.POST.get("reason", ""), actor=actor)
        messages.success(
            request,
            _("已将 %(count)d 项拟定为%(outcome)s；公示前不对外。")
            % {"count": len(found), "outcome": Outcome(action).label},
        )
    elif action == "reserve_add":
        reserve_add(applications=found, actor=actor)
        messages.success(request, _("已将 %(count)d 项列入储备；公示前不对外。") % {"count": len(found)})
        waiting = {one for call in {one.call for one in found} for one in undecided(actor=actor, call=call)}
        if count := len(waiting.intersection(found)):
            messages.warning(request, _("其中 %(count)d 项还没有拟定入围或未入围；储备不代替结果。") % {"count": count})
    elif action == "reserve_remove":
        reserve_remove(applications=found, actor=actor)
        messages.success(request, _("已将 %(count)d 项移出储备。") % {"count": len(found)})
    else:
        raise Http404
    query = request.POST.get("query", "")
    return redirect(reverse("reviews:decision_list") + (f"?{query}" if query else ""))


@require_GET
@audience(*READERS)
def notice_list(request: HttpRequest) -> HttpResponse:
    """Notices of a call with what is still to do: objections, finalising."""
    calls = list(office_calls(request.actor))
    call = chosen_call(request, calls)
    context = {"calls": calls, "call": call, "can_act": request.actor.is_issuing, "now": request.arrived_at}
    if call:
        decisions = Decision.objects.visible_to(request.actor).filter(application__call=call)
        context |= {
            "notices": PublicNotice.objects.visible_to(request.actor).filter(call=call).order_by("number"),
            "open_notices": set(
                decisions.filter(state=DecisionState.ANNOUNCED, superseded_by__isnull=True).values_list(
                    "notice", flat=True
                )
            ),
            "objections": Objection.objects.visible_to(request.actor)
            .filter(decision__application__call=call)
            .select_related(
                "raised_by__organisation", "decision__application__organisation", "decision__application__reserve"
            ),
            "obstacles": announcing_obstacles(call=call),
            "undecided": undecided(actor=request.actor, call=call),
        }
    return render(request, "reviews/office/notices.html", context)


@require_http_methods(["GET", "POST"])
@audience(Role.ISSUING_OFFICER)
def announce(request: HttpRequest) -> HttpResponse:
    """Check once more who is on the lists, then publish all of it at once."""
    call = chosen_call(request, list(office_calls(request.actor)))
    if call is None:
        raise Http404
    early = early_ending(call=call, now=request.arrived_at)
    form = NoticeForm(
        request.POST or None,
        now=request.arrived_at,
        early=early,
        initial={"title": _("%(matter)s拟入围名单公示") % {"matter": matter(call)}},
    )
    if request.method == "POST" and form.is_valid():
        notice = notice_publish(
            call=call,
            title=form.cleaned_data["title"],
            body=form.cleaned_data["body"],
            objections_until=form.cleaned_data["objections_until"],
            arrived_at=request.arrived_at,
            actor=request.actor,
        )
        messages.success(request, _("公示已发布，各单位已收到通知。"))
        return redirect("reviews:notice", public_id=notice.public_id)
    proposed = (
        Decision.objects.visible_to(request.actor)
        .filter(application__call=call, state=DecisionState.PROPOSED)
        .select_related(
            "application__organisation",
            "application__direction__published",
            "application__direction__track",
            "application__submitted_version",
            "application__recommender",
            "application__reserve",
            "supersedes",
        )
        .order_by("application__direction__order", "application__organisation__name_pinyin", "pk")
    )
    reserve = (
        Application.objects.visible_to(request.actor)
        .filter(call=call, reserve__announced_at__isnull=True, reserve__isnull=False)
        .select_related("organisation", "direction__published", "direction__track", "submitted_version")
        .order_by("direction__order", "organisation__name_pinyin", "pk")
    )
    return form_page(
        request,
        "reviews/office/announce.html",
        {
            "call": call,
            "form": form,
            "early": early,
            "obstacles": announcing_obstacles(call=call),
            "undecided": undecided(actor=request.actor, call=call),
            "shortlisted": [one for one in proposed if one.outcome == Outcome.SHORTLISTED],
            "others": [one for one in proposed if labels.outcome_label(one) == labels.OUTCOME[Outcome.NOT_SHORTLISTED]],
            "reserve": reserve,
        },
    )


@require_POST
@audience(Role.ISSUING_OFFICER)
def finalise(request: HttpRequest, public_id: UUID) -> HttpResponse:
    notice = get_object_or_404(
        PublicNotice.objects.visible_to(request.actor).filter(call__issuer=request.actor.organisation_id),
        public_id=public_id,
    )
    count = decisions_finalise(notice=notice, arrived_at=request.arrived_at, actor=request.actor)
    messages.success(request, _("已确定 %(count)d 项结果。") % {"count": count})
    return redirect(f"{reverse('reviews:office_notice_list')}?call={notice.call.public_id}")


@require_http_methods(["GET", "POST"])
@audience(*READERS)
def objection(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One objection with its grounds; the officer answers it, the auditor reads."""
    row = get_object_or_404(
        Objection.objects.visible_to(request.actor).select_related(
            "decision__application__organisation",
            "decision__application__submitted_version",
            "decision__application__call",
            "decision__application__reserve",
            "decision__notice",
            "raised_by__organisation",
            "answered_by__user",
        ),
        public_id=public_id,
    )
    officers_only(request)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        objection_answer(
            objection=row,
            upheld=form.cleaned_data["verdict"] == "uphold",
            answer=form.cleaned_data["answer"],
            actor=request.actor,
        )
        messages.success(request, _("异议已处理。"))
        return redirect("reviews:office_objection", public_id=public_id)
    return form_page(
        request,
        "reviews/office/objection.html",
        {"objection": row, "form": form, "can_act": request.actor.is_issuing and row.state == "open"},
    )
