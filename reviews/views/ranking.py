"""推荐表: the ranking, its preview, sealing and sending."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.documents.models import Document
from portal.workflow import StateConflict
from reviews import rules
from reviews.models import RecommendationList
from reviews.selectors.bureau import bureau_lists, recommendations_of, split_by_quota
from reviews.selectors.deadlines import recommender_deadline
from reviews.services.ranking import RankingConflict, list_reorder, moved, order_of, placed
from reviews.services.sending import list_send
from reviews.titles import list_title


@require_GET
@audience(Role.BUREAU_OFFICER)
def lists(request: HttpRequest) -> HttpResponse:
    found = list(bureau_lists(request.actor))
    rows = [(one, recommender_deadline(one.call, one.recommender)) for one in found]
    return render(request, "reviews/bureau/lists.html", {"rows": rows, "calls": [one.call for one in found]})


def _mine(request: HttpRequest, public_id: UUID) -> RecommendationList:
    rows: QuerySet[RecommendationList] = RecommendationList.objects.visible_to(request.actor)
    return get_object_or_404(
        rows.select_related("call__issuer", "recommender", "revised_by__user", "sent_by__user").prefetch_related(
            "call__deadlines__extensions"
        ),
        public_id=public_id,
    )


def _document(request: HttpRequest, list_: RecommendationList) -> Document | None:
    return (
        Document.objects.visible_to(request.actor)
        .filter(kind="recommendation_list", subject_type="reviews.recommendationlist", subject_id=list_.pk)
        .order_by("-pk")
        .first()
    )


@require_GET
@audience(Role.BUREAU_OFFICER)
def ranking(request: HttpRequest, public_id: UUID) -> HttpResponse:
    list_ = _mine(request, public_id)
    going, staying = split_by_quota(list_)
    draft = list_.sent_at is None
    return render(
        request,
        "reviews/bureau/ranking.html" if draft else "reviews/bureau/sent.html",
        {
            "list": list_,
            "rows": list(recommendations_of(list_)) if draft else going,
            "staying": staying,
            "beyond": {one.pk for one in staying},
            "quota": list_.call.recommendation_quota,
            "document": _document(request, list_),
            "deadline": recommender_deadline(list_.call, list_.recommender),
        },
    )


def _wanted(data, order: list[int]) -> tuple[list[int], int | None]:
    """The order that was asked for, and the row to come back to. One of: ``move`` ("12:up"), ``order`` ("12,7,9"
    after dragging), ``rank-<id>`` fields with typed numbers. Raises `ValueError` for anything else."""
    if data.get("move"):
        item, _colon, direction = data["move"].partition(":")
        if int(item) not in order:
            raise StateConflict(_("推荐表的内容已变，请刷新页面。"))
        return moved(order, int(item), {"up": -1, "down": 1}[direction]), int(item)
    if data.get("order"):
        return [int(item) for item in data["order"].split(",")], None
    numbers = {item: int(data[f"rank-{item}"]) for item in order if data.get(f"rank-{item}", "").strip()}
    changed = [item for place, item in enumerate(order, 1) if numbers.get(item, place) != place]
    return placed(order, numbers), changed[0] if changed else None


@require_POST
@audience(Role.BUREAU_OFFICER)
def reorder(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Save a changed order. When another officer saved meanwhile: 409 with both orders, nothing overwritten."""
    list_ = _mine(request, public_id)
    shown = _shown(request.POST.get("shown", ""), order_of(list_))
    try:
        wanted, item = _wanted(request.POST, shown)
        revision = int(request.POST.get("revision", ""))
    except (ValueError, KeyError):
        messages.error(request, _("序号应为整数，没有保存。"))
        return redirect("reviews:bureau_ranking", public_id=public_id)
    try:
        list_reorder(list_=list_, order=wanted, revision=revision, actor=request.actor)
    except RankingConflict as conflict:
        rows = {one.pk: one for one in recommendations_of(list_)}
        context = {
            "list": list_,
            "conflict": conflict,
            "standing": [rows[pk] for pk in conflict.order if pk in rows],
            "wanted": [rows[pk] for pk in conflict.wanted if pk in rows],
            "same_rows": sorted(conflict.order) == sorted(conflict.wanted),
            "wanted_order": ",".join(str(pk) for pk in conflict.wanted),
        }
        return render(request, "reviews/bureau/ranking_conflict.html", context, status=409)
    anchor = f"#row-{item}" if item else ""
    response = redirect("reviews:bureau_ranking", public_id=public_id)
    response["Location"] += anchor
    return response


def _shown(text: str, standing: list[int]) -> list[int]:
    """The order that the page showed when it was sent (best first); what stands now when it does not say."""
    try:
        return [int(item) for item in text.split(",")] if text else standing
    except ValueError:
        return standing


@require_http_methods(["GET", "POST"])
@audience(Role.BUREAU_OFFICER)
def send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Preview of 推荐表, and with a tick the sealing and sending."""
    list_ = _mine(request, public_id)
    obstacles = [] if list_.sent_at else rules.sending_obstacles(list_=list_, arrived_at=request.arrived_at)
    unticked = request.method == "POST" and not request.POST.get("sure")
    if request.method == "POST" and not unticked:
        seen = request.POST.get("revision", "")
        list_send(
            list_=list_,
            arrived_at=request.arrived_at,
            actor=request.actor,
            revision=int(seen) if seen.isdecimal() else None,
        )
        messages.success(request, _("推荐表已盖章报送。"))
        return redirect("reviews:bureau_ranking", public_id=public_id)
    if list_.sent_at:
        return redirect("reviews:bureau_ranking", public_id=public_id)
    going, staying = split_by_quota(list_)
    context = {
        "list": list_,
        "title": list_title(list_.call),
        "rows": going,
        "staying": staying,
        "obstacles": obstacles,
        "errors": [(_("请先核对推荐表并勾选。"), "#sure")] if unticked else [],
        "deadline": recommender_deadline(list_.call, list_.recommender),
    }
    return render(request, "reviews/bureau/send.html", context, status=422 if unticked else 200)
