"""Subscribing by mail: asking, confirming from the mailbox, ending by one click (RFC 8058)."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from calls.forms.subscriptions import SubscriptionForm
from calls.services.subscriptions import (
    ExpiredToken,
    subscription_confirm,
    subscription_end,
    subscription_of_confirmation,
    subscription_of_end,
    subscription_request,
)
from calls.views.office.common import posted
from portal.accounts.access import PUBLIC, audience

#: Requests of one network address in an hour.
MOST_AN_HOUR = 20


@require_http_methods(["GET", "HEAD", "POST"])
@audience(PUBLIC)
def subscribe(request: HttpRequest) -> HttpResponse:
    form = SubscriptionForm(posted(request), initial={"region": request.GET.get("region")})
    if form.is_valid():
        if _too_many(request):
            return render(request, "429.html", status=429)
        subscription_request(**form.cleaned_data)
        return redirect("calls:subscribe_sent")
    return render(request, "calls/public/subscribe.html", {"form": form}, status=422 if form.is_bound else 200)


def _too_many(request: HttpRequest) -> bool:
    key = f"calls.subscribe:{request.META.get('REMOTE_ADDR', '')}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, 3600)
    return count > MOST_AN_HOUR


@require_safe
@audience(PUBLIC)
def sent(request: HttpRequest) -> HttpResponse:
    """The same whether the address was known or not."""
    return render(request, "calls/public/subscription.html", {"state": "sent"})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(PUBLIC)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail asks, the button confirms: what only looks at links confirms nothing."""
    try:
        if request.method == "POST":
            context = {"subscription": subscription_confirm(token=token), "state": "confirmed"}
        else:
            row = subscription_of_confirmation(token=token)
            context = {"subscription": row, "state": "confirmed" if row.confirmed_at else "confirm"}
    except ExpiredToken:
        return render(request, "calls/public/subscription.html", {"state": "expired"}, status=410)
    return render(request, "calls/public/subscription.html", context)


@csrf_exempt  # A mail program posts here without a session (RFC 8058); the token in the address is what counts.
@require_http_methods(["GET", "HEAD", "POST"])
@audience(PUBLIC)
def end(request: HttpRequest, token: str) -> HttpResponse:
    try:
        if request.method == "POST":
            subscription_end(token=token)
            return render(request, "calls/public/subscription.html", {"state": "ended"})
        row = subscription_of_end(token=token)
    except ExpiredToken:
        return render(request, "calls/public/subscription.html", {"state": "expired"}, status=410)
    context = {"subscription": row, "state": "end" if row else "ended"}
    return render(request, "calls/public/subscription.html", context)
