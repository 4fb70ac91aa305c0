"""指标对照 of one direction."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from applications.models import Application
from calls.models import Direction
from portal.accounts.access import audience
from reviews.selectors.calls import direction_choices, office_calls
from reviews.selectors.comparing import compared_applications, comparison_table
from reviews.views.office import READERS
from reviews.views.shared import chosen_call


@require_GET
@audience(*READERS)
def compare(request: HttpRequest) -> HttpResponse:
    """``?call=&direction=``; with ``differs=1`` only the indicators in which the applications differ."""
    calls = list(office_calls(request.actor))
    call = chosen_call(request, calls)
    context = {"calls": calls, "call": call, "only_differences": request.GET.get("differs") == "1"}
    if call:
        context["directions"] = direction_choices(call)
        direction = _direction(request, call)
        if direction:
            applications = compared_applications(actor=request.actor, call=call, direction=direction)
            rows = comparison_table(direction=direction, applications=applications)
            context |= {
                "direction": direction,
                "applications": applications,
                "rows": [row for row in rows if row.differs or not context["only_differences"]],
            }
    return render(request, "reviews/office/compare.html", context)


def _direction(request: HttpRequest, call) -> Direction | None:
    rows = (
        Direction.objects.visible_to(request.actor)
        .filter(call=call, published__isnull=False)
        .select_related("published")
        .order_by("order")
    )
    named = request.GET.get("direction", "")
    if not named:
        with_applications = Application.objects.visible_to(request.actor).filter(call=call).exclude(state="withdrawn")
        return rows.filter(pk__in=with_applications.values("direction")).first() or rows.first()
    if not named.isdecimal():
        raise Http404
    found = rows.filter(order=named).first()
    if found is None:
        raise Http404
    return found
