"""The database and the broker together: their places, passwords and addresses.

python -m portal.running.services run     start both for this checkout, until Ctrl-C
python -m portal.running.services test    a fresh throw-away pair, until Ctrl-C
"""

import os
import secrets
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from portal.running import layout
from portal.running.postgres import SUPERUSER, Postgres
from portal.running.trouble import Trouble, say, tell_trouble
from portal.running.users import Account, give, may, outside_folder, unprivileged_account
from portal.running.valkey import Valkey, free_port, port_is_free

PASSWORD_NAMES = (SUPERUSER, "owner", "app", "valkey", "secret_key")


def secret(name: str, folder: Path = layout.SECRETS) -> str:
    """The generated secret of that name, made when first asked for (file 0600, folder 0700)."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    path = folder / name
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()


def database_home(account: Account | None) -> Path:
    """var/postgres, or a folder under /var/lib when `jiebang` cannot enter this one."""
    layout.VAR.mkdir(parents=True, exist_ok=True)
    return layout.VAR / "postgres" if may(account, "-x", layout.VAR) else outside_folder()


@dataclass
class Services:
    """Embedded services; a part is None when an address for it was given from outside."""

    postgres: Postgres | None
    valkey: Valkey | None
    database_url: str
    database_owner_url: str
    redis_url: str

    def start(self) -> None:
        for part in (self.postgres, self.valkey):
            if part:
                part.start()

    def stop(self) -> None:
        """In reverse order; the second is stopped even when the first one will not."""
        try:
            if self.valkey:
                self.valkey.stop()
        finally:
            if self.postgres:
                self.postgres.stop()

    def dead(self) -> str:
        """Name of a service that ended by itself, or an empty text."""
        for name, part in (("数据库", self.postgres), ("任务队列", self.valkey)):
            if part and part.process and part.process.poll() is not None:
                return name
        return ""

    def environment(self) -> dict[str, str]:
        """What the settings read. The secret key is made once and kept."""
        return {
            "DATABASE_URL": self.database_url,
            "DATABASE_OWNER_URL": self.database_owner_url,
            "REDIS_URL": self.redis_url,
            "SECRET_KEY": "demo-" + secret("secret_key"),
        }


def remembered_port(name: str) -> int:
    """The port used last time when it is still free, else a new one."""
    path = layout.RUN / f"{name}.port"
    layout.RUN.mkdir(parents=True, exist_ok=True)
    try:
        port = int(path.read_text())
    except (OSError, ValueError):
        port = 0
    if not port or not port_is_free(port):
        port = free_port()
        path.write_text(str(port))
    return port


def for_this_checkout(account: Account | None) -> Services:
    """Services of `make demo`: embedded ones, or those DATABASE_URL and REDIS_URL point to."""
    database_url = os.environ.get("DATABASE_URL", "")
    redis_url = os.environ.get("REDIS_URL", "")
    if redis_url and not redis_url.startswith(("redis://", "rediss://")):
        raise Trouble("REDIS_URL 应以 redis:// 或 rediss:// 开头。")
    if database_url and not database_url.startswith(("postgres://", "postgresql://")):
        raise Trouble("DATABASE_URL 应以 postgres:// 或 postgresql:// 开头。")
    postgres = valkey = None
    owner_url = os.environ.get("DATABASE_OWNER_URL", "") or database_url
    if not database_url:
        passwords = {name: secret(name) for name in (SUPERUSER, "owner", "app")}
        postgres = Postgres(database_home(account), passwords, layout.LOG / "postgres.log", account)
        database_url, owner_url = postgres.url("app"), postgres.url("owner")
    if not redis_url:
        within = may(account, "-x", layout.VAR)
        home = layout.VAR / "valkey"
        port = remembered_port("valkey")
        valkey = Valkey(home, secret("valkey"), layout.LOG / "valkey.log", port, account if within else None)
        redis_url = valkey.url
    return Services(postgres, valkey, database_url, owner_url, redis_url)


def write_environment(services: Services) -> None:
    """Leave the addresses for `manage.py` and `make shell` (0600: they hold passwords)."""
    give(layout.RUN, None, 0o755)
    path = layout.ENVIRONMENT_FILE
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in services.environment().items())


def _until_interrupted() -> None:
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    try:
        signal.pause()
    except KeyboardInterrupt:
        say("正在停止……")


def main() -> int:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "test":
        from portal.running import throwaway

        with throwaway.running() as environment:
            for name, value in environment.items():
                say(f"export {name}='{value}'")
            _until_interrupted()
        return 0
    if command != "run":
        raise Trouble("用法：python -m portal.running.services run|test")
    services = for_this_checkout(unprivileged_account())
    services.start()
    try:
        write_environment(services)
        say(f"数据库和任务队列已启动，地址在 {layout.ENVIRONMENT_FILE}；按 Ctrl-C 停止。")
        _until_interrupted()
    finally:
        services.stop()
    return 0


if __name__ == "__main__":
    sys.exit(tell_trouble(main))
