"""The expert's tasks: declare, read, score, hand in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.selectors.reading import version_context
from portal.accounts.access import audience
from portal.accounts.roles import Role
from reviews import rules
from reviews.forms.expert import DeclareForm, ScoreForm
from reviews.models import Assignment
from reviews.models.review import AssignmentState
from reviews.selectors.scores import expert_tasks, scorecard_rows
from reviews.services import scoring
from reviews.views.shared import form_page, page_of


@require_GET
@audience(Role.EXPERT)
def assignment_list(request: HttpRequest) -> HttpResponse:
    rows = expert_tasks(request.actor)
    open_ = [one for one in rows if one.state in (AssignmentState.INVITED, AssignmentState.ACCEPTED)]
    return render(
        request,
        "reviews/expert/list.html",
        {
            "page": page_of(request, rows),
            "open": len(open_),
            "deadline": min((one.round.due_at for one in open_ if one.round.state == "open"), default=None),
        },
    )


def _mine(request: HttpRequest, public_id: UUID) -> Assignment:
    return get_object_or_404(
        Assignment.objects.visible_to(request.actor).select_related(
            "round__call", "application__organisation", "version__direction_version", "scorecard"
        ),
        public_id=public_id,
    )


@require_http_methods(["GET", "POST"])
@audience(Role.EXPERT)
def declare(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Only what is needed to judge a conflict: the direction, and the names of the units taking part."""
    assignment = _mine(request, public_id)
    if assignment.state != AssignmentState.INVITED:
        return redirect("reviews:assignment", public_id=public_id)
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        conflict = form.cleaned_data["conflict"] == "yes"
        scoring.assignment_declare(
            assignment=assignment, conflict=conflict, reason=form.cleaned_data["reason"], actor=request.actor
        )
        if conflict:
            messages.success(request, _("已回避，感谢告知。"))
            return redirect("reviews:assignment_list")
        return redirect("reviews:assignment", public_id=public_id)
    context = {
        "assignment": assignment,
        "participants": [one.name for one in assignment.version.participants.all()],
        "form": form,
    }
    return form_page(request, "reviews/expert/declare.html", context)


@require_http_methods(["GET", "POST"])
@audience(Role.EXPERT)
def assignment(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The frozen version beside the criteria; save what there is, or hand in."""
    row = _mine(request, public_id)
    if row.state == AssignmentState.INVITED:
        return redirect("reviews:declare", public_id=public_id)
    if row.state == AssignmentState.RECUSED:
        return redirect("reviews:assignment_list")
    hand_in = request.POST.get("action") == "hand_in"
    form = ScoreForm(
        request.POST or None,
        rows=scorecard_rows(row),
        complete=hand_in,
        initial={"comment": row.scorecard.comment if hasattr(row, "scorecard") else ""},
    )
    in_time, too_late = rules.scoring_in_time(round_=row.round, arrived_at=request.arrived_at)
    can_score = row.state == AssignmentState.ACCEPTED and row.round.state == "open"
    # Who comes too late keeps on the page what was typed: the office may extend the round.
    refused = request.method == "POST" and can_score and not in_time
    if refused:
        form.refuse(too_late)
    elif request.method == "POST" and form.is_valid():
        act = scoring.scorecard_hand_in if hand_in else scoring.scorecard_save
        act(
            assignment=row,
            scores=form.scores(),
            comment=form.cleaned_data["comment"],
            arrived_at=request.arrived_at,
            actor=request.actor,
        )
        if hand_in:
            messages.success(request, _("评分已交，感谢评审。"))
            return redirect("reviews:assignment_list")
        return redirect(f"{request.path}?saved=1#score")
    context = {
        "assignment": row,
        "form": form,
        "rows": form.rows(),
        "can_score": can_score and (in_time or refused),
        "too_late": too_late if can_score and not refused else "",
        "partial": _partial(row),
        **version_context(version=row.version, actor=request.actor),
    }
    if refused:
        return render(request, "reviews/expert/assignment.html", context, status=409)
    return form_page(request, "reviews/expert/assignment.html", context)


def _partial(row: Assignment):
    """The weighted total of what is saved so far, as the server counts it."""
    scored = [(one["value"], one["criterion"]) for one in scorecard_rows(row) if one["value"] is not None]
    return scoring.weighted_total(scored)
