"""What everyone may read of one call: its page, notice and directions. Only published versions are shown."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calls.selectors.calls import public_call
from calls.selectors.corrections import corrections_of_direction, corrections_published
from calls.selectors.deadlines import stage_of
from calls.selectors.differences import difference_of
from calls.selectors.directions import published_directions, with_texts
from calls.selectors.public import deadlines_shown, groups_of
from calls.selectors.recommenders import sending_table
from calls.selectors.rules import rules_in_force, rules_of_everything
from calls.selectors.searching import directions_of_call
from calls.stages import Stage
from portal.accounts.access import PUBLIC, audience


def _typed(request: HttpRequest, name: str, longest: int) -> str:
    """A word out of the address; the database knows no NUL."""
    return request.GET.get(name, "").replace("\0", "").strip()[:longest]


def _call(request: HttpRequest, public_id: UUID):
    return get_object_or_404(public_call(actor=request.actor), public_id=public_id)


@require_safe
@audience(PUBLIC)
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
        "corrections": [(one, difference_of(one)) for one in corrections_published(call=call, actor=request.actor)],
        "crumbs": _crumbs(call),
    }
    return render(request, "calls/public/detail.html", context)


@require_safe
@audience(PUBLIC)
def call_notice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = _call(request, public_id)
    return render(request, "calls/public/notice.html", {"call": call, "crumbs": _crumbs(call, _("通知原文"))})


@require_safe
@audience(PUBLIC)
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
