"""Starts processes, keeps what they say, shows what goes wrong, restarts the fallen, and ends them in order."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from portal.running.logs import RotatingLog, TroubleFilter
from portal.running.trouble import say
from portal.running.users import Account, command_as

STOP_SECONDS = 20
# A process that falls over more often than this within a minute is broken, not unlucky.
RESTARTS_PER_MINUTE = 5
COLOURS = ("36", "32", "33", "35", "34")
STOP = "\0stop"


@dataclass
class Process:
    label: str  # two Chinese characters in front of each of its lines at the terminal
    command: list[str]
    log: Path
    env: dict[str, str]
    cwd: Path
    account: Account | None = None
    running: subprocess.Popen | None = field(default=None, repr=False)
    started: list[float] = field(default_factory=list)


class Supervisor:
    """Runs until Ctrl-C, SIGTERM, or a process that will not stay up. The last started is ended first."""

    def __init__(self, processes: list[Process]) -> None:
        self.processes = processes
        self._events: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._stopping = False

    def start(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._events.put(STOP))
        for process in self.processes:
            self._start(process)

    def watch(self, label: str, running: subprocess.Popen) -> None:
        """Also end everything when ``running``, started elsewhere, ends."""
        threading.Thread(target=self._await, args=(label, running), daemon=True).start()

    def stop_requested(self, timeout: float) -> str | None:
        """Wait for something to happen: a label of what ended, STOP, or None after ``timeout`` seconds."""
        try:
            return self._events.get(timeout=timeout)
        except queue.Empty:
            return None

    def run(self) -> int:
        """Status 0 after Ctrl-C or SIGTERM, 1 when something would not stay up."""
        while True:
            event = self._events.get()
            if event == STOP:
                say("\n正在停止……")
                return 0
            if not self.handle(event):
                return 1

    def handle(self, label: str) -> bool:
        """Something ended by itself: restart it when that is worth trying."""
        process = next((process for process in self.processes if process.label == label), None)
        if process is None:
            say(f"错误：{label}意外停止，日志见 var/log/。全部停止。")
            return False
        now = time.monotonic()
        process.started = [moment for moment in process.started if now - moment < 60]
        status = process.running.returncode if process.running else "?"
        if len(process.started) > RESTARTS_PER_MINUTE:
            say(f"错误：{label}进程反复退出（状态 {status}），日志见 {process.log}。全部停止。")
            return False
        say(f"{label}进程退出（状态 {status}），重新启动。")
        if process.running:
            self._sweep(process.running)
        self._start(process)
        return True

    def stop(self) -> None:
        """SIGTERM in reverse order (beat and worker before web would still take requests), then SIGKILL."""
        self._stopping = True
        living = [p.running for p in reversed(self.processes) if p.running and p.running.poll() is None]
        for running in living:
            running.terminate()
        until = time.monotonic() + STOP_SECONDS
        for running in living:
            try:
                running.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
            self._sweep(running)

    # -- inside ----------------------------------------------------------------------------

    def _start(self, process: Process) -> None:
        process.started.append(time.monotonic())
        process.running = subprocess.Popen(
            command_as(process.account, process.command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=process.cwd,
            env=process.env,
            start_new_session=True,
        )
        threading.Thread(target=self._pass_on, args=(process, process.running), daemon=True).start()
        self.watch(process.label, process.running)

    @staticmethod
    def _sweep(ended: subprocess.Popen) -> None:
        """End what a process left behind in its group: children of a killed worker, the reloader's server."""
        with suppress(ProcessLookupError):
            os.killpg(ended.pid, signal.SIGKILL)

    def _await(self, label: str, running: subprocess.Popen) -> None:
        running.wait()
        if not self._stopping:
            self._events.put(label)

    def _pass_on(self, process: Process, running: subprocess.Popen) -> None:
        colour = COLOURS[self.processes.index(process) % len(COLOURS)]
        prefix = f"\033[{colour}m{process.label} |\033[0m " if sys.stdout.isatty() else f"{process.label} | "
        trouble = TroubleFilter()
        with running.stdout, RotatingLog(process.log) as log:
            for line in running.stdout:
                log.write(line)
                if trouble.passes(line):
                    sys.stdout.write(prefix + line.decode(errors="replace"))
                    sys.stdout.flush()
