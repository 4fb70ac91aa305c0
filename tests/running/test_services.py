"""The embedded database and broker: who they run as, what they let in, and what a broken one says."""

import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from portal.running import services, users
from portal.running.postgres import Postgres
from portal.running.trouble import Trouble
from portal.running.valkey import Valkey, free_port

PASSWORDS = {"postgres": "p-secret", "owner": "o-secret", "app": "a-secret"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path that every user can enter, as a socket and a stepped-down database need it."""
    made = Path(tempfile.mkdtemp(prefix="jb-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def account():
    return users.unprivileged_account()


@pytest.fixture
def postgres(folder, account) -> Iterator[Postgres]:
    cluster = Postgres(folder / "pg", PASSWORDS, folder / "pg.log", account, for_tests=True)
    yield cluster
    cluster.stop()


def owner_of(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def test_postgres_is_private_and_keeps_its_data(postgres, account):
    postgres.start()
    assert owner_of(postgres.process.pid) == (account.uid if account else os.geteuid()) != 0
    assert postgres.socket_folder.stat().st_mode & 0o777 == 0o700
    with psycopg.connect(postgres.url("owner")) as connection:
        assert connection.execute("SHOW server_version_num").fetchone()[0].startswith("18")
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW password_encryption").fetchone() == ("scram-sha-256",)
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    with psycopg.connect(postgres.url("app")) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE smuggled (id int)")
    pid = postgres.process.pid
    postgres.stop()
    assert not Path(f"/proc/{pid}").exists()
    postgres.start()
    with psycopg.connect(postgres.url("owner")) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_postgres_asks_local_users_for_their_password(postgres):
    postgres.start()
    for wrong in (postgres.url("app").replace("a-secret", "guess"), postgres.url("app").replace(":a-secret", "")):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(wrong)


def test_a_long_path_gets_a_short_private_socket(folder, account):
    deep = folder / ("深" * 40)
    cluster = Postgres(deep / "pg", PASSWORDS, folder / "pg.log", account, for_tests=True)
    assert len(os.fsencode(cluster.socket_folder)) <= 90
    with cluster, psycopg.connect(cluster.url("app")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert cluster.socket_folder.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(cluster.socket_folder)


def spoil_version(data: Path) -> None:
    (data / "PG_VERSION").unlink()


def spoil_major(data: Path) -> None:
    (data / "PG_VERSION").write_text("15\n")


def spoil_control(data: Path) -> None:
    (data / "global" / "pg_control").write_bytes(b"nonsense")


def spoil_all(data: Path) -> None:
    shutil.rmtree(data / "base")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (spoil_version, "没有 PG_VERSION"),
        (spoil_major, "属于 PostgreSQL 15"),
        (spoil_control, "没有启动"),
        (spoil_all, "无法"),
    ],
)
def test_a_broken_database_folder_is_told_in_one_line(postgres, spoil, told):
    postgres.start()
    postgres.stop()
    spoil(postgres.data)
    with pytest.raises(Trouble) as trouble:
        postgres.start()
    line = str(trouble.value)
    assert told in line
    assert str(postgres.data) in line
    assert "\n" not in line
    assert postgres.process is None


def test_lost_passwords_are_told(postgres):
    postgres.start()
    postgres.stop()
    postgres.passwords = PASSWORDS | {"postgres": "another"}
    with pytest.raises(Trouble, match="密码在 var/secrets"):
        postgres.start()


def test_valkey_keeps_what_is_queued_and_asks_for_its_password(folder, account):
    valkey = Valkey(folder / "valkey", "v-secret", folder / "valkey.log", free_port(), account)
    with valkey:
        assert owner_of(valkey.process.pid) == (account.uid if account else os.geteuid())
        assert (folder / "valkey" / "valkey.conf").stat().st_mode & 0o777 == 0o600
        with redis.Redis.from_url(valkey.url) as connection:
            connection.lpush("queue", "task")
        with redis.Redis(port=valkey.port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
    with valkey, redis.Redis.from_url(valkey.url) as connection:
        assert connection.lrange("queue", 0, -1) == [b"task"]


def test_secrets_are_made_once_and_private(folder):
    first = services.secret("name", folder / "secrets")
    assert len(first) == 64
    assert services.secret("name", folder / "secrets") == first
    assert (folder / "secrets" / "name").stat().st_mode & 0o777 == 0o600
    assert (folder / "secrets").stat().st_mode & 0o777 == 0o700


def test_a_killed_starter_leaves_no_server_behind(folder):
    """`make demo` killed with -9: the kernel tells the servers it started."""
    code = (
        "import signal, sys; from pathlib import Path; from portal.running import users; "
        "from portal.running.postgres import Postgres; "
        f"cluster = Postgres(Path('{folder}/pg'), {PASSWORDS}, Path('{folder}/pg.log'), "
        "users.unprivileged_account(), for_tests=True); cluster.start(); "
        "print(cluster.process.pid, flush=True); signal.pause()"
    )
    command = [sys.executable, "-c", code]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as starter:
        pid = int(starter.stdout.readline())
        handle = os.pidfd_open(pid)
        starter.kill()
        assert select.select([handle], [], [], 30)[0], "the server outlived its starter"
        os.close(handle)


@pytest.mark.parametrize(
    ("name", "value"), [("REDIS_URL", "amqp://localhost"), ("DATABASE_URL", "mysql://localhost/portal")]
)
def test_addresses_of_other_engines_are_refused(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(Trouble, match=name):
        services.for_this_checkout(None)
