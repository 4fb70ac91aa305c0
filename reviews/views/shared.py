"""What the views of this room share."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from applications.models import Application
from calls.models import Call
from portal.workflow import NotAllowed, StateConflict, table_of
from reviews.selectors.calls import chosen, with_open_work

PAGE_ROWS = 30


def page_of(request: HttpRequest, rows: QuerySet) -> Page:
    return Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))


def chosen_call(request: HttpRequest, calls: list[Call]) -> Call | None:
    """The call named by ``?call=``, which stays chosen for the office until another is; else the one chosen before,
    else one with open work. 404 for one that the actor does not see, None when there is none at all."""
    named = request.GET.get("call", "")
    if named:
        call = chosen(calls, named)
        if call is None:
            raise Http404
        remember_call(request, call)
        return call
    kept = request.session.get(_key(request), "")
    if kept and (call := chosen(calls, kept)):
        return call
    return with_open_work(calls, request.actor) if request.actor.is_issuing else chosen(calls, "")


def remember_call(request: HttpRequest, call: Call) -> None:
    """Keep ``call`` chosen: also by opening one of its applications or rounds."""
    if request.session.get(_key(request)) != str(call.public_id):
        request.session[_key(request)] = str(call.public_id)


def _key(request: HttpRequest) -> str:
    """A person may act for several offices: each has a choice of its own."""
    return f"call:{request.actor.organisation_id}"


def form_page(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """A page with a form: 422 when it was filled in and has errors."""
    return render(request, template, context, status=422 if context["form"].is_bound else 200)


def officers_only(request: HttpRequest) -> None:
    """The auditor reads everything and changes nothing: 403 before anything that was sent is looked at."""
    if request.method == "POST" and not request.actor.is_issuing:
        raise NotAllowed(_("只有发榜单位的经办人可以办理。"))


def expect(application: Application, action: str) -> None:
    """Refuse the page of a move that is not possible from the state that stands now (409)."""
    transition = table_of(Application).by_action[action]
    if application.state not in transition.sources:
        raise StateConflict(_("该申报现在的状态不能%(action)s，可能已由其他人员办理。") % {"action": transition.label})


def sort_links(request: HttpRequest, current: str, columns: dict[str, str]) -> dict[str, dict[str, str]]:
    """For sortable heads: {column: {href, aria}}; clicking the sorted column turns it round."""
    links = {}
    for name, key in columns.items():
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{key}" if current == key else key
        aria = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
        links[name] = {"href": f"?{query.urlencode()}", "aria": aria}
    return links
