"""The id of a request: in its answer, on its log lines, and not to be forged into them."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse

from portal.request_id import HEADER, RequestIdFilter, RequestIdMiddleware


def answered(given: str | None = None) -> tuple[HttpResponse, str]:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        record = logging.makeLogRecord({})
        RequestIdFilter().filter(record)
        seen.append(record.request_id)
        return HttpResponse()

    request = HttpRequest()
    if given is not None:
        request.META["HTTP_X_REQUEST_ID"] = given
    return RequestIdMiddleware(view)(request), seen[0]


def test_answer_and_log_line_carry_the_same_id():
    response, logged = answered()
    assert response[HEADER] == logged
    assert len(logged) == 16


def test_the_proxys_id_is_kept():
    assert answered("0123abcd-ef")[1] == "0123abcd-ef"


@pytest.mark.parametrize("forged", ["", "short", "a" * 65, "line\nbreak-in-log", "<script>alert</script>"])
def test_forged_ids_are_replaced(forged):
    assert answered(forged)[1] != forged


def test_outside_of_requests_there_is_none():
    record = logging.makeLogRecord({})
    assert RequestIdFilter().filter(record)
    assert record.request_id == "-"
