"""gunicorn's configuration in production: `gunicorn -c python:portal.running.web portal.wsgi`.

Never reachable without the proxy, which buffers slow clients and sets the arrival header.
"""

import os
import subprocess
import sys

from portal.running.layout import BASE_DIR

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_WORKERS", "3"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# The root file system is read-only; a worker's sign of life must not wait for a disk.
worker_tmp_dir = os.environ.get("WEB_TMP", "/dev/shm")  # noqa: S108
control_socket_disable = True
# Longer than the database's statement_timeout (60 s), shorter than the proxy's patience (75 s).
timeout = 70
graceful_timeout = 30
keepalive = 75
max_requests = 5000
max_requests_jitter = 500
# Headers with an underscore could pass for the proxy's own.
header_map = "drop"
accesslog = None


def on_starting(server) -> None:
    """Refuse a database that is not fit for production. In a process of its own, so that the master, from which the
    workers are forked, has neither Django nor a connection."""
    command = [sys.executable, str(BASE_DIR / "manage.py"), "check_production"]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit(1)
