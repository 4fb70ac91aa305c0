"""A short id for every request, in its answer and on every log line written meanwhile."""

import logging
import re
from contextvars import ContextVar
from secrets import token_hex

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
_current: ContextVar[str] = ContextVar("request_id", default="-")
# A proxy's id is taken over only when it cannot smuggle anything into a log line.
_acceptable = re.compile(r"[0-9A-Za-z-]{8,64}").fullmatch


class RequestIdMiddleware:
    """Sets ``request.request_id`` and answers it in ``X-Request-Id``."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        request.request_id = given if _acceptable(given) else token_hex(8)
        token = _current.set(request.request_id)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response[HEADER] = request.request_id
        return response


class RequestIdFilter(logging.Filter):
    """Adds ``request_id`` ("-" outside of requests) to log records."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current.get()
        return True
