"""What a 更正公告 changes: one direction, one indicator, one rule."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calls.forms.corrections import CorrectedDirectionForm
from calls.forms.directions import IndicatorForm, MoneyFormSet, PartFormSet
from calls.forms.rules import ClauseForm
from calls.models import CallCorrection, Direction, DirectionVersion, RuleVersion
from calls.models.direction import PartKind
from calls.rule_kinds.base import RuleKind, all_kinds, kind_of
from calls.selectors.directions import directions_for_writing
from calls.services.correcting import (
    direction_correct,
    direction_leave,
    indicator_correct,
    indicator_strike,
    rule_correct,
    rule_leave,
)
from calls.services.directions import Money, PartText
from calls.views.office.common import page, posted
from calls.views.office.corrections import back_to, open_correction, trail_of
from portal.accounts.access import audience
from portal.accounts.roles import Role


def _direction(request: HttpRequest, row: CallCorrection, key: UUID) -> tuple[Direction, DirectionVersion]:
    """The direction, and the version that the correction writes or, before it does, the one in force."""
    found = directions_for_writing(call=row.call, actor=request.actor).filter(published__isnull=False)
    direction = get_object_or_404(found, key=key)
    return direction, row.direction_versions.filter(direction=direction).first() or direction.newest[0]


def _direction_url(row: CallCorrection, key: UUID) -> str:
    return reverse("calls:office_correction_direction", args=[row.call.public_id, row.public_id, key])


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def direction(request: HttpRequest, public_id: UUID, correction_id: UUID, key: UUID) -> HttpResponse:
    """The direction as it shall stand; saving opens its new version."""
    row = open_correction(request, public_id, correction_id)
    found, version = _direction(request, row, key)
    data = posted(request)
    form = CorrectedDirectionForm(data, initial=CorrectedDirectionForm.initial_of(version))
    parts = PartFormSet(data, prefix="parts", initial=list(version.parts.values("kind", "heading", "text")))
    terms = list(version.funding_terms.values("source", "comparator", "amount"))
    money = MoneyFormSet(data, prefix="money", initial=terms)
    if data is not None and all([form.is_valid(), parts.is_valid(), money.is_valid()]):
        direction_correct(
            correction=row,
            direction=found,
            actor=request.actor,
            parts=[_part(values) for values in parts.filled()],
            funding=[Money(v["source"], v["comparator"], v["amount"]) for v in money.filled()],
            **form.cleaned_data,
        )
        return redirect(_direction_url(row, key)) if "again" in data else back_to(row)
    return page(
        request,
        "correction_direction",
        row.call,
        version.title,
        trail=trail_of(row),
        correction=row,
        direction=found,
        version=version,
        touched=version.correction_id == row.pk,
        indicators=version.indicators.select_related("indicator"),
        form=form,
        parts=parts,
        money=money,
        all_forms=[form, parts, money],
        invalid=data is not None,
    )


def _part(values: dict) -> PartText:
    heading = values["heading"] or str(PartKind(values["kind"]).label)
    return PartText(values["kind"], heading, values["text"].replace("\r\n", "\n"))


@require_POST
@audience(Role.ISSUING_OFFICER)
def direction_undo(request: HttpRequest, public_id: UUID, correction_id: UUID, key: UUID) -> HttpResponse:
    row = open_correction(request, public_id, correction_id)
    found, _version = _direction(request, row, key)
    direction_leave(correction=row, direction=found, actor=request.actor)
    return back_to(row)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def indicator_new(request: HttpRequest, public_id: UUID, correction_id: UUID, key: UUID) -> HttpResponse:
    row = open_correction(request, public_id, correction_id)
    found, version = _direction(request, row, key)
    return _indicator_page(request, row, found, version, IndicatorForm(posted(request)), _("添加指标"))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def indicator(
    request: HttpRequest, public_id: UUID, correction_id: UUID, key: UUID, indicator_key: UUID
) -> HttpResponse:
    row = open_correction(request, public_id, correction_id)
    found, version = _direction(request, row, key)
    one = get_object_or_404(version.indicators.select_related("indicator"), indicator__key=indicator_key)
    form = IndicatorForm(posted(request), initial=IndicatorForm.initial_of(one))
    return _indicator_page(request, row, found, version, form, _("更正指标"), indicator=one.indicator, found=one)


def _indicator_page(
    request: HttpRequest,
    row: CallCorrection,
    direction: Direction,
    version: DirectionVersion,
    form: IndicatorForm,
    title: str,
    indicator: Any = None,
    **more: Any,
) -> HttpResponse:
    if form.is_valid():
        indicator_correct(
            correction=row, direction=direction, indicator=indicator, actor=request.actor, **form.cleaned_data
        )
        return redirect(_direction_url(row, direction.key))
    trail = (*trail_of(row), (version.title, _direction_url(row, direction.key)))
    return page(request, "indicator", row.call, title, trail=trail, form=form, invalid=form.is_bound, **more)


@require_POST
@audience(Role.ISSUING_OFFICER)
def indicator_remove(
    request: HttpRequest, public_id: UUID, correction_id: UUID, key: UUID, indicator_key: UUID
) -> HttpResponse:
    row = open_correction(request, public_id, correction_id)
    found, version = _direction(request, row, key)
    one = get_object_or_404(version.indicators.select_related("indicator"), indicator__key=indicator_key)
    indicator_strike(correction=row, direction=found, indicator=one.indicator, actor=request.actor)
    return redirect(_direction_url(row, key))


def _kind(code: str) -> RuleKind:
    try:
        return kind_of(code)
    except KeyError:
        raise Http404(code) from None


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def rule_new(request: HttpRequest, public_id: UUID, correction_id: UUID, code: str) -> HttpResponse:
    row = open_correction(request, public_id, correction_id)
    kind = _kind(code)
    form, clause = kind.Form(posted(request), call=row.call), _clause(request, row)
    return _rule_page(request, row, kind, form, clause, kind_code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def rule(request: HttpRequest, public_id: UUID, correction_id: UUID, key: UUID) -> HttpResponse:
    row = open_correction(request, public_id, correction_id)
    version = _rule(row, key)
    kind = _kind(version.kind)
    form = kind.Form(posted(request), call=row.call, initial=version.parameters)
    clause = _clause(request, row, initial=ClauseForm.initial_of(version))
    return _rule_page(request, row, kind, form, clause, version=version)


def _rule(row: CallCorrection, key: UUID) -> RuleVersion:
    """What the correction writes for the rule, else what is in force."""
    versions = RuleVersion.objects.filter(rule__call=row.call, rule__key=key).select_related("rule")
    mine = versions.filter(correction=row).first()
    return mine or get_object_or_404(versions.filter(published_at__isnull=False).order_by("-number")[:1])


def _clause(request: HttpRequest, row: CallCorrection, **kwargs: Any) -> ClauseForm:
    directions = list(directions_for_writing(call=row.call, actor=request.actor))
    return ClauseForm(posted(request), tracks=list(row.call.tracks.all()), directions=directions, **kwargs)


def _rule_page(
    request: HttpRequest,
    row: CallCorrection,
    kind: RuleKind,
    form: Any,
    clause: ClauseForm,
    version: RuleVersion | None = None,
    kind_code: str = "",
) -> HttpResponse:
    if clause.is_bound and all([form.is_valid(), clause.is_valid()]):
        named = {"rule": version.rule} if version else {"kind": kind_code}
        rule_correct(correction=row, actor=request.actor, parameters=form.parameters(), **named, **clause.values())
        return back_to(row)
    return page(
        request,
        "rule",
        row.call,
        _("更正条件") if version else _("新增条件"),
        trail=trail_of(row),
        kind=kind,
        form=form,
        clause=clause,
        more_forms=[clause],
        invalid=clause.is_bound,
        version=version,
        correction=row,
    )


@require_http_methods(["GET", "HEAD"])
@audience(Role.ISSUING_OFFICER)
def rule_kinds(request: HttpRequest, public_id: UUID, correction_id: UUID) -> HttpResponse:
    """Choose what kind of rule to add."""
    row = open_correction(request, public_id, correction_id)
    return page(request, "rule_kinds", row.call, _("新增条件"), trail=trail_of(row), kinds=all_kinds(), correction=row)


@require_POST
@audience(Role.ISSUING_OFFICER)
def rule_act(request: HttpRequest, public_id: UUID, correction_id: UUID, key: UUID, act: str) -> HttpResponse:
    """Withdraw the rule by this correction, or leave it as it is published."""
    if act not in ("withdraw", "undo"):
        raise Http404(act)
    row = open_correction(request, public_id, correction_id)
    version = _rule(row, key)
    if act == "withdraw":
        rule_correct(correction=row, rule=version.rule, withdrawn=True, actor=request.actor)
    else:
        rule_leave(correction=row, rule=version.rule, actor=request.actor)
    return back_to(row)
