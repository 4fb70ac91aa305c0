"""Real processes of the portal for tests."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from portal.heartbeat import broker
from portal.running.layout import BASE_DIR

READY_SECONDS = 60
STOP_SECONDS = 30


def url_with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@dataclass
class WorkerProcess:
    """`celery worker` in a process group of its own, connected as the role `app`."""

    environment: dict[str, str]
    log: Path
    include: str = ""  # a module of the tests with tasks of its own
    process: subprocess.Popen | None = field(default=None, repr=False)
    _lines: deque[str] = field(default_factory=deque, repr=False)
    _said: threading.Condition = field(default_factory=threading.Condition, repr=False)

    @classmethod
    def for_database(cls, name: str, files: Path, log: Path) -> "WorkerProcess":
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "DATABASE_ROLE": "app",
            "DATABASE_URL": url_with_database(os.environ["DATABASE_URL"], name),
            "PORTAL_FILES": str(files),
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(files.with_name("mail")),
        }
        return cls(environment, log)

    @property
    def mail_folder(self) -> Path:
        """Mails that the worker sent, one file each."""
        return Path(self.environment["EMAIL_FILE_PATH"])

    def empty_broker(self) -> None:
        with broker() as connection:
            connection.flushdb()

    def start(self, **environment: str) -> None:
        """Start and wait until it takes tasks; ``environment`` adds variables (fault switches)."""
        command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--loglevel=INFO", "--concurrency=1"]
        ready = threading.Event()
        self.process = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", *(["--include", self.include] if self.include else [])],
            cwd=BASE_DIR,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout, ready), daemon=True)
        self._reader.start()
        if not ready.wait(READY_SECONDS) or self.process.poll() is not None:
            self.kill()
            raise AssertionError(f"worker not ready:\n{self.log.read_text()[-3000:]}")

    def _read(self, stream, ready: threading.Event) -> None:
        with stream, self.log.open("a") as log:
            for line in stream:
                log.write(line)
                log.flush()
                if " ready." in line:
                    ready.set()
                with self._said:
                    self._lines.append(line)
                    self._said.notify_all()
        ready.set()

    def wait_for_log(self, *parts: str, seconds: float = 30) -> str:
        """The next line (since this was last called) that holds all ``parts``; AssertionError when none comes."""
        until = time.monotonic() + seconds
        with self._said:
            while True:
                while self._lines:
                    line = self._lines.popleft()
                    if all(part in line for part in parts):
                        return line
                if not self._said.wait(until - time.monotonic()):
                    raise AssertionError(f"the worker never said {parts}:\n{self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """kill -9 of the worker and its children, as when the machine goes."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Warm shutdown, as `make demo` does it; the tree is killed when it takes too long."""
        self._end(signal.SIGTERM)

    def _end(self, number: int) -> None:
        if self.process is None:
            return
        if number == signal.SIGTERM:
            self.process.terminate()
        else:
            os.killpg(self.process.pid, number)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._reader.join()
        self.process = None
