"""Exports of exactly what a list shows: the form beside the list repeats its filters."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.documents.services.exports import export_order
from reviews.selectors.calls import bureau_calls, chosen, office_calls
from reviews.selectors.filters import Filters


def _order(request: HttpRequest, kind: str, calls) -> HttpResponse:
    filters = Filters.read(request.POST)
    if chosen(list(calls(request.actor)), filters.call) is None:
        raise Http404
    export = export_order(kind=kind, filters=filters.as_dict(), actor=request.actor)
    return redirect("documents:export", public_id=export.public_id)


@require_POST
@audience(Role.BUREAU_OFFICER)
def bureau(request: HttpRequest) -> HttpResponse:
    return _order(request, "bureau_applications", bureau_calls)


@require_POST
@audience(Role.ISSUING_OFFICER)
def office(request: HttpRequest) -> HttpResponse:
    return _order(request, "office_applications", office_calls)


@require_POST
@audience(Role.ISSUING_OFFICER)
def shortlist(request: HttpRequest) -> HttpResponse:
    return _order(request, "shortlist", office_calls)
