"""The client's address behind a proxy: REMOTE_ADDR is the proxy's own there, and useless in an audit log."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ClientAddressMiddleware:
    """Puts the address that the trusted proxy tells (setting CLIENT_IP_HEADER) into REMOTE_ADDR."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get(settings.CLIENT_IP_HEADER, "") if settings.CLIENT_IP_HEADER else ""
        if told:
            try:
                request.META["REMOTE_ADDR"] = str(ip_address(told))
            except ValueError:
                # The proxy always sends an address: a request without one did not come through it.
                request.META["REMOTE_ADDR"] = ""
        return self.get_response(request)
