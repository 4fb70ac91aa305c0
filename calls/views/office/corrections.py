"""更正公告: the list, one correction with what it changes, and the ways to publish it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calls.forms.corrections import CorrectionForm, DeadlineWordsForm
from calls.forms.publishing import SendBackForm
from calls.models import Call, CallCorrection
from calls.models.correction import CorrectionState
from calls.rules import can_correct, can_write, is_second_officer, needs_approval
from calls.selectors.corrections import correction_obstacles, corrections_of
from calls.selectors.differences import difference_of
from calls.selectors.directions import directions_for_writing
from calls.selectors.rules import rules_for_writing
from calls.services.correcting import deadline_words_correct
from calls.services.correction_publishing import (
    correction_approve,
    correction_publish,
    correction_request,
    correction_send_back,
    correction_take_back,
)
from calls.services.corrections import correction_drop, correction_start, correction_update
from calls.views.office.common import OFFICE, call_of, page, posted
from portal.accounts.access import audience
from portal.accounts.actor import Actor
from portal.accounts.roles import Role
from portal.workflow import NotAllowed, StateConflict


def correction_of(request: HttpRequest, public_id: UUID, correction_id: UUID) -> CallCorrection:
    """The office's own; another office's answers 404, also when it is published."""
    call = call_of(request, public_id)
    return get_object_or_404(corrections_of(call=call, actor=request.actor), public_id=correction_id)


def open_correction(request: HttpRequest, public_id: UUID, correction_id: UUID) -> CallCorrection:
    """For a page that writes: 403 for who may not, 409 when it is not being drafted."""
    correction = correction_of(request, public_id, correction_id)
    allowed, reason = can_write(request.actor, correction.call)
    if not allowed:
        raise NotAllowed(reason)
    if correction.state != CorrectionState.DRAFT:
        state = correction.get_state_display()
        raise StateConflict(_("更正公告现在是“%(state)s”，不能再改。") % {"state": state})
    return correction


def trail_of(correction: CallCorrection) -> tuple[tuple[str, str], ...]:
    call = correction.call
    return (
        (_("更正公告"), reverse("calls:office_corrections", args=[call.public_id])),
        (correction.title, reverse("calls:office_correction", args=[call.public_id, correction.public_id])),
    )


def back_to(correction: CallCorrection) -> HttpResponse:
    return redirect("calls:office_correction", correction.call.public_id, correction.public_id)


@require_safe
@audience(*OFFICE)
def corrections(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    rows = list(corrections_of(call=call, actor=request.actor))
    return page(
        request,
        "corrections",
        call,
        _("更正公告"),
        corrections=rows,
        may_start=can_correct(request.actor, call)[0] and all(row.is_published for row in rows),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def correction_new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    possible, why = can_correct(request.actor, call)
    if not possible:
        raise StateConflict(why)
    form = CorrectionForm(posted(request))
    if form.is_valid():
        return back_to(correction_start(call=call, actor=request.actor, **form.cleaned_data))
    return _words_page(request, call, form, _("起草更正公告"))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def correction_words(request: HttpRequest, public_id: UUID, correction_id: UUID) -> HttpResponse:
    correction = open_correction(request, public_id, correction_id)
    form = CorrectionForm(posted(request), initial=CorrectionForm.initial_of(correction))
    if form.is_valid():
        correction_update(correction=correction, actor=request.actor, **form.cleaned_data)
        return back_to(correction)
    return _words_page(request, correction.call, form, _("标题、原因和正文"), trail=trail_of(correction))


def _words_page(request: HttpRequest, call: Call, form: CorrectionForm, title: str, **more: Any) -> HttpResponse:
    back = reverse("calls:office_corrections", args=[call.public_id])
    shown = {"form": form, "invalid": form.is_bound, "can_edit": True, "back": back}
    return page(request, "form", call, title, **shown, **more)


@require_safe
@audience(*OFFICE)
def correction(request: HttpRequest, public_id: UUID, correction_id: UUID) -> HttpResponse:
    """What it says and changes; from here its parts are written and it is published."""
    return _correction_page(request, correction_of(request, public_id, correction_id))


def _correction_page(request: HttpRequest, row: CallCorrection, back: SendBackForm | None = None) -> HttpResponse:
    call, difference = row.call, difference_of(row)
    drafting = row.state == CorrectionState.DRAFT
    second, not_second = is_second_officer(request.actor, row)
    return page(
        request,
        "correction",
        call,
        row.title,
        trail=trail_of(row)[:1],
        correction=row,
        difference=difference,
        obstacles=correction_obstacles(row, difference) if drafting else [],
        drafting=drafting and can_write(request.actor, call)[0],
        in_review=row.state == CorrectionState.REVIEW,
        can_write=can_write(request.actor, call)[0],
        needs_approval=needs_approval(call),
        second=second,
        not_second=not_second,
        directions=directions_for_writing(call=call, actor=request.actor) if drafting else [],
        rules=rules_for_writing(call=call) if drafting else [],
        back_form=back or SendBackForm(),
        bound_forms=[back] if back else [],
        invalid=back is not None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ISSUING_OFFICER)
def correction_deadlines(request: HttpRequest, public_id: UUID, correction_id: UUID) -> HttpResponse:
    """The words of all deadlines; their times are moved by an 延期."""
    row = open_correction(request, public_id, correction_id)
    changes = {change.deadline_id: change for change in row.deadline_changes.all()}
    forms = [
        DeadlineWordsForm(posted(request), deadline=one, change=changes.get(one.pk)) for one in row.call.deadlines.all()
    ]
    if request.method == "POST" and False not in [form.is_valid() for form in forms]:
        _deadlines_save(row, forms, request.actor)
        return back_to(row)
    return page(
        request,
        "correction_deadlines",
        row.call,
        _("截止时间的文字"),
        trail=trail_of(row),
        correction=row,
        forms=forms,
        bound_forms=[form for form in forms if form.is_bound],
        invalid=request.method == "POST",
    )


@transaction.atomic
def _deadlines_save(row: CallCorrection, forms: list[DeadlineWordsForm], actor: Actor) -> None:
    for form in forms:
        deadline_words_correct(correction=row, deadline=form.deadline, actor=actor, **form.cleaned_data)


_ACTS: dict[str, tuple[Callable[..., Any], str]] = {
    "request": (correction_request, gettext_lazy("已提交复核，本单位的其他经办人会收到通知。")),
    "approve": (correction_approve, gettext_lazy("复核通过，更正公告已发布，有关单位会收到通知。")),
    "publish": (correction_publish, gettext_lazy("更正公告已发布，有关单位会收到通知。")),
    "take-back": (correction_take_back, gettext_lazy("已撤回，可以继续修改。")),
    "drop": (correction_drop, gettext_lazy("更正公告已取消，没有改动榜单。")),
}


@require_POST
@audience(Role.ISSUING_OFFICER)
def correction_act(request: HttpRequest, public_id: UUID, correction_id: UUID, act: str) -> HttpResponse:
    row = correction_of(request, public_id, correction_id)
    if act not in _ACTS:
        raise Http404(act)
    service, done = _ACTS[act]
    service(correction=row, actor=request.actor)
    messages.success(request, done)
    return redirect("calls:office_corrections", public_id)


@require_POST
@audience(Role.ISSUING_OFFICER)
def send_back(request: HttpRequest, public_id: UUID, correction_id: UUID) -> HttpResponse:
    row = correction_of(request, public_id, correction_id)
    form = SendBackForm(request.POST)
    if not form.is_valid() and row.state == CorrectionState.REVIEW:
        return _correction_page(request, row, back=form)
    correction_send_back(correction=row, reason=form.cleaned_data.get("reason", ""), actor=request.actor)
    messages.success(request, _("已退回，原因已通知提交复核的人。"))
    return back_to(row)
