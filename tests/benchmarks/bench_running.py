"""How long one waits for `make demo` the second time, and for the health page."""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.test import Client

from portal.running.layout import BASE_DIR
from portal.running.valkey import free_port


def start_and_stop(var: Path) -> tuple[float, float]:
    """Seconds until the website answers, and from Ctrl-C until nothing is left."""
    withheld = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
    env = {name: value for name, value in os.environ.items() if name not in withheld}
    env |= {"PORTAL_VAR": str(var), "PORT": str(free_port()), "PORTAL_FONTS": str(BASE_DIR / "var" / "fonts")}
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "portal.running.demo"],
        cwd=BASE_DIR,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as demo:
        for line in demo.stdout:
            if "网站已就绪" in line:
                break
        ready = time.monotonic()
        demo.send_signal(signal.SIGINT)
        demo.communicate()
        ended = time.monotonic()
    if demo.returncode:
        raise RuntimeError(f"the demo ended with {demo.returncode}")
    return ready - began, ended - ready


def run() -> dict[str, dict]:
    var = Path(tempfile.mkdtemp(prefix="jb-bench-"))
    var.chmod(0o755)
    try:
        first, _stop = start_and_stop(var)
        second, stop = start_and_stop(var)
    finally:
        shutil.rmtree(var)
    client = Client()
    client.get("/healthz")
    times = []
    for _round in range(50):
        began = time.perf_counter()
        client.get("/healthz")
        times.append((time.perf_counter() - began) * 1000)
    return {
        "make demo：首次建库并就绪": {"value": first, "unit": "秒", "goal": "", "baseline": ""},
        "make demo：再次启动": {"value": second, "unit": "秒", "goal": "< 15", "baseline": ""},
        "make demo：Ctrl-C 到全部停止": {"value": stop, "unit": "秒", "goal": "< 15", "baseline": ""},
        "/healthz": {"value": statistics.median(times), "unit": "毫秒", "goal": "< 20", "baseline": ""},
    }
