"""评审轮次: creating, assigning, opening, scores, closing."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.models import Application, ApplicationState
from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.workflow import StateConflict, refuse_unless_possible
from reviews import rules
from reviews.forms.office import (
    AssignForm,
    CloseRoundForm,
    CriterionFormSet,
    ExtendRoundForm,
    ReopenForm,
    ReplaceForm,
    RoundForm,
    usual_criteria,
)
from reviews.models import Assignment, ReviewRound
from reviews.selectors.calls import office_calls
from reviews.selectors.conflicts import conflicts_of
from reviews.selectors.deadlines import early_ending
from reviews.selectors.scores import available_experts, round_rows, rounds_of, withdrawn_of
from reviews.services import assigning, rounds, scoring
from reviews.views.office import READERS
from reviews.views.shared import chosen_call, form_page, remember_call

#: Only these can still get experts.
ASSIGNABLE = (ApplicationState.ACCEPTED, ApplicationState.IN_REVIEW)


@require_GET
@audience(*READERS)
def round_list(request: HttpRequest) -> HttpResponse:
    calls = list(office_calls(request.actor))
    call = chosen_call(request, calls)
    return render(
        request,
        "reviews/office/rounds.html",
        {
            "calls": calls,
            "call": call,
            "rounds": rounds_of(actor=request.actor, call=call) if call else [],
            "can_act": request.actor.is_issuing,
        },
    )


@require_http_methods(["GET", "POST"])
@audience(Role.ISSUING_OFFICER)
def round_new(request: HttpRequest) -> HttpResponse:
    call = chosen_call(request, list(office_calls(request.actor)))
    if call is None:
        raise Http404
    form = RoundForm(request.POST or None, now=request.arrived_at)
    criteria = CriterionFormSet(request.POST or None, initial=usual_criteria(), prefix="criteria")
    if request.method == "POST" and form.is_valid() & criteria.is_valid():
        made = rounds.round_create(
            call=call,
            name=form.cleaned_data["name"],
            due_at=form.cleaned_data["due_at"],
            experts_per_application=form.cleaned_data["experts_per_application"],
            criteria=criteria.criteria(),
            actor=request.actor,
        )
        messages.success(request, _("已新建评审轮次，请指派专家。"))
        return redirect("reviews:office_round", public_id=made.public_id)
    return form_page(
        request,
        "reviews/office/round_new.html",
        {"call": call, "form": form, "criteria": criteria, "forms": [criteria]},
    )


def _round(request: HttpRequest, public_id: UUID) -> ReviewRound:
    return get_object_or_404(
        ReviewRound.objects.visible_to(request.actor).select_related("call__issuer"), public_id=public_id
    )


@require_GET
@audience(*READERS)
def round_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who reviews what, and what is still missing before the round can open or close."""
    return _round_page(request, _round(request, public_id))


def _round_page(request: HttpRequest, round_: ReviewRound, *, closing: CloseRoundForm | None = None) -> HttpResponse:
    remember_call(request, round_.call)
    early = early_ending(call=round_.call, now=request.arrived_at) if round_.state == "open" else []
    rows = round_rows(round_=round_, actor=request.actor)
    possible, obstacle = (
        rules.round_can_open(request.actor, round_)
        if round_.state == "draft"
        else rules.round_can_close(request.actor, round_)
    )
    return render(
        request,
        "reviews/office/round.html",
        {
            "round": round_,
            "criteria": round_.criteria.all(),
            "rows": rows,
            "withdrawn": withdrawn_of(round_=round_, actor=request.actor),
            "experts": available_experts(),
            "short": sum(1 for row in rows if row.experts < round_.experts_per_application),
            "waiting": sum(1 for row in rows if not row.assignments),
            "obstacle": "" if possible else obstacle,
            "extensions": round_.extensions.select_related("granted_by__user").order_by("-pk"),
            "late": round_.state != "closed" and round_.due_at <= request.arrived_at,
            "can_act": request.actor.is_issuing,
            "early": early,
            "form": closing or CloseRoundForm(early=early),
        },
        status=422 if closing else 200,
    )


@require_http_methods(["GET", "POST"])
@audience(Role.ISSUING_OFFICER)
def assign(request: HttpRequest, public_id: UUID, application_id: UUID) -> HttpResponse:
    """Choose experts for one application; those with a visible conflict are shown with it."""
    round_ = _round(request, public_id)
    application = get_object_or_404(
        Application.objects.visible_to(request.actor)
        .filter(call=round_.call_id)
        .select_related("organisation", "submitted_version__profile", "call"),
        public_id=application_id,
    )
    if application.state not in ASSIGNABLE:
        raise StateConflict(_("申报 %(number)s 不在待评审之列，不能指派。") % {"number": application.number})
    assigned = list(
        Assignment.objects.visible_to(request.actor)
        .filter(round=round_, application=application)
        .select_related("expert")
    )
    others = available_experts().exclude(pk__in=[one.expert_id for one in assigned])
    conflicts = conflicts_of(experts=others, application=application)
    form = AssignForm(request.POST or None, experts=others.exclude(pk__in=list(conflicts)))
    if request.method == "POST" and form.is_valid():
        try:
            assigning.experts_assign(
                round_=round_,
                application=application,
                experts=list(form.cleaned_data["experts"]),
                actor=request.actor,
            )
        except StateConflict as conflict:
            form.refuse(str(conflict))
        else:
            messages.success(request, _("已指派。"))
            return redirect("reviews:office_round", public_id=public_id)
    return form_page(
        request,
        "reviews/office/assign.html",
        {
            "round": round_,
            "application": application,
            "assigned": assigned,
            "form": form,
            "conflicts": list(conflicts.values()),
        },
    )


@require_POST
@audience(Role.ISSUING_OFFICER)
def assign_evenly(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Fill all waiting applications up from the ticked experts (none ticked: from all)."""
    round_ = _round(request, public_id)
    chosen = request.POST.getlist("expert")
    experts = available_experts()
    if chosen:
        experts = experts.filter(pk__in=[key for key in chosen if key.isdecimal() and len(key) < 19])
    rows = round_rows(round_=round_, actor=request.actor)
    made = assigning.experts_assign_evenly(
        round_=round_,
        applications=[row.application for row in rows if row.application.state in ASSIGNABLE],
        experts=list(experts),
        actor=request.actor,
    )
    messages.success(request, _("已平均指派 %(count)d 份评审任务。") % {"count": len(made)})
    return redirect("reviews:office_round", public_id=public_id)


@require_POST
@audience(Role.ISSUING_OFFICER)
def round_open(request: HttpRequest, public_id: UUID) -> HttpResponse:
    rounds.round_open(round_=_round(request, public_id), actor=request.actor)
    messages.success(request, _("评审已开始，专家已收到通知。"))
    return redirect("reviews:office_round", public_id=public_id)


@require_http_methods(["GET", "POST"])
@audience(Role.ISSUING_OFFICER)
def round_extend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """延长评分截止, with its reason; also when it has passed."""
    round_ = _round(request, public_id)
    if round_.state == "closed":
        raise StateConflict(_("本轮评审已经结束，不能再延长评分截止。"))
    form = ExtendRoundForm(request.POST or None, now=request.arrived_at, due_at=round_.due_at)
    if request.method == "POST" and form.is_valid():
        rounds.round_extend(
            round_=round_,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            arrived_at=request.arrived_at,
            actor=request.actor,
        )
        messages.success(request, _("评分截止已延长。"))
        return redirect("reviews:office_round", public_id=public_id)
    return form_page(request, "reviews/office/round_extend.html", {"round": round_, "form": form})


@require_POST
@audience(Role.ISSUING_OFFICER)
def round_close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    round_ = _round(request, public_id)
    refuse_unless_possible(round_, "close", actor=request.actor)
    form = CloseRoundForm(request.POST, early=early_ending(call=round_.call, now=request.arrived_at))
    if not form.is_valid():
        return _round_page(request, round_, closing=form)
    rounds.round_close(round_=round_, actor=request.actor)
    messages.success(request, _("评审已结束，可以拟定入围结果。"))
    return redirect("reviews:round_scores", public_id=public_id)


@require_GET
@audience(*READERS)
def scores(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Totals, mean and spread per application, with the experts' comments."""
    round_ = _round(request, public_id)
    rows = [row for row in round_rows(round_=round_, actor=request.actor) if row.assignments]
    rows.sort(key=lambda row: (row.mean is None, -(row.mean or 0), row.application.number))
    return render(request, "reviews/office/scores.html", {"round": round_, "rows": rows})


def _assignment(request: HttpRequest, public_id: UUID) -> Assignment:
    return get_object_or_404(
        Assignment.objects.visible_to(request.actor).select_related(
            "round__call", "application__organisation", "expert"
        ),
        public_id=public_id,
    )


@require_http_methods(["GET", "POST"])
@audience(Role.ISSUING_OFFICER)
def replace(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """撤换: recuse an expert who has not handed in; somebody else is assigned afterwards."""
    assignment = _assignment(request, public_id)
    form = ReplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        scoring.assignment_declare(
            assignment=assignment, conflict=True, reason=form.cleaned_data["reason"], actor=request.actor
        )
        messages.success(request, _("已撤换，请补充指派。"))
        return redirect("reviews:office_round", public_id=assignment.round.public_id)
    return form_page(request, "reviews/office/replace.html", {"assignment": assignment, "form": form})


@require_http_methods(["GET", "POST"])
@audience(Role.ISSUING_OFFICER)
def reopen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """退回重评: the expert may change what was handed in."""
    assignment = _assignment(request, public_id)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        scoring.assignment_reopen(assignment=assignment, reason=form.cleaned_data["reason"], actor=request.actor)
        messages.success(request, _("已退回专家重评。"))
        if assignment.round.due_at <= request.arrived_at:
            messages.warning(request, _("评分截止已过，请延长评分截止，否则专家不能再交评分。"))
        return redirect("reviews:round_scores", public_id=assignment.round.public_id)
    return form_page(request, "reviews/office/reopen.html", {"assignment": assignment, "form": form})
