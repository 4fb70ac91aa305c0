"""/healthz and /readyz, and the 503 that stands for a database that is away."""

import time

import pytest
import redis
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest

from portal import heartbeat, outage
from portal.health import BEAT_SEEN_SECONDS, WORKER_SEEN_SECONDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(services):
    with heartbeat.broker() as connection:
        connection.flushdb()
        yield connection


def seen(broker: redis.Redis, who: str, seconds_ago: float) -> None:
    broker.set(heartbeat.KEY.format(who), repr(time.time() - seconds_ago))


def test_healthz_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"状态": "正常"}


def test_ready_when_everything_was_seen_lately(client, broker):
    seen(broker, "worker", 5)
    seen(broker, "beat", 5)
    response = client.get("/readyz")
    assert response.status_code == 200, response.content.decode()
    assert response.json()["状态"] == "就绪"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("worker", "beat", "missing"),
    [
        (None, 5, "任务进程"),
        (WORKER_SEEN_SECONDS + 5, 5, "任务进程"),
        (5, None, "定时进程"),
        (5, BEAT_SEEN_SECONDS + 5, "定时进程"),
    ],
)
def test_not_ready_without_worker_or_beat(client, broker, worker, beat, missing):
    for who, seconds_ago in (("worker", worker), ("beat", beat)):
        if seconds_ago is not None:
            seen(broker, who, seconds_ago)
    response = client.get("/readyz")
    assert response.status_code == 503
    states = response.json()["检查"]
    assert "未见心跳" in states[missing]
    assert [name for name, state in states.items() if state != "正常"] == [missing]


def test_not_ready_without_broker(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["检查"]["任务队列"] == "无法访问"


def test_not_ready_without_database(client, broker, monkeypatch):
    from django.db import connection

    def away(*_args):
        raise OperationalError("the database system is shutting down")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["检查"]["数据库"] == "无法访问"


@pytest.mark.django_db(transaction=True)
def test_worker_and_beat_leave_their_signs(celery_worker_process, broker, monkeypatch):
    monkeypatch.setattr(heartbeat, "_in_beat", False)
    began = time.time()
    heartbeat._beat_started()
    assert heartbeat.seconds_since("beat", broker) is not None
    celery_worker_process.wait_for_log("portal.heartbeat.record_worker", "succeeded")
    seconds = heartbeat.seconds_since("worker", broker)
    assert seconds is not None
    assert seconds <= time.time() - began


def test_outage_in_a_view_is_503():
    middleware = outage.DatabaseOutageMiddleware(lambda request: None)
    response = middleware.process_exception(HttpRequest(), OperationalError("gone"))
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "没有保存" in response.content.decode()
    assert middleware.process_exception(HttpRequest(), ValueError()) is None


def test_outage_in_middleware_is_503(client, monkeypatch):
    """The session is read in a middleware, which no outer middleware could guard."""
    from django.contrib.sessions.backends.db import SessionStore

    def away(self):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(SessionStore, "load", away)
    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    response = client.get("/accounts/login/")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
