"""/healthz: this process answers. /readyz: what it needs answers too (for monitoring)."""

import redis
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.access import PUBLIC, audience
from portal.heartbeat import broker, seconds_since

WORKER_SEEN_SECONDS = 60
BEAT_SEEN_SECONDS = 120


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            return "正常" if cursor.fetchone() else "尚未建表"
    except DatabaseError:
        return "无法访问"


def _seen(who: str, limit_seconds: int, client: redis.Redis) -> str:
    seconds = seconds_since(who, client)
    if seconds is None:
        return "未见心跳"
    return "正常" if seconds <= limit_seconds else f"{int(seconds)} 秒未见心跳"


def _broker_worker_beat() -> dict[str, str]:
    try:
        with broker() as client:
            return {
                "任务队列": "正常",
                "任务进程": _seen("worker", WORKER_SEEN_SECONDS, client),
                "定时进程": _seen("beat", BEAT_SEEN_SECONDS, client),
            }
    except redis.RedisError:
        return {"任务队列": "无法访问", "任务进程": "未知", "定时进程": "未知"}


def _answer(body: dict, status: int) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


@audience(PUBLIC)
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers at all."""
    return _answer({"状态": "正常"}, 200)


@audience(PUBLIC)
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, broker, worker (seen within 60 s) and beat (120 s) are there, else 503."""
    parts = {"数据库": _database(), **_broker_worker_beat()}
    ready = all(state == "正常" for state in parts.values())
    return _answer({"状态": "就绪" if ready else "未就绪", "检查": parts}, 200 if ready else 503)
