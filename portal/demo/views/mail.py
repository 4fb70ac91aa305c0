"""The mailbox of the demo: what elsewhere would have been sent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.access import PUBLIC, audience
from portal.demo.guard import demo_only
from portal.demo.mailbox import mail_of, mails

SHOWN = 100


@require_safe
@never_cache
@audience(PUBLIC)
@demo_only
def mail_list(request: HttpRequest) -> HttpResponse:
    recipient = request.GET.get("to", "").strip()[:200]
    context = {"mails": mails(recipient=recipient, limit=SHOWN), "recipient": recipient, "shown": SHOWN}
    return render(request, "demo/mail_list.html", context)


@require_safe
@never_cache
@audience(PUBLIC)
@demo_only
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    mail = mail_of(name)
    if mail is None:
        raise Http404
    return render(request, "demo/mail_detail.html", {"mail": mail})
