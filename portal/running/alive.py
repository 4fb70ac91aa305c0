"""Health checks of the containers: `python -m portal.running.alive web|beat|dispatcher`, status 0 or 1.

Small on purpose: no Django is started every half minute. Secrets come from NAME or NAME_FILE.
(A worker is asked by `celery -A portal inspect ping`.)
"""

import http.client
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

BEAT_SEEN_SECONDS = 120
DISPATCHER_BEHIND = "2 minutes"


def value(name: str) -> str:
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text().strip() if path else os.environ.get(name, "")


def web() -> str:
    """Whether this process answers; the host must be one that Django accepts."""
    port = int(os.environ.get("WEB_BIND", "0.0.0.0:8000").rpartition(":")[2])
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    link.request("GET", "/healthz", headers={"Host": value("ALLOWED_HOSTS").split(",")[0].strip()})
    status = link.getresponse().status
    return "" if status == 200 else f"/healthz answered {status}"


def beat() -> str:
    import redis

    with redis.Redis.from_url(value("REDIS_URL"), socket_timeout=5, socket_connect_timeout=5) as connection:
        seen = connection.get("heartbeat:beat")
    age = time.time() - float(seen or 0)
    return "" if age < BEAT_SEEN_SECONDS else f"beat last seen {age:.0f} s ago"


def dispatcher() -> str:
    import psycopg

    query = f"SELECT count(*) FROM notifications_outboxrow WHERE state = 'waiting' AND next_at < now() - interval '{DISPATCHER_BEHIND}'"  # noqa: E501, S608
    with psycopg.connect(value("DATABASE_URL"), connect_timeout=5) as connection:
        count = connection.execute(query).fetchone()[0]
    return f"{count} orders wait for longer than {DISPATCHER_BEHIND}" if count else ""


CHECKS: dict[str, Callable[[], str]] = {"web": web, "beat": beat, "dispatcher": dispatcher}


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in CHECKS:
        sys.exit(f"usage: python -m portal.running.alive {'|'.join(CHECKS)}")
    try:
        trouble = CHECKS[sys.argv[1]]()
    except Exception as error:  # noqa: BLE001  (whatever it is: not healthy)
        trouble = f"{type(error).__name__}: {error}"
    if trouble:
        print(trouble, file=sys.stderr)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
