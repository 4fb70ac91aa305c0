"""Waiting for a server that was just started."""

import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from portal.running.trouble import Trouble

PAUSE_SECONDS = 0.05


def wait_until_ready(
    name: str,
    ready: Callable[[], bool],
    *,
    process: subprocess.Popen,
    seconds: float,
    log: Path,
    why_it_ended: Callable[[], str],
) -> None:
    """Return when ``ready`` says so. Trouble when ``process`` ends before or ``seconds`` are over.

    ``name`` is the server's Chinese one; an OSError of ``ready`` (nobody listens yet) means not yet.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise Trouble(f"{name}没有启动{why_it_ended()}")
        with suppress(OSError):
            if ready():
                return
        time.sleep(PAUSE_SECONDS)
    raise Trouble(f"{name}在 {seconds:g} 秒内没有就绪，请查看日志 {log}")
