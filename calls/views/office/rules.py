"""报送条件: the list, choosing a kind, one rule, and the list of former winners."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calls.forms.rules import ClauseForm, WinnersForm
from calls.models import Call, RuleVersion
from calls.rule_kinds.base import RuleKind, all_kinds, kind_of
from calls.rules import can_write
from calls.selectors.directions import directions_for_writing
from calls.selectors.rules import rules_for_writing
from calls.services.rules import former_winners_import, rule_add, rule_change, rule_withdraw
from calls.views.office.common import OFFICE, call_of, page, posted, require_edit
from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.workflow import NotAllowed


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
        invalid=clause.is_bound,
        **more,
    )


@require_POST
@audience(Role.ISSUING_OFFICER)
def rule_remove(request: HttpRequest, public_id: UUID, key: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    version = _version(call, key)
    rule_withdraw(rule=version.rule, actor=request.actor)
    messages.success(request, _("条件已删除。"))
    return redirect("calls:office_rules", call.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def winners(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """前期揭榜优胜项目; also for a published call."""
    call = call_of(request, public_id)
    allowed, reason = can_write(request.actor, call)
    if request.method == "POST" and not allowed:
        raise NotAllowed(reason)
    form = WinnersForm(posted(request), initial=WinnersForm.initial_of(call))
    if form.is_valid():
        count = former_winners_import(call=call, winners=form.cleaned_data["lines"], actor=request.actor)
        messages.success(request, _("名单已导入，共 %(count)s 项。") % {"count": count})
        return redirect("calls:office_rules", call.public_id)
    return page(
        request,
        "form",
        call,
        _("前期优胜项目名单"),
        trail=_trail(call),
        form=form,
        invalid=form.is_bound,
        can_edit=allowed,
        back=reverse("calls:office_rules", args=[call.public_id]),
    )
