"""发布检查 and the ways to publish: at once, at a set time, after a second officer's approval."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calls.forms.publishing import PublishForm, SendBackForm
from calls.models import Call
from calls.models.call import CallState
from calls.rules import can_edit, can_write, is_second_officer, needs_approval
from calls.selectors.overview import overview_of
from calls.services.approving import (
    approval_request,
    call_approve,
    call_schedule,
    call_send_back,
    call_take_back,
)
from calls.services.publishing import call_publish
from calls.telling import officers_of
from calls.views.office.common import OFFICE, call_of, page, posted, require_edit
from portal.accounts.access import audience
from portal.accounts.roles import Role
from portal.templatetags.portal import beijing


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*OFFICE)
def publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """POST asks whether that is meant; with ``confirmed`` it is done."""
    call = call_of(request, public_id)
    form = PublishForm(posted(request))
    if request.method == "POST":
        require_edit(request.actor, call)
        if form.is_valid() and "confirmed" in request.POST:
            messages.success(request, _publish(request, call, form))
            return redirect("calls:office_call", call.public_id)
    return _page(request, call, form, asked=form.is_bound and form.is_valid())


def _publish(request: HttpRequest, call: Call, form: PublishForm) -> str:
    """What was done, in words."""
    at = form.cleaned_data["at"]
    if needs_approval(call):
        approval_request(call=call, at=at, actor=request.actor)
        return _("已提交复核，本单位的其他经办人会收到通知。")
    if at:
        call_schedule(call=call, at=at, actor=request.actor)
        return _("榜单将于 %(at)s 自动发布。") % {"at": beijing(at)}
    call_publish(call=call, actor=request.actor)
    return _("榜单已发布，申报单位现在可以看到。")


def _page(
    request: HttpRequest, call: Call, form: PublishForm, *, asked: bool = False, back: SendBackForm | None = None
) -> HttpResponse:
    second, not_second = is_second_officer(request.actor, call)
    others = [one for one in officers_of(call) if one.user_id != request.actor.user_id]
    overview = overview_of(call=call, actor=request.actor)
    return page(
        request,
        "publish",
        call,
        _("发布检查"),
        overview=overview,
        form=form,
        confirming=asked and overview.ready and can_edit(request.actor, call)[0],
        needs_approval=needs_approval(call),
        nobody_else=not others,
        in_review=call.state == CallState.REVIEW,
        scheduled=call.state == CallState.SCHEDULED,
        can_write=can_write(request.actor, call)[0],
        second=second,
        not_second=not_second,
        back_form=back or SendBackForm(),
        bound_forms=[one for one in (form, back) if one is not None and one.is_bound],
        invalid=(form.is_bound and not asked) or back is not None,
    )


@require_POST
@audience(Role.ISSUING_OFFICER)
def approve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_approve(call=call_of(request, public_id), actor=request.actor)
    if call.is_published:
        messages.success(request, _("复核通过，榜单已发布。"))
    else:
        messages.success(request, _("复核通过，榜单将于 %(at)s 自动发布。") % {"at": beijing(call.publish_at)})
    return redirect("calls:office_call", call.public_id)


@require_POST
@audience(Role.ISSUING_OFFICER)
def send_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    form = SendBackForm(request.POST)
    if not form.is_valid() and call.state == CallState.REVIEW:
        return _page(request, call, PublishForm(), back=form)
    call_send_back(call=call, reason=form.cleaned_data.get("reason", ""), actor=request.actor)
    messages.success(request, _("已退回，原因已通知提交复核的人。"))
    return redirect("calls:office_call", call.public_id)


@require_POST
@audience(Role.ISSUING_OFFICER)
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_of(request, public_id)
    call_take_back(call=call, actor=request.actor)
    messages.success(request, _("已撤回，榜单可以继续修改。"))
    return redirect("calls:office_call", call.public_id)
