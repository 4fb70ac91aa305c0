"""方向与指标: the list, one direction, one indicator."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calls.forms.arranging import ArrangeForm, block_name
from calls.forms.directions import DirectionForm, IndicatorForm, MoneyFormSet, NewDirectionForm, PartFormSet
from calls.models import Call, Direction, DirectionVersion, IndicatorVersion
from calls.models.direction import PartKind
from calls.selectors.arranging import blocks_for_writing, numbers_out_of_order
from calls.selectors.directions import directions_for_writing
from calls.services.directions import (
    Money,
    PartText,
    direction_add,
    direction_delete,
    direction_update,
    indicator_add,
    indicator_delete,
    indicator_update,
)
from calls.views.office.common import OFFICE, call_of, page, posted, require_edit
from portal.accounts.access import audience
from portal.accounts.roles import Role


def _direction(request: HttpRequest, call: Call, key: UUID) -> tuple[Direction, DirectionVersion]:
    direction = get_object_or_404(directions_for_writing(call=call, actor=request.actor), key=key)
    return direction, direction.newest[0]


def _indicator(version: DirectionVersion, key: UUID) -> IndicatorVersion:
    rows = version.indicators.select_related("indicator__direction__call")
    return get_object_or_404(rows, indicator__key=key)


def trail_of(call: Call, direction: Direction | None = None) -> tuple[tuple[str, str], ...]:
    trail = ((_("方向与指标"), reverse("calls:office_directions", args=[call.public_id])),)
    if direction is None:
        return trail
    url = reverse("calls:office_direction", args=[call.public_id, direction.key])
    return (*trail, (direction.newest[0].title, url))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def directions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All directions; POST adds one and opens it."""
    call = call_of(request, public_id)
    form = NewDirectionForm(posted(request), call=call)
    if request.method == "POST":
        require_edit(request.actor, call)
        if form.is_valid():
            made = direction_add(call=call, actor=request.actor, **form.cleaned_data)
            return redirect("calls:office_direction", call.public_id, made.key)
    return directions_page(request, call, form)


def directions_page(
    request: HttpRequest, call: Call, form: NewDirectionForm, arranging: ArrangeForm | None = None
) -> HttpResponse:
    """The list with the form for a new direction; ``arranging`` when its order was not taken."""
    blocks = blocks_for_writing(call=call, actor=request.actor)
    arranging = arranging or ArrangeForm(blocks=blocks)
    rows = [
        {"block": block, "name": block_name(block), "rows": [(d, d.newest[0], arranging.field_of(d)) for d in members]}
        for block in blocks
        if (members := block.directions) or block.category
    ]
    return page(
        request,
        "directions",
        call,
        _("方向与指标"),
        form=form,
        arranging=arranging,
        blocks=rows,
        has_directions=any(row["rows"] for row in rows),
        shuffled=numbers_out_of_order(blocks),
        both=[form, arranging],
        invalid=form.is_bound or arranging.is_bound,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def direction(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """Title, texts and money in one form; its indicators stand below, each with a page of its own."""
    call = call_of(request, public_id)
    row, version = _direction(request, call, key)
    data = posted(request)
    if data is not None:
        require_edit(request.actor, call)
    form = DirectionForm(data, initial=DirectionForm.initial_of(version))
    parts = PartFormSet(data, prefix="parts", initial=list(version.parts.values("kind", "heading", "text")))
    money = MoneyFormSet(
        data, prefix="money", initial=list(version.funding_terms.values("source", "comparator", "amount"))
    )
    if data is not None and all([form.is_valid(), parts.is_valid(), money.is_valid()]):
        direction_update(
            direction=row,
            actor=request.actor,
            parts=[_part(values) for values in parts.filled()],
            funding=[Money(v["source"], v["comparator"], v["amount"]) for v in money.filled()],
            **form.cleaned_data,
        )
        messages.success(request, _("“%(title)s”已保存。") % {"title": form.cleaned_data["title"]})
        if "again" in data:
            return redirect("calls:office_direction", call.public_id, row.key)
        return redirect("calls:office_directions", call.public_id)
    return page(
        request,
        "direction",
        call,
        version.title,
        trail=trail_of(call),
        direction=row,
        version=version,
        form=form,
        parts=parts,
        money=money,
        all_forms=[form, parts, money],
        categories=[category.title for category in row.track.categories.all()],
        invalid=data is not None,
    )


def _part(values: dict) -> PartText:
    return PartText(
        values["kind"], values["heading"] or str(PartKind(values["kind"]).label), values["text"].replace("\r\n", "\n")
    )


@require_POST
@audience(Role.ISSUING_OFFICER)
def direction_remove(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    row, version = _direction(request, call, key)
    direction_delete(direction=row, actor=request.actor)
    messages.success(request, _("方向“%(title)s”已删除。") % {"title": version.title})
    return redirect("calls:office_directions", call.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def indicator_new(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    row, _version = _direction(request, call, key)
    form = IndicatorForm(posted(request))
    if form.is_valid():
        indicator_add(direction=row, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("指标“%(subject)s”已添加。") % form.cleaned_data)
        if "again" in request.POST:
            return redirect("calls:office_indicator_new", call.public_id, row.key)
        return redirect("calls:office_direction", call.public_id, row.key)
    return page(request, "indicator", call, _("添加指标"), trail=trail_of(call, row), form=form, invalid=form.is_bound)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def indicator(request: HttpRequest, public_id: UUID, key: UUID, indicator_key: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    row, version = _direction(request, call, key)
    found = _indicator(version, indicator_key)
    form = IndicatorForm(posted(request), initial=IndicatorForm.initial_of(found))
    if form.is_valid():
        indicator_update(indicator=found, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("指标“%(subject)s”已保存。") % form.cleaned_data)
        return redirect("calls:office_direction", call.public_id, row.key)
    return page(
        request,
        "indicator",
        call,
        _("修改指标"),
        trail=trail_of(call, row),
        form=form,
        found=found,
        invalid=form.is_bound,
    )


@require_POST
@audience(Role.ISSUING_OFFICER)
def indicator_remove(request: HttpRequest, public_id: UUID, key: UUID, indicator_key: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    row, version = _direction(request, call, key)
    found = _indicator(version, indicator_key)
    indicator_delete(indicator=found, actor=request.actor)
    messages.success(request, _("指标“%(subject)s”已删除。") % {"subject": found.subject})
    return redirect("calls:office_direction", call.public_id, row.key)
