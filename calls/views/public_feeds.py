"""Atom feed and calendar, filtered by the same address as the list of calls."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calls.caching import stamped, unchanged
from calls.feeds import calls_atom, deadlines_ics
from calls.models import Call
from calls.selectors.calls import public_call, public_calls
from calls.selectors.changes import last_change, with_changed_at
from calls.views.public_lists import filter_of
from portal.accounts.access import PUBLIC, audience
from portal.accounts.actor import VISITOR

ATOM = "application/atom+xml; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"
MOST_ENTRIES = 50
MOST_CALLS = 500


def _asked(request: HttpRequest):
    """The calls that the address asks for, newest first: what everyone sees, whoever asks."""
    chosen = filter_of(request).chosen()
    chosen.pop("sort", None)
    return public_calls(actor=VISITOR, now=timezone.now(), **chosen)


@require_safe
@audience(PUBLIC)
def calls_feed(request: HttpRequest) -> HttpResponse:
    calls = _asked(request)
    state = last_change(calls)
    if (answer := unchanged(request, state=state, changed_at=state[1])) is not None:
        return answer
    body = calls_atom(
        calls=with_changed_at(calls)[:MOST_ENTRIES], title=_("揭榜挂帅榜单"), address=request.get_full_path()
    )
    return stamped(HttpResponse(body, content_type=ATOM), request, state=state, changed_at=state[1])


@require_safe
@audience(PUBLIC)
def deadlines_calendar(request: HttpRequest) -> HttpResponse:
    calls = _asked(request)
    return _calendar(request, calls, with_changed_at(calls)[:MOST_CALLS], _("揭榜挂帅截止时间"), "deadlines.ics")


@require_safe
@audience(PUBLIC)
def call_calendar(request: HttpRequest, public_id: UUID) -> HttpResponse:
    calls = public_call(actor=VISITOR).filter(public_id=public_id)
    call: Call = get_object_or_404(with_changed_at(calls))
    return _calendar(request, calls, [call], call.title, f"{call.title[:60]}.ics")


def _calendar(request: HttpRequest, asked, calls, name: str, file_name: str) -> HttpResponse:
    state = last_change(asked)
    if (answer := unchanged(request, state=state, changed_at=state[1])) is not None:
        return answer
    response = HttpResponse(deadlines_ics(calls=calls, name=name), content_type=CALENDAR)
    response["Content-Disposition"] = content_disposition_header(True, file_name)
    return stamped(response, request, state=state, changed_at=state[1])
