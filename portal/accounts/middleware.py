"""When a request arrived and in whose name it comes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.accounts.second_factor import actor_in_session

Handler = Callable[[HttpRequest], HttpResponse]


def arrival(request: HttpRequest) -> datetime:
    """The instant by which the request counts: the trusted proxy's header, else now (the head was just read).

    The header is taken only when a proxy is configured that always overwrites it, and only when it lies within
    an hour before now: a proxy with a broken clock must not move deadlines.
    """
    now = timezone.now()
    header = request.META.get(settings.ARRIVAL_HEADER, "") if settings.ARRIVAL_HEADER else ""
    if header:
        try:
            told = datetime.fromtimestamp(float(header), tz=UTC)
        except (ValueError, OverflowError, OSError):
            return now
        if now - timedelta(hours=1) <= told <= now + timedelta(seconds=1):
            return told
    return now


class ArrivalMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.arrived_at = arrival(request)
        return self.get_response(request)


class ActorMiddleware:
    """Sets ``request.actor``; the acting membership stands in the session and is read anew in each request, so a
    role that was taken away is gone at once. A role that needs a second factor counts only once it was passed."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_in_session(request))
        response = self.get_response(request)
        # Only pages of nobody in particular may be kept by browsers and proxies.
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response
