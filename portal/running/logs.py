"""The processes' logs: everything goes to var/log/<process>.log, only trouble to the person at the terminal."""

import re
from pathlib import Path
from typing import BinaryIO

LOG_BYTES = 10_000_000
KEPT = 3
# `2026-11-15 09:00:00,000 INFO [-] …` (ours), `[…: INFO/MainProcess] …` (Celery), `[…] [4711] [INFO] …` (gunicorn).
_LEVEL = re.compile(rb"^\[?\d{4}-\d\d-\d\d[^A-Za-z]*?\b(DEBUG|INFO|WARNING|ERROR|CRITICAL)\b")
_TROUBLE = (b"WARNING", b"ERROR", b"CRITICAL")
# Said without a level: a traceback on the way up, `manage.py`'s last word, a missing program.
_COMPLAINT = re.compile(rb"Traceback \(most recent|[\w.]*(Error|Exception|ImproperlyConfigured): |setpriv: ")
# Python's own, one line each; the line of source below it says little at a terminal.
_WARNING = re.compile(rb"\w*Warning: ")


def rotate(path: Path) -> None:
    """worker.log becomes worker.log.1, that .2, and so on; what is older than `KEPT` is gone."""
    for number in range(KEPT, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        newer = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
        if newer.exists():
            newer.replace(older)


def open_log(path: Path) -> BinaryIO:
    """``path`` to write on at its end; a full one is put aside before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        rotate(path)
    return path.open("ab")


class RotatingLog:
    """One process's log, which never grows far above `LOG_BYTES`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = open_log(path)

    def write(self, line: bytes) -> None:
        if self._file.tell() > LOG_BYTES:
            self._file.close()
            self._file = open_log(self.path)
        self._file.write(line)
        self._file.flush()

    def __enter__(self) -> "RotatingLog":
        return self

    def __exit__(self, *_exc) -> None:
        self._file.close()


class TroubleFilter:
    """Of one process's lines those of warnings and errors, with the lines that belong to them."""

    def __init__(self) -> None:
        self._telling = False

    def passes(self, line: bytes) -> bool:
        level = _LEVEL.match(line)
        if level:
            self._telling = level[1] in _TROUBLE
        elif _COMPLAINT.search(line):
            self._telling = True
        elif _WARNING.search(line):
            return True
        # What has no level of its own belongs to what was said before: a traceback below its message.
        return self._telling
