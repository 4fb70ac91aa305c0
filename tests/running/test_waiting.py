"""Waiting for a server: ready, ended before, or too late; the person reads one line."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.running.trouble import Trouble
from portal.running.waiting import wait_until_ready

STAYS = "input()"


@pytest.fixture
def started() -> Iterator[Callable[[str], subprocess.Popen]]:
    processes = []

    def start(program: str) -> subprocess.Popen:
        processes.append(subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def wait(process: subprocess.Popen, ready: Callable[[], bool], *, seconds: float = 30) -> None:
    log = Path("server.log")
    wait_until_ready("数据库", ready, process=process, seconds=seconds, log=log, why_it_ended=lambda: "：没有地方")


def test_returns_as_soon_as_it_is_ready_and_nobody_listening_means_not_yet(started):
    answers = iter([ConnectionRefusedError(), False, True])

    def ready() -> bool:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    wait(started(STAYS), ready)
    assert list(answers) == []


def test_a_server_that_ended_is_told_with_its_reason(started):
    process = started("raise SystemExit(1)")
    process.wait()
    with pytest.raises(Trouble, match="数据库没有启动：没有地方"):
        wait(process, lambda: False)


def test_a_server_that_takes_too_long_is_told_with_its_log(started):
    with pytest.raises(Trouble, match=r"数据库在 0\.2 秒内没有就绪，请查看日志 server\.log"):
        wait(started(STAYS), lambda: False, seconds=0.2)
