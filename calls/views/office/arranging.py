"""Order of directions and indicators; 领域 and 类别."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calls.forms.arranging import ArrangeForm, HeadingsForm, heading_code
from calls.forms.directions import NewDirectionForm
from calls.models import Call, Category, Direction, Track
from calls.selectors.arranging import blocks_for_writing, tracks_for_writing
from calls.selectors.directions import directions_for_writing
from calls.services.arranging import (
    category_remove,
    direction_number,
    direction_shift,
    directions_place,
    heading_shift,
    indicators_reorder,
    printed_numbers_clear,
    track_remove,
)
from calls.services.headings import headings_save
from calls.views.office.common import OFFICE, call_of, page, posted, require_edit
from calls.views.office.directions import directions_page
from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.workflow import StateConflict

STEPS = {"up": -1, "down": 1}


def _step(value: str) -> tuple[str, int]:
    """“<what>:up” as (what, -1); a direction that nobody offers moves nothing."""
    what, _colon, way = value.rpartition(":")
    return what, STEPS.get(way, 0)


def _back(call: Call, direction: Direction | None = None) -> HttpResponse:
    address = reverse("calls:office_directions", args=[call.public_id])
    return redirect(f"{address}#d-{direction.key}" if direction else address)


@require_POST
@audience(Role.ISSUING_OFFICER)
def arrange(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One direction a step, by dragging or by number; the ticked ones into another category."""
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    blocks = blocks_for_writing(call=call, actor=request.actor)
    form = ArrangeForm(request.POST, blocks=blocks)
    known = {str(direction.key): direction for direction in form.directions}
    move, dragged = request.POST.get("move", ""), request.POST.get("dragged", "")
    if move:
        key, step = _step(move)
        direction = _known(known, key)
        direction_shift(direction=direction, step=step, actor=request.actor)
        return _back(call, direction)
    if dragged:
        direction = _known(known, dragged)
        before, block = known.get(request.POST.get("before", "")), request.POST.get("block", "")
        directions_place(call=call, directions=[direction], block=block, before=before, actor=request.actor)
        return _back(call, direction)
    if "renumber" in request.POST:
        printed_numbers_clear(call=call, actor=request.actor)
        messages.success(request, _("已改为按顺序编号。"))
        return _back(call)
    if not form.is_valid():
        return directions_page(request, call, NewDirectionForm(call=call), arranging=form)
    if "place" in request.POST:
        chosen = form.ticked(request.POST.getlist("direction"))
        if not chosen or not form.cleaned_data["to"]:
            form.add_error("to", _("请勾选方向，并选择要移到的领域或类别。"))
            return directions_page(request, call, NewDirectionForm(call=call), arranging=form)
        directions_place(call=call, directions=chosen, block=form.cleaned_data["to"], actor=request.actor)
        messages.success(request, _("已移动 %(n)s 个方向。") % {"n": len(chosen)})
        return _back(call)
    for direction, number in form.numbers():
        direction_number(direction=direction, number=number, actor=request.actor)
    return _back(call)


def _known(known: dict[str, Direction], key: str) -> Direction:
    if key not in known:
        raise StateConflict(_("这个方向已经删除，请刷新页面再试。"))
    return known[key]


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def tracks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """领域与类别: all titles in one form; ↑ ↓ and 删除 beside each."""
    call = call_of(request, public_id)
    if request.method == "POST":
        require_edit(request.actor, call)
    found = tracks_for_writing(call=call)
    headings = {heading_code(one): one for track in found for one in (track, *track.categories.all())}
    for name, act in _ACTS.items():
        if name in request.POST:
            act(headings, request.POST[name], request.actor)
            return redirect("calls:office_tracks", call.public_id)
    form = HeadingsForm(posted(request), tracks=found)
    if form.is_valid():
        headings_save(
            call=call,
            titles={heading: form.cleaned_data[code] for code, heading in headings.items()},
            new_categories={track: form.cleaned_data[f"category-new-{track.pk}"] for track in found},
            new_track=form.cleaned_data["track-new"],
            actor=request.actor,
        )
        messages.success(request, _("领域与类别已保存。"))
        return redirect("calls:office_tracks", call.public_id)
    trail = ((_("方向与指标"), reverse("calls:office_directions", args=[call.public_id])),)
    return page(request, "tracks", call, _("领域与类别"), trail=trail, form=form, invalid=form.is_bound)


Headings = dict[str, Track | Category]


def _shift(headings: Headings, value: str, actor) -> None:
    code, step = _step(value)
    heading_shift(heading=_heading(headings, code), step=step, actor=actor)


def _remove(headings: Headings, value: str, actor) -> None:
    heading = _heading(headings, value)
    if isinstance(heading, Track):
        track_remove(track=heading, actor=actor)
    else:
        category_remove(category=heading, actor=actor)


def _heading(headings: Headings, code: str) -> Track | Category:
    if code not in headings:
        raise StateConflict(_("这个领域或类别已经删除，请刷新页面再试。"))
    return headings[code]


_ACTS: dict[str, Callable] = {"move": _shift, "remove": _remove}


@require_POST
@audience(Role.ISSUING_OFFICER)
def indicators_arrange(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """One indicator a step (``move``) or by dragging (``dragged`` to ``before``, or last)."""
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    direction = get_object_or_404(directions_for_writing(call=call, actor=request.actor), key=key)
    rows = [row.indicator for row in direction.newest[0].indicators.select_related("indicator")]
    known = {str(indicator.key): indicator for indicator in rows}
    chosen, step = _step(request.POST.get("move", ""))
    chosen = chosen or request.POST.get("dragged", "")
    if chosen not in known:
        raise StateConflict(_("这项指标已经删除，请刷新页面再试。"))
    one = known[chosen]
    at = rows.index(one)
    rows.remove(one)
    if "move" in request.POST:
        rows.insert(max(at + step, 0), one)
    else:
        before = known.get(request.POST.get("before", ""))
        rows.insert(rows.index(before) if before in rows else len(rows), one)
    indicators_reorder(direction=direction, indicators=rows, actor=request.actor)
    return redirect(f"{reverse('calls:office_direction', args=[call.public_id, direction.key])}#i-{one.key}")
