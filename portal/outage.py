"""A database that is away or restarting answers 503 with Retry-After, not 500.

`DatabaseOutageMiddleware` sees what views raise; `server_error` (handler500) sees what
middleware raises, which Django turns into a response before an outer middleware could.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error as plain_server_error

RETRY_AFTER_SECONDS = 10
# Self-contained: rendering the portal's own page could need the database that is away.
PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>系统暂时繁忙</title></head><body>
<h1>系统暂时繁忙，请稍后再试</h1>
<p>数据库暂时无法访问，本次操作没有保存。请保留本页，约 10 秒后刷新或重新提交；已提交并取得回执的材料不受影响。</p>
</body></html>"""


def unavailable() -> HttpResponse:
    response = HttpResponse(PAGE, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


class DatabaseOutageMiddleware:
    """Lost connections, a restarting server, a lock or statement that ran out of time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable() if isinstance(exception, (OperationalError, InterfaceError)) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: called while the exception is being handled."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable()
    return plain_server_error(request)
