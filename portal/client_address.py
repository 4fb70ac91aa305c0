"""The client's address behind a proxy: REMOTE_ADDR is the proxy's own there, and useless in an audit log."""

from contextvars import ContextVar
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_current: ContextVar[str | None] = ContextVar("client_address", default=None)


def current_address() -> str | None:
    """Where the request came from that is being answered; None outside of requests, and when nobody knows."""
    return _current.get()


class ClientAddressMiddleware:
    """Puts the address that the trusted proxy tells (setting CLIENT_IP_HEADER) into REMOTE_ADDR, and keeps it for the
    audit log, which every service writes without knowing the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get(settings.CLIENT_IP_HEADER, "") if settings.CLIENT_IP_HEADER else ""
        if told:
            # The proxy always sends an address: a request without one did not come through it.
            request.META["REMOTE_ADDR"] = _address(told) or ""
        token = _current.set(_address(request.META.get("REMOTE_ADDR", "")))
        try:
            return self.get_response(request)
        finally:
            _current.reset(token)


def _address(text: str) -> str | None:
    try:
        return str(ip_address(text.partition("%")[0]))
    except ValueError:
        return None
