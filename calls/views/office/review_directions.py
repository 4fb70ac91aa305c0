"""对照原文核对: a direction's head, and directions cut, joined, taken out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from calls.forms.review import HeadForm, MergeForm, SeenForm, SplitForm
from calls.models import Call, Direction
from calls.selectors.directions import directions_for_writing
from calls.selectors.edits import clash_of
from calls.services.directions import direction_delete, direction_update
from calls.services.edits import StaleEdit
from calls.services.restructuring import direction_merge, direction_split
from calls.views.office.common import call_of, require_edit
from calls.views.office.review import Shown, done, now_words, shown
from calls.views.office.review_rows import compared
from portal.accounts.access import audience
from portal.accounts.roles import Role


def _asked(request: HttpRequest, public_id: UUID, key: UUID) -> tuple[Call, Direction | None, int]:
    """The call, the direction (None: it was there and is gone) and the revision that was shown."""
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    found = directions_for_writing(call=call, actor=request.actor)
    direction = found.filter(key=key).first()
    seen = SeenForm(request.POST)
    revision = seen.cleaned_data["revision"] if seen.is_valid() else 0
    if direction is None and clash_of(call=call, direction=key, seen=-1) is None:
        get_object_or_404(found, key=key)
    return call, direction, revision


def _refused(request: HttpRequest, call: Call, key: UUID, seen: int, what: str) -> HttpResponse:
    """A step that was not taken because the direction is no longer what was shown."""
    clash = clash_of(call=call, direction=key, seen=seen)
    about = Shown(key, clash=clash, refused=what)
    there = directions_for_writing(call=call, actor=request.actor).filter(key=key).exists()
    asked = {"direction": key} if there else {"gone": {"clash": clash, "key": key}}
    return shown(request, call, edited=about, status=409, **asked)


@require_POST
@audience(Role.ISSUING_OFFICER)
def save(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    call, direction, seen = _asked(request, public_id, key)
    if direction is None:
        return _refused(request, call, key, seen, _("没有保存"))
    form = HeadForm(request.POST, initial=HeadForm.initial_of(direction.newest[0]), auto_id="head-%s")
    if not form.is_valid():
        return shown(request, call, edited=Shown(key, form=form), status=422, direction=key)
    try:
        version = direction_update(direction=direction, actor=request.actor, seen=seen, **form.values())
    except StaleEdit:
        return _clash(request, call, key, seen, form)
    if "X-Autosave" in request.headers:
        context = {"version": version, "call": call, "key": key, "saved": now_words()}
        return render(request, "calls/office/review/_head_state.html", context)
    return done(request, call, anchor=f"d-{key}", direction=key)


def _clash(request: HttpRequest, call: Call, key: UUID, seen: int, form: HeadForm) -> HttpResponse:
    direction = directions_for_writing(call=call, actor=request.actor).filter(key=key).first()
    if direction is None:
        return _refused(request, call, key, seen, _("没有保存"))
    now = HeadForm.initial_of(direction.newest[0])
    clash = clash_of(call=call, direction=key, seen=seen)
    merged, rows = compared(form, clash.base if clash else {}, now)
    again = HeadForm(initial=now | merged, auto_id="head-%s")
    response = shown(request, call, edited=Shown(key, form=again, clash=clash, rows=rows), status=409, direction=key)
    if request.htmx:
        response["HX-Retarget"], response["HX-Reswap"] = "#work", "outerHTML settle:0ms show:none"
    return response


@require_POST
@audience(Role.ISSUING_OFFICER)
def split(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    call, direction, seen = _asked(request, public_id, key)
    form = SplitForm(request.POST)
    if direction is None or not form.is_valid():
        return _refused(request, call, key, seen, _("没有拆分"))
    part, line = form.at()
    try:
        made = direction_split(
            direction=direction,
            part=part,
            line=line,
            title=form.cleaned_data["title"],
            seen=seen,
            actor=request.actor,
        )
    except StaleEdit:
        return _refused(request, call, key, seen, _("没有拆分"))
    return done(request, call, anchor=f"d-{made.key}", direction=made.key)


@require_POST
@audience(Role.ISSUING_OFFICER)
def merge(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """A direction with the next one of its track."""
    call, direction, seen = _asked(request, public_id, key)
    form = MergeForm(request.POST)
    rows = directions_for_writing(call=call, actor=request.actor)
    following = rows.filter(key=form.cleaned_data["following"]).first() if form.is_valid() else None
    if direction is None or following is None:
        return _refused(request, call, key, seen, _("没有合并"))
    try:
        direction_merge(
            direction=direction,
            following=following,
            seen=seen,
            seen_following=form.cleaned_data["following_revision"],
            actor=request.actor,
        )
    except StaleEdit:
        return _refused(request, call, key, seen, _("没有合并"))
    return done(request, call, anchor=f"d-{key}", direction=key)


@require_POST
@audience(Role.ISSUING_OFFICER)
def remove(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    call, direction, seen = _asked(request, public_id, key)
    if direction is None:
        return _refused(request, call, key, seen, _("没有删除"))
    try:
        direction_delete(direction=direction, actor=request.actor, seen=seen)
    except StaleEdit:
        return _refused(request, call, key, seen, _("没有删除"))
    return done(request, call)
