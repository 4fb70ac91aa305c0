"""对照原文核对: the page, its doubts, and how every change on it is answered."""

from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calls.forms.review import CutForm, HeadForm, RowForm, StretchForm
from calls.models import Call
from calls.selectors.edits import Clash
from calls.selectors.review import Review, review_of
from calls.services.doubts import doubt_accept
from calls.services.restructuring import split_points
from calls.views.office.common import OFFICE, call_of, page, require_edit
from portal.accounts.access import audience
from portal.accounts.roles import Role


class Shown(NamedTuple):
    """A row that is not as stored: a form that was not taken, what somebody else did meanwhile, or one being edited.

    ``key`` is the indicator's, or the direction's for its head; ``rows`` compare values of a clash, ``refused`` says
    what was not done because of it.
    """

    key: UUID
    form: Form | None = None
    clash: Clash | None = None
    rows: list[Any] | None = None
    refused: str = ""
    cut: Form | None = None


@require_safe
@audience(*OFFICE)
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """``direction``, ``doubt``, ``section`` say what is open, ``edit`` which of its rows is a form."""
    call = call_of(request, public_id)
    edit = _uuid(request.GET.get("edit"))
    return shown(
        request,
        call,
        edited=Shown(edit) if edit else None,
        direction=_uuid(request.GET.get("direction")),
        doubt=_number(request.GET.get("doubt")),
        section=_number(request.GET.get("section")),
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


def _number(text: str | None) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Http404
    return int(text)


@require_POST
@audience(Role.ISSUING_OFFICER)
def doubt(request: HttpRequest, public_id: UUID, doubt_id: int) -> HttpResponse:
    """«接受»: what was read stands. The next open doubt is shown."""
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    found = get_object_or_404(call.doubts.select_related("call"), pk=doubt_id, note=False)
    doubt_accept(doubt=found, actor=request.actor)
    behind = call.doubts.filter(settled_at__isnull=True, note=False, order__gt=found.order).first()
    following = behind or call.doubts.filter(settled_at__isnull=True, note=False).first()
    return done(request, call, doubt=following.pk if following else found.pk)


def shown(
    request: HttpRequest,
    call: Call,
    *,
    edited: Shown | None = None,
    stretch: StretchForm | None = None,
    saved: str = "",
    gone: dict[str, Any] | None = None,
    status: int = 200,
    **asked: Any,
) -> HttpResponse:
    """The page, or for htmx its working part alone. Asked for what is not there: 404."""
    found = review_of(call=call, actor=request.actor, **asked)
    if found is None:
        raise Http404
    points = split_points(found.opened.version) if found.opened else []
    context = {"review": found, "stretch": stretch or StretchForm(), "points": points, "saved": saved}
    context |= _forms(found, edited) | {"address": address(call, found), "gone": gone}
    response = page(request, "review/_work" if _part(request) else "review/page", call, _("对照原文核对"), **context)
    response.status_code = status
    if _part(request):
        response["HX-Replace-Url"] = context["address"]
    return response


def _part(request: HttpRequest) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request


def _forms(found: Review, edited: Shown | None) -> dict[str, Any]:
    """Rows of the open direction, each with what is special about it."""
    if found.opened is None:
        return {}
    rows = list(found.opened.version.indicators.all())
    for row, below in zip(rows, [*rows, None][1:], strict=True):
        prepare_row(row, edited if edited and edited.key == row.indicator.key else None, below)
        row.in_doubt = [one for one in found.open_doubts if one.indicator_id == row.indicator_id]
    head = HeadForm(initial=HeadForm.initial_of(found.opened.version), auto_id="head-%s")
    about_head = edited if edited and edited.key == found.opened.direction.key else None
    return {"rows": rows, "head": (about_head and about_head.form) or head, "about_head": about_head}


def prepare_row(row: Any, about: Shown | None, below: Any = None) -> None:
    """What the row's template shows: its form when it is open, the row below for joining, a clash."""
    row.about, row.below, row.form = about, below, None
    if about and not about.refused:
        row.form = about.form or RowForm(initial=RowForm.initial_of(row), auto_id=f"i{row.pk}-%s")
        row.cut = about.cut or CutForm(initial={"text": row.text, "revision": row.revision}, auto_id=f"cut{row.pk}-%s")


def address(call: Call, found: Review) -> str:
    """Of the page as it is shown."""
    query = {}
    if found.opened:
        query["direction"] = found.opened.direction.key
    if found.current:
        query["doubt"] = found.current.pk
    if not query and found.section:
        query["section"] = found.section.index
    base = reverse("calls:office_review", args=[call.public_id])
    return f"{base}?{urlencode(query)}" if query else base


def now_words() -> str:
    return f"{timezone.localtime():%H:%M:%S}"


def done(request: HttpRequest, call: Call, *, anchor: str = "", **asked: Any) -> HttpResponse:
    """After a change: the working part with “已保存”; without scripts the page again, at the row."""
    if _part(request):
        return shown(request, call, saved=now_words(), **asked)
    messages.success(request, _("已保存 %(at)s") % {"at": now_words()})
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    url = reverse("calls:office_review", args=[call.public_id])
    return redirect(f"{url}?{query}" + (f"#{anchor}" if anchor else ""))
