"""The reader on the largest seed (72 kB): the whole command, as an office's server would start it."""

import os
import statistics
import subprocess
import sys
import time

from portal.running import layout

RUNS = 5


def run() -> dict[str, dict]:
    largest = max((layout.BASE_DIR / "fixtures" / "seeds").glob("*.txt"), key=lambda path: path.stat().st_size)
    command = [sys.executable, "manage.py", "read_call", str(largest)]
    seconds, megabytes = [], []
    for _run in range(RUNS):
        began = time.perf_counter()
        with subprocess.Popen(command, cwd=layout.BASE_DIR, env=os.environ, stdout=subprocess.DEVNULL) as process:
            _pid, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds.append(time.perf_counter() - began)
        megabytes.append(usage.ru_maxrss / 1024)
        if process.returncode:
            raise RuntimeError(f"read_call ended with {process.returncode}")
    what = f"manage.py read_call, {largest.stat().st_size // 1000} kB, median of {RUNS}"
    return {
        "calls.read_largest_s": {"value": statistics.median(seconds), "unit": "s", "goal": "< 2", "baseline": what},
        "calls.read_largest_mb": {"value": max(megabytes), "unit": "MB", "goal": "< 300", "baseline": "its peak"},
    }
