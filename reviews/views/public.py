"""公示 for everyone, and 异议 by an applicant of the call."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from applications.models import Application
from portal.accounts.access import PUBLIC, audience
from portal.accounts.roles import SUBMITTING_ROLES
from portal.workflow import StateConflict
from reviews.forms.office import ObjectionForm
from reviews.models import Decision, PublicNotice
from reviews.models.decision import DecisionState
from reviews.selectors.notices import corrected_by, published_notices, reserve_of, shortlisted_of
from reviews.services.objecting import objection_raise
from reviews.views.shared import form_page, page_of


@require_GET
@audience(PUBLIC)
def notice_list(request: HttpRequest) -> HttpResponse:
    return render(request, "reviews/public/notices.html", {"page": page_of(request, published_notices(request.actor))})


def _notice(request: HttpRequest, public_id: UUID) -> PublicNotice:
    return get_object_or_404(published_notices(request.actor), public_id=public_id)


def _own(request: HttpRequest, notice: PublicNotice) -> list[Decision]:
    """Decisions of this notice about the acting organisation's own applications, also 未入围."""
    if not request.actor.is_applicant:
        return []
    return list(
        Decision.objects.visible_to(request.actor)
        .filter(notice=notice)
        .select_related("application__organisation", "application__submitted_version", "application__reserve")
        .order_by("pk")
    )


def _may_object(request: HttpRequest, notice: PublicNotice) -> bool:
    if request.actor.role not in SUBMITTING_ROLES:
        return False
    if notice.objections_until is None or request.arrived_at >= notice.objections_until:
        return False
    return (
        Application.objects.visible_to(request.actor).filter(call=notice.call_id, submitted_at__isnull=False).exists()
    )


@require_GET
@audience(PUBLIC)
def notice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = _notice(request, public_id)
    return render(
        request,
        "reviews/public/notice.html",
        {
            "notice": row,
            "shortlisted": shortlisted_of(row),
            "corrected": corrected_by(row),
            "reserve": reserve_of(row),
            "own": _own(request, row),
            "may_object": _may_object(request, row),
        },
    )


@require_http_methods(["GET", "POST"])
@audience(*SUBMITTING_ROLES)
def object_(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """提出异议 against a result of this notice that one can read: those 入围, and one's own."""
    row = _notice(request, public_id)
    if not _may_object(request, row):
        raise StateConflict(_("现在不能对本公示提出异议：异议期已满，或本单位没有申报该榜单。"))
    readable = {one.pk: one for one in [*_own(request, row), *shortlisted_of(row)]}
    decisions = [one for one in readable.values() if one.state == DecisionState.ANNOUNCED]
    form = ObjectionForm(request.POST or None, decisions=decisions)
    if request.method == "POST" and form.is_valid():
        objection_raise(
            decision=readable[int(form.cleaned_data["decision"])],
            grounds=form.cleaned_data["grounds"],
            arrived_at=request.arrived_at,
            actor=request.actor,
        )
        messages.success(request, _("异议已提交，发榜单位将核实处理。"))
        return redirect("reviews:notice", public_id=public_id)
    return form_page(request, "reviews/public/object.html", {"notice": row, "form": form})
