"""消息: the inbox. Reading a page changes nothing; a message becomes read by a POST (sent by the page itself)."""

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.access import SIGNED_IN, audience
from portal.notifications.forms import InboxFilter
from portal.notifications.models import Message
from portal.notifications.selectors.inbox import inbox, kinds_in_inbox
from portal.notifications.services.messages import message_kind_label, messages_mark_read

PAGE = 20


@audience(SIGNED_IN)
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    form = InboxFilter(request.GET, kinds=kinds_in_inbox(actor=request.actor))
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = inbox(actor=request.actor, unread=chosen.get("state") == "unread", kind=chosen.get("kind", ""))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for message in page:
        message.kind_label = message_kind_label(message.kind)
    return render(request, "notifications/inbox.html", {"form": form, "page": page, "filtered": any(chosen.values())})


@audience(SIGNED_IN)
@require_safe
def message_page(request: HttpRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(Message.objects.visible_to(request.actor), pk=pk)
    message.kind_label = message_kind_label(message.kind)
    return render(request, "notifications/message.html", {"message": message})


@audience(SIGNED_IN)
@require_POST
def message_read(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Message.objects.visible_to(request.actor), pk=pk)
    messages_mark_read(actor=request.actor, message_ids=[pk])
    return HttpResponse(status=204) if request.htmx else redirect("notifications:inbox")


@audience(SIGNED_IN)
@require_POST
def message_read_all(request: HttpRequest) -> HttpResponse:
    count = messages_mark_read(actor=request.actor)
    flash.success(request, ngettext("已将 %(n)d 条消息标为已读。", "已将 %(n)d 条消息标为已读。", count) % {"n": count})
    return redirect("notifications:inbox")
