"""对照原文核对: one indicator as a row, changed where it stands."""

from typing import Any, NamedTuple
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from calls.forms.review import CutForm, MergeForm, RowForm, SeenForm, StretchForm
from calls.models import Call, IndicatorVersion
from calls.models.comparator import Comparator
from calls.selectors.directions import directions_for_writing
from calls.selectors.edits import Clash, clash_of
from calls.services.directions import indicator_delete, indicator_update
from calls.services.edits import StaleEdit, plain
from calls.services.indicators import indicator_merge, indicator_split, indicators_add_from_text
from calls.views.office.common import call_of, require_edit
from calls.views.office.review import Shown, done, now_words, prepare_row, shown
from portal.accounts.access import audience
from portal.accounts.roles import Role


class Compared(NamedTuple):
    """One field of a clash: what was shown, what the other officer made of it, what was typed. ``taken``: only the
    other one changed it, so that theirs stands in the form."""

    label: str
    base: str
    theirs: str
    mine: str
    taken: bool


def _row(call: Call, key: UUID) -> IndicatorVersion | None:
    rows = IndicatorVersion.objects.filter(
        direction_version__direction__call=call, direction_version__published_at__isnull=True, indicator__key=key
    )
    return rows.select_related("indicator__direction__call", "direction_version").first()


def _asked(request: HttpRequest, public_id: UUID, key: UUID) -> tuple[Call, IndicatorVersion | None, int]:
    """The call, the row (None: it was there and is gone) and the revision that was shown."""
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    row = _row(call, key)
    if row is None and clash_of(call=call, indicator=key, seen=-1) is None:
        raise Http404
    seen = SeenForm(request.POST)
    return call, row, seen.cleaned_data["revision"] if seen.is_valid() else 0


def _place(row: IndicatorVersion) -> dict[str, Any]:
    return {"direction": row.indicator.direction.key}


@require_POST
@audience(Role.ISSUING_OFFICER)
def save(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """Fields of one row; by a script while it is being typed, else with the button."""
    call, row, seen = _asked(request, public_id, key)
    if row is None:
        return _gone(request, call, key, seen)
    form = RowForm(request.POST, auto_id=f"i{row.pk}-%s")
    if not form.is_valid():
        return _row_answer(request, call, row, Shown(key, form=form), status=422)
    try:
        row = indicator_update(indicator=row, actor=request.actor, seen=seen, **form.values())
    except StaleEdit:
        return _clash(request, call, key, seen, form)
    if "X-Autosave" in request.headers:
        context = {"row": row, "call": call, "saved": now_words()}
        return render(request, "calls/office/review/_row_state.html", context)
    return done(request, call, anchor=f"i-{key}", **_place(row))


def _clash(request: HttpRequest, call: Call, key: UUID, seen: int, form: RowForm) -> HttpResponse:
    """The row with both texts: nothing was saved."""
    row = _row(call, key)
    if row is None:
        return _gone(request, call, key, seen)
    clash = clash_of(call=call, indicator=key, seen=seen)
    now = RowForm.initial_of(row)
    merged, rows = compared(form, clash.base if clash else {}, now)
    again = RowForm(initial=merged | {"revision": row.revision}, auto_id=f"i{row.pk}-%s")
    return _row_answer(request, call, row, Shown(key, form=again, clash=clash, rows=rows), status=409)


def compared(form: Form, base: dict[str, Any], now: dict[str, Any]) -> tuple[dict[str, Any], list[Compared]]:
    """(values for the form: mine where I changed something, else theirs; the fields that differ)."""
    merged: dict[str, Any] = {}
    rows: list[Compared] = []
    for name, field in form.fields.items():
        if field.widget.is_hidden:
            continue
        mine, theirs = plain(form.cleaned_data.get(name)), now[name]
        before = base.get(name, theirs)
        taken = _same(mine, before)
        merged[name] = theirs if taken else mine
        if not _same(mine, theirs):
            rows.append(Compared(str(field.label), *(_words(value) for value in (before, theirs, mine)), taken))
    return merged, rows


def _same(one: Any, other: Any) -> bool:
    return (one or "") == (other or "")


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    text = "" if value is None else str(value)
    return str(Comparator(text).label) if text in Comparator.values else text


def _row_answer(request: HttpRequest, call: Call, row: IndicatorVersion, about: Shown, *, status: int) -> HttpResponse:
    """For htmx the row alone, in its place; else the page with the row open."""
    if not request.htmx:
        return shown(request, call, edited=about, status=status, **_place(row))
    below = row.direction_version.indicators.filter(order__gt=row.order).select_related("indicator").first()
    prepare_row(row, about, below)
    context = {"row": row, "call": call, "can_edit": True, "key": row.indicator.direction.key}
    response = render(request, "calls/office/review/_row.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = f"#i-{about.key}", "outerHTML"
    return response


def _gone(request: HttpRequest, call: Call, key: UUID, seen: int) -> HttpResponse:
    """Somebody else took the row out."""
    clash: Clash | None = clash_of(call=call, indicator=key, seen=seen)
    context = {"clash": clash, "call": call, "key": key}
    if request.htmx:
        response = render(request, "calls/office/review/_gone.html", context, status=409)
        response["HX-Retarget"], response["HX-Reswap"] = f"#i-{key}", "outerHTML"
        return response
    return shown(request, call, status=409, gone=context)


def _refused(request: HttpRequest, call: Call, row: IndicatorVersion, key: UUID, seen: int, what: str) -> HttpResponse:
    """A step that was not taken because the row, or the one below, is no longer what was shown."""
    clash = clash_of(call=call, indicator=key, seen=seen)
    return shown(request, call, edited=Shown(key, clash=clash, refused=what), status=409, **_place(row))


@require_POST
@audience(Role.ISSUING_OFFICER)
def cut(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """One row into two, where a line was broken."""
    call, row, seen = _asked(request, public_id, key)
    if row is None:
        return _gone(request, call, key, seen)
    form = CutForm(request.POST, auto_id=f"cut{row.pk}-%s")
    if not form.is_valid():
        return _row_answer(request, call, row, Shown(key, cut=form), status=422)
    first, second = form.cleaned_data["text"]
    try:
        indicator_split(indicator=row, first=first, second=second, actor=request.actor, seen=seen)
    except StaleEdit:
        return _refused(request, call, row, key, seen, _("没有拆分"))
    return done(request, call, anchor=f"i-{key}", **_place(row))


@require_POST
@audience(Role.ISSUING_OFFICER)
def merge(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """A row with the one below."""
    call, row, seen = _asked(request, public_id, key)
    form = MergeForm(request.POST)
    following = _row(call, form.cleaned_data["following"]) if form.is_valid() else None
    if row is None:
        return _gone(request, call, key, seen)
    if following is None:
        return _refused(request, call, row, key, seen, _("没有合并"))
    try:
        indicator_merge(
            indicator=row,
            following=following,
            seen=seen,
            seen_following=form.cleaned_data["following_revision"],
            actor=request.actor,
        )
    except StaleEdit as stale:
        changed = stale.indicator or key
        shown_then = form.cleaned_data["following_revision"] if changed == following.indicator.key else seen
        return _refused(request, call, row, changed, shown_then, _("没有合并"))
    return done(request, call, anchor=f"i-{key}", **_place(row))


@require_POST
@audience(Role.ISSUING_OFFICER)
def remove(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    call, row, seen = _asked(request, public_id, key)
    if row is None:
        return _gone(request, call, key, seen)
    try:
        indicator_delete(indicator=row, actor=request.actor, seen=seen)
    except StaleEdit:
        return _refused(request, call, row, key, seen, _("没有删除"))
    return done(request, call, anchor=f"d-{row.indicator.direction.key}", **_place(row))


@require_POST
@audience(Role.ISSUING_OFFICER)
def add(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """Out of a stretch of the original; ``key`` is the direction's."""
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    direction = get_object_or_404(directions_for_writing(call=call, actor=request.actor), key=key)
    form = StretchForm(request.POST)
    if not form.is_valid():
        return shown(request, call, stretch=form, status=422, direction=key)
    made = indicators_add_from_text(direction=direction, actor=request.actor, **form.cleaned_data)
    return done(request, call, anchor=f"i-{made[0].indicator.key}", direction=key)
