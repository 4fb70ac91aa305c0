"""What the gate refuses becomes a page: `StateConflict` 409, `NotAllowed` 403, each with its Chinese reason. A NUL in
what was sent, which PostgreSQL keeps in no text, becomes 400."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from portal.workflow import NotAllowed, StateConflict

Handler = Callable[[HttpRequest], HttpResponse]


class GateMiddleware:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, StateConflict):
            return conflict(request, str(exception))
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", {"exception": str(exception)}, status=403)
        if isinstance(exception, DataError) and "NUL" in str(exception):
            return render(request, "400.html", status=400)
        return None


def conflict(request: HttpRequest, reason: str) -> HttpResponse:
    """The 409 page; “返回上一页” leads back only within this portal."""
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = ""
    return render(request, "409.html", {"reason": reason, "back": back}, status=409)
