"""`make demo` as a person at the terminal sees it, in a var/ of its own."""

import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from portal.running.demo import process_account
from portal.running.layout import BASE_DIR
from portal.running.users import unprivileged_account
from portal.running.valkey import free_port
from tests.waiting import eventually

READY_SECONDS = 180


def environment_of(var: Path, port: int | str) -> dict[str, str]:
    """As in a fresh terminal: without the addresses of the tests' own services."""
    withheld = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PORTAL_FILES", "DEV")
    environment = {name: value for name, value in os.environ.items() if name not in withheld}
    return environment | {"PORTAL_VAR": str(var), "PORT": str(port), "PORTAL_FONTS": str(BASE_DIR / "var" / "fonts")}


def run(module: str, *arguments: str, var: Path, port: int | str = 8000) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=BASE_DIR,
        env=environment_of(var, port),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Demo:
    """One `portal.running.demo` and what it said so far."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        self.process: subprocess.Popen | None = None
        self.lines: list[str] = []

    def start(self) -> None:
        self.said = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portal.running.demo"],
            cwd=BASE_DIR,
            env=environment_of(self.var, self.port),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        with self.process.stdout as stream:
            for line in stream:
                with self.said:
                    self.lines.append(line)
                    self.said.notify_all()
        with self.said:
            self.lines.append("(ended)\n")
            self.said.notify_all()

    def wait_for(self, *parts: str, seconds: float = READY_SECONDS) -> None:
        """Until it says a line that holds all ``parts``; AssertionError when it ends or time is up before."""

        def said() -> bool:
            return any(all(part in line for part in parts) for line in self.lines)

        with self.said:
            self.said.wait_for(lambda: said() or self.lines[-1:] == ["(ended)\n"], seconds)
        assert said(), f"never said {parts}:\n{''.join(self.lines)}"

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        status = self.process.wait(60)
        self.reader.join()
        return status

    def get(self, path: str) -> tuple[int, str]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            link.request("GET", path)
            response = link.getresponse()
            return response.status, response.read().decode()
        finally:
            link.close()

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def still_runs(process: psutil.Process) -> bool:
    """Whether it does anything any more: one that ended and that no parent asked about is a zombie, not running."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def var() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="jb-demo-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def demo(var) -> Iterator[Demo]:
    made = Demo(var, free_port())
    yield made
    if made.process and made.process.poll() is None:
        made.end(signal.SIGTERM)


def said_by_refused_start(var: Path, port: str) -> str:
    """Output of a start that is refused at once: exactly one line, no traceback."""
    done = run("portal.running.demo", var=var, port=port)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("错误：")
    return done.stderr


def test_start_stop_and_start_again(demo):
    demo.start()
    demo.wait_for("网站已就绪")
    assert demo.get("/healthz")[0] == 200
    eventually(lambda: demo.get("/readyz")[0] == 200, what="worker and beat are seen")

    # The address and the accounts stay in sight: what the processes say goes to the logs that the summary names.
    demo.wait_for("web.log（网站）、worker.log（任务）、beat.log（定时）、dispatcher.log（派发）")
    said = [line for line in demo.lines if line.startswith(("网站 |", "任务 |", "定时 |", "派发 |"))]
    # (That /readyz said “not yet” is an error by the rules of its log.)
    assert [line for line in said if "Service Unavailable: /readyz" not in line] == []
    assert "portal.heartbeat.record_worker" in (demo.var / "log" / "worker.log").read_text()

    # Started by root, whatever can step down has stepped down; the database always.
    account, me = unprivileged_account(), os.geteuid()
    runs = process_account(account)
    for process in demo.children():
        needs_python = "python" in process.name()
        assert process.uids().real == ((runs.uid if runs else me) if needs_python or not account else account.uid)

    # One demo per folder, and a second one says who has it.
    assert f"进程号 {demo.process.pid}" in said_by_refused_start(demo.var, str(free_port()))

    processes = demo.children()
    names = " ".join(" ".join(process.cmdline()) for process in processes)
    for part in ("postgres", "valkey-server", "gunicorn", "celery -A portal worker", "celery -A portal beat"):
        assert part in names
    web = next(process for process in processes if "gunicorn" in " ".join(process.cmdline()))
    assert "DATABASE_OWNER_URL" not in web.environ()
    secrets_of_the_demo = (demo.var / "run" / "environment").stat()
    assert secrets_of_the_demo.st_mode & 0o777 == 0o600

    # A process that falls over is started again.
    worker = next(process for process in processes if "worker" in process.cmdline())
    worker.kill()
    demo.wait_for("任务进程退出（状态 -9），重新启动。")

    assert demo.end() == 0
    assert not [process for process in processes if still_runs(process)]
    assert "数据保留" in "".join(demo.lines)
    assert "Traceback" not in "".join(demo.lines)

    kept = (demo.var / "secrets" / "app").read_text()
    demo.lines.clear()
    demo.start()
    demo.wait_for("网站已就绪")
    assert (demo.var / "secrets" / "app").read_text() == kept
    postgres = next(
        process for process in demo.children() if "postgres" in process.name() and "-D" in process.cmdline()
    )
    postgres.kill()
    demo.wait_for("错误：数据库意外停止")
    assert demo.process.wait(60) == 1


@pytest.mark.parametrize(("port", "told"), [("80800", "不是 1 至 65535"), ("abc", "不是 1 至 65535")])
def test_a_port_that_is_none_is_told(var, port, told):
    assert told in said_by_refused_start(var, port)


def test_a_port_in_use_is_told(var):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        line = said_by_refused_start(var, str(port))
    assert f"端口 {port} 已被其他程序占用" in line
    assert f"PORT={port + 1}" in line


def test_a_broken_database_folder_is_told(var):
    folder = var / "postgres" / "data"
    folder.mkdir(parents=True)
    (folder / "rubbish").write_text("")
    line = said_by_refused_start(var, str(free_port()))
    assert "数据库目录已损坏" in line
    assert "make clean-demo" in line


def test_clean_demo_forgets_data_but_not_fonts(var):
    for name in ("postgres", "files", "secrets", "fonts", "log"):
        (var / name).mkdir(parents=True)
        (var / name / "something").write_text("x")
    done = run("portal.running", "clean-demo", var=var)
    assert done.returncode == 0, done.stderr
    assert "演示数据已清除" in done.stdout
    assert sorted(path.name for path in var.iterdir()) == ["fonts", "log"]


def test_clean_demo_refuses_while_the_demo_runs(var):
    (var / "run").mkdir(parents=True)
    with (var / "run" / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("进程号 4711")
        lock.flush()
        done = run("portal.running", "clean-demo", var=var)
    assert done.returncode == 1
    assert "已在运行（进程号 4711）" in done.stderr
