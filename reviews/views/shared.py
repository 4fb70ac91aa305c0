"""What the views of this room share."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from applications.models import Application
from calls.models import Call
from portal.workflow import NotAllowed, StateConflict, table_of
from reviews.selectors.calls import chosen

PAGE_ROWS = 30


def page_of(request: HttpRequest, rows: QuerySet) -> Page:
    return Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))


def chosen_call(request: HttpRequest, calls: list[Call]) -> Call | None:
    """The call named by ``?call=``; 404 for one that the actor does not see, None when there is none at all."""
    named = request.GET.get("call", "")
    call = chosen(calls, named)
    if call is None and named:
        raise Http404
    return call


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
