"""A fresh PostgreSQL and Valkey for one run of the tests, gone afterwards.

Importing this module fixes the run's addresses in the environment (unless they are given), so
that Django's settings and every process a test starts agree on them before the services run.
Each run has its own folder and port: several may run at once.
"""

import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from portal.running.postgres import SUPERUSER, Postgres
from portal.running.users import give, unprivileged_account
from portal.running.valkey import Valkey, free_port

PREFIX = "jiebang-test-"
LOCK = "lock"

_GIVEN = "DATABASE_URL" in os.environ
_folder = Path(tempfile.gettempdir()) / f"{PREFIX}{secrets.token_hex(4)}"
_passwords = {name: secrets.token_hex(16) for name in (SUPERUSER, "owner", "app")}
_postgres = Postgres(_folder / "pg", _passwords, _folder / "postgres.log", for_tests=True)
_valkey = Valkey(_folder / "valkey", secrets.token_hex(16), _folder / "valkey.log", free_port(), for_tests=True)

ADDRESSES = {
    "DATABASE_URL": _postgres.url("app"),
    "DATABASE_OWNER_URL": _postgres.url("owner"),
    "REDIS_URL": _valkey.url,
    "PORTAL_VAR": str(_folder / "var"),
}
if not _GIVEN:
    os.environ.update(ADDRESSES)


def _remove_abandoned() -> None:
    """Folders of runs that were killed: their servers went with them, their lock is free."""
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{LOCK}"):
        if lock.stat().st_uid != os.geteuid():
            continue
        with suppress(OSError), lock.open() as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock.parent, ignore_errors=True)


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """Start both services at the announced addresses; stop them and remove their folder at the end."""
    if _GIVEN:
        yield {name: os.environ[name] for name in ADDRESSES if name in os.environ}
        return
    _remove_abandoned()
    account = unprivileged_account()
    _postgres.account = _valkey.account = account
    _folder.mkdir(mode=0o755)
    give(_folder / "var" / "static", None, 0o755)
    try:
        with (_folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with _postgres, _valkey:
                yield dict(ADDRESSES)
    finally:
        shutil.rmtree(_folder, ignore_errors=True)
