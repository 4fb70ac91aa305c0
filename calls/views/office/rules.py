"""报送条件: the list, choosing a kind, one rule, and trying it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calls.forms.rules import ClauseForm
from calls.models import Call, RuleVersion
from calls.rule_kinds.base import RuleKind, all_kinds, kind_of
from calls.selectors.directions import directions_for_writing
from calls.selectors.rules import rules_for_writing
from calls.selectors.trying import trial_of
from calls.services.rules import rule_add, rule_change, rule_withdraw
from calls.views.office.common import OFFICE, call_of, page, posted, require_edit
from portal.accounts.access import audience
from portal.accounts.roles import Role


def _trail(call: Call) -> tuple[tuple[str, str], ...]:
    return ((_("报送条件"), reverse("calls:office_rules", args=[call.public_id])),)


def _kind(code: str) -> RuleKind:
    try:
        return kind_of(code)
    except KeyError:
        raise Http404(code) from None


def _version(call: Call, key: UUID) -> RuleVersion:
    return get_object_or_404(rules_for_writing(call=call), rule__key=key)


def _clause_form(request: HttpRequest, call: Call, **kwargs) -> ClauseForm:
    return ClauseForm(
        posted(request),
        tracks=list(call.tracks.all()),
        directions=list(directions_for_writing(call=call, actor=request.actor)),
        **kwargs,
    )


@require_safe
@audience(*OFFICE)
def rules(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    versions = list(rules_for_writing(call=call))
    winners = call.former_winners.count() if any(v.kind == "not_former_winner" for v in versions) else None
    return page(request, "rules", call, _("报送条件"), versions=versions, winners=winners)


@require_safe
@audience(Role.ISSUING_OFFICER)
def rule_kinds(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose what kind of rule to add."""
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    return page(request, "rule_kinds", call, _("添加条件"), trail=_trail(call), kinds=all_kinds())


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def rule_new(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    kind = _kind(code)
    form, clause = kind.Form(posted(request), call=call), _clause_form(request, call)
    if clause.is_bound and all([form.is_valid(), clause.is_valid()]):
        if "try" in request.POST:
            return _tried(request, call, kind, form, clause, _("添加条件"))
        rule_add(call=call, kind=code, parameters=form.parameters(), actor=request.actor, **clause.values())
        messages.success(request, _("条件“%(label)s”已添加。") % {"label": kind.label})
        return redirect("calls:office_rules", call.public_id)
    return _page(request, call, kind, form, clause, _("添加条件"))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def rule(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    require_edit(request.actor, call)
    version = _version(call, key)
    kind = _kind(version.kind)
    form = kind.Form(posted(request), call=call, initial=version.parameters)
    clause = _clause_form(request, call, initial=ClauseForm.initial_of(version))
    if clause.is_bound and all([form.is_valid(), clause.is_valid()]):
        if "try" in request.POST:
            return _tried(request, call, kind, form, clause, _("修改条件"), version=version)
        rule_change(rule=version.rule, actor=request.actor, parameters=form.parameters(), **clause.values())
        messages.success(request, _("条件“%(label)s”已保存。") % {"label": kind.label})
        return redirect("calls:office_rules", call.public_id)
    return _page(request, call, kind, form, clause, _("修改条件"), version=version)


def _page(request: HttpRequest, call: Call, kind: RuleKind, form, clause: ClauseForm, title: str, **more):
    return page(
        request,
        "rule",
        call,
        title,
        trail=_trail(call),
        kind=kind,
        form=form,
        clause=clause,
        more_forms=[clause],
        invalid=clause.is_bound and "trial" not in more,
        **more,
    )


def _tried(request: HttpRequest, call: Call, kind: RuleKind, form, clause: ClauseForm, title: str, **more):
    """The same page as typed, with what the rule would say; nothing is saved."""
    values = clause.values()
    trial = trial_of(
        call=call,
        kind=kind,
        parameters=form.parameters(),
        track=values["track"],
        direction=values["direction"],
        actor=request.actor,
    )
    return _page(request, call, kind, form, clause, title, trial=trial, **more)


@require_safe
@audience(*OFFICE)
def rule_try(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    """试一试 of a rule as it was saved, also of a published call; ``q`` looks for organisations by name."""
    call = call_of(request, public_id)
    version = _version(call, key)
    kind = _kind(version.kind)
    query = request.GET.get("q", "").strip()[:100]
    trial = trial_of(
        call=call,
        kind=kind,
        parameters=version.parameters,
        track=version.track,
        direction=version.direction,
        actor=request.actor,
        q=query,
    )
    shown = {"kind": kind, "version": version, "trial": trial, "query": query}
    return page(request, "rule_try", call, _("试一试"), trail=_trail(call), **shown)


@require_POST
@audience(Role.ISSUING_OFFICER)
def rule_remove(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    version = _version(call, key)
    rule_withdraw(rule=version.rule, actor=request.actor)
    messages.success(request, _("条件已删除。"))
    return redirect("calls:office_rules", call.public_id)
