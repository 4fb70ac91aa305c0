"""开放数据: the tables as JSON and CSV, and the page that documents them."""

from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calls.caching import revalidated, stamped, unchanged
from calls.open_data import SCHEMA, TABLES, Table, csv_lines, row_object
from calls.selectors.calls import public_calls
from calls.selectors.changes import last_change
from calls.views.public_lists import filter_of
from portal.accounts.access import PUBLIC, audience
from portal.accounts.actor import VISITOR

JSON_ROWS = 500
CHUNK = 500
#: Filters of the list of calls that hold for open data.
FILTERS = ("region", "issuer", "year", "track", "stage")


def _table(name: str) -> Table:
    if name not in TABLES:
        raise Http404
    return TABLES[name]


def _asked(request: HttpRequest):
    chosen = {name: value for name, value in filter_of(request).chosen().items() if name in FILTERS}
    return public_calls(actor=VISITOR, now=timezone.now(), **chosen)


@require_safe
@audience(PUBLIC)
@revalidated
def data_page(request: HttpRequest) -> HttpResponse:
    crumbs = [(_("开放数据"), "")]
    return render(request, "calls/public/data.html", {"tables": TABLES.values(), "crumbs": crumbs})


@require_safe
@audience(PUBLIC)
def data_csv(request: HttpRequest, name: str) -> HttpResponse:
    """All rows, written as they are read."""
    table, calls = _table(name), _asked(request)
    state = (SCHEMA, *last_change(calls))
    if (answer := unchanged(request, state=state, changed_at=state[-1])) is not None:
        return answer
    lines = csv_lines(table, table.rows(calls).iterator(chunk_size=CHUNK))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
    return stamped(response, request, state=state, changed_at=state[-1])


@require_safe
@audience(PUBLIC)
def data_json(request: HttpRequest, name: str) -> HttpResponse:
    """One page of rows, with the address of the next."""
    table, calls = _table(name), _asked(request)
    state = (SCHEMA, *last_change(calls))
    if (answer := unchanged(request, state=state, changed_at=state[-1])) is not None:
        return answer
    page = Paginator(table.rows(calls), JSON_ROWS).get_page(request.GET.get("page"))
    asked = {key: value for key, value in request.GET.items() if key != "page"}
    following = None
    if page.has_next():
        following = urljoin(
            settings.PORTAL_URL, f"{request.path}?{urlencode({**asked, 'page': page.next_page_number()})}"
        )
    body = {
        "schema": SCHEMA,
        "table": name,
        "total": page.paginator.count,
        "page": page.number,
        "next": following,
        "rows": [row_object(table, row) for row in page],
    }
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    return stamped(response, request, state=state, changed_at=state[-1])
