"""What everyone may read of one call: its page, notice and directions. Only published versions are shown."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calls import hooks
from calls.caching import revalidated
from calls.models import Call
from calls.selectors.calls import public_call
from calls.selectors.comparing import FEWEST, MOST, indicator_rows, text_rows
from calls.selectors.corrections import corrections_of_direction, corrections_published
from calls.selectors.deadlines import stage_of
from calls.selectors.differences import difference_of
from calls.selectors.directions import published_directions, with_texts
from calls.selectors.files import attachments_of, originals_of
from calls.selectors.public import chosen_directions, deadlines_shown, groups_of
from calls.selectors.questions import public_questions
from calls.selectors.recommenders import sending_table
from calls.selectors.rules import rules_in_force, rules_of_everything
from calls.selectors.searching import directions_of_call
from calls.stages import Stage
from portal.accounts.access import PUBLIC, audience
from portal.documents.models import FileLink
from portal.documents.views.files import send_private


def _typed(request: HttpRequest, name: str, longest: int) -> str:
    """A word out of the address; the database knows no NUL."""
    return request.GET.get(name, "").replace("\0", "").strip()[:longest]


def _call(request: HttpRequest, public_id: UUID):
    return get_object_or_404(public_call(actor=request.actor), public_id=public_id)


@require_safe
@audience(PUBLIC)
@revalidated
def call_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = _call(request, public_id)
    q, category = _typed(request, "q", 100), _typed(request, "category", 120)
    every = list(directions_of_call(call=call, actor=request.actor))
    shown = every
    if q or category:
        shown = list(directions_of_call(call=call, actor=request.actor, q=q, category=category))
    context = {
        "call": call,
        "groups": groups_of(shown),
        "shown": len(shown),
        "total": len(every),
        "categories": list(dict.fromkeys(d.category.title for d in every if d.category)),
        "q": q,
        "category": category,
        "rules": rules_in_force(call=call),
        "scoped_rules": [rule for rule in rules_of_everything(call=call) if rule.track_id or rule.direction_id],
        "deadlines": deadlines_shown(call),
        "sending": sending_table(call=call),
        "notices": [notice for provider in hooks.notices for notice in provider(call)],
        "corrections": [(one, difference_of(one)) for one in corrections_published(call=call, actor=request.actor)],
        "attachments": attachments_of(call=call, actor=request.actor),
        "originals": _originals(request, call),
        "question_count": public_questions(call=call, actor=request.actor).count(),
        "picked": set(request.GET.getlist("d")[:MOST]),
        "crumbs": _crumbs(call),
    }
    return render(request, "calls/public/detail.html", context)


def _originals(request: HttpRequest, call: Call) -> Iterable[FileLink]:
    """Only what is public, also for the office itself: the page is everyone's."""
    return originals_of(call=call, actor=request.actor) if call.original_public else ()


@require_safe
@audience(PUBLIC)
def call_file(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """An attachment, or the original when it is public."""
    call = _call(request, public_id)
    link = attachments_of(call=call, actor=request.actor).filter(public_id=file_id).first()
    if link is None and call.original_public:
        link = originals_of(call=call, actor=request.actor).filter(public_id=file_id).first()
    if link is None:
        raise Http404
    return send_private(storage_name=link.blob.storage_name, media_type=link.blob.media_type, name=link.name)


@require_safe
@audience(PUBLIC)
@revalidated
def call_print(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The whole call on one page, for paper."""
    call = _call(request, public_id)
    directions = with_texts(directions_of_call(call=call, actor=request.actor))
    context = {
        "call": call,
        "groups": groups_of(directions),
        "rules": rules_of_everything(call=call),
        "deadlines": deadlines_shown(call),
        "crumbs": _crumbs(call, _("打印")),
    }
    return render(request, "calls/public/print.html", context)


@require_safe
@audience(PUBLIC)
@revalidated
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four directions side by side: d (key) several times; differs=1 leaves out what is the same in all."""
    directions = chosen_directions(actor=request.actor, keys=request.GET.getlist("d")[: 2 * MOST])
    differs = request.GET.get("differs") == "1"
    enough = FEWEST <= len(directions) <= MOST
    rows = indicator_rows(directions) if enough else []
    context = {
        "directions": directions,
        "enough": enough,
        "most": MOST,
        "texts": text_rows(directions) if enough else [],
        "indicators": [row for row in rows if row.differs or not differs],
        "hidden": sum(1 for row in rows if differs and not row.differs),
        "differs": differs,
        "crumbs": [(_("方向检索"), reverse("calls:directions")), (_("方向对照"), "")],
    }
    return render(request, "calls/public/compare.html", context)


@require_safe
@audience(PUBLIC)
@revalidated
def call_notice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = _call(request, public_id)
    return render(request, "calls/public/notice.html", {"call": call, "crumbs": _crumbs(call, _("通知正文"))})


@require_safe
@audience(PUBLIC)
@revalidated
def direction_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    found = with_texts(published_directions(actor=request.actor))
    direction = get_object_or_404(found, key=key)
    call = public_call(actor=request.actor).get(pk=direction.call_id)
    context = {
        "call": call,
        "direction": direction,
        "version": direction.published,
        "corrections": corrections_of_direction(direction=direction),
        "rules": rules_in_force(call=call, direction=direction),
        "deadlines": deadlines_shown(call),
        "is_open": stage_of(call, request.arrived_at) is Stage.OPEN,
        "may_apply": request.actor.is_visitor or request.actor.is_applicant or not request.actor.role,
        "crumbs": _crumbs(call, direction.published.title),
    }
    return render(request, "calls/public/direction.html", context)


def _crumbs(call, *further: str) -> list[tuple[str, str]]:
    crumbs = [(_("榜单"), reverse("calls:list")), (call.title, reverse("calls:detail", args=[call.public_id]))]
    if not further:
        return [crumbs[0], (call.region.name, ""), (str(call.year), "")]
    return crumbs + [(label, "") for label in further]
