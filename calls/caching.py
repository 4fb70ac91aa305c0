"""Answers that a reader need not fetch again when they are the same: ETag of the content, asked for each time."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, quote_etag

View = Callable[..., HttpResponse]


def revalidated(view: View) -> View:
    """The view's page with its digest as ETag; 304 without a body for who has it. Whoever is signed in gets another
    page, so the answer belongs to its cookie."""

    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or response.streaming:
            return response
        etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response["ETag"] = etag
        patch_cache_control(response, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return get_conditional_response(request, etag=etag, response=response)

    return answered


def unchanged(request: HttpRequest, *, state: object, changed_at: datetime | None) -> HttpResponse | None:
    """304 when ``state`` (what the answer depends on besides the address) is what the reader has; else None."""
    etag = _etag(request, state)
    at = int(changed_at.timestamp()) if changed_at else None
    answer = get_conditional_response(request, etag=etag, last_modified=at)
    if answer is not None:
        answer["ETag"] = etag
    return answer


def stamped(
    response: HttpResponse, request: HttpRequest, *, state: object, changed_at: datetime | None
) -> HttpResponse:
    """The answer with what `unchanged` compares."""
    response["ETag"] = _etag(request, state)
    if changed_at:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    patch_cache_control(response, no_cache=True, public=True)
    return response


def _etag(request: HttpRequest, state: object) -> str:
    return quote_etag(hashlib.sha256(f"{request.get_full_path()}\n{state}".encode()).hexdigest()[:32])
