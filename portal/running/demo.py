"""`make demo`: services, schema, demo data, then web, worker, beat and dispatcher until Ctrl-C."""

import hashlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from portal.running import layout
from portal.running.bootstrap import PYTHON, logged
from portal.running.clean import demo_lock
from portal.running.postgres import Postgres
from portal.running.services import Services, for_this_checkout, write_environment
from portal.running.supervisor import STOP, Process, Supervisor
from portal.running.trouble import Trouble, say, tell_trouble
from portal.running.users import Account, command_as, give, give_tree, may, unprivileged_account
from portal.running.valkey import port_is_free

READY_SECONDS = 60


def setting(name: str, default: str) -> str:
    return os.environ.get(name) or default


def address() -> tuple[str, int]:
    host, text = setting("HOST", "127.0.0.1"), setting("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"端口 PORT={text} 不是 1 至 65535 的数。")
    port = int(text)
    if port < 1024 and os.geteuid() != 0:
        raise Trouble(f"端口 {port} 需要 root 权限，请换一个 1024 以上的端口，例如 make demo PORT=8000。")
    if not port_is_free(port, host):
        raise Trouble(f"端口 {port} 已被其他程序占用，请换一个，例如 make demo PORT={port + 1}。")
    return host, port


def process_account(account: Account | None) -> Account | None:
    """Who runs web, worker and beat: `account` where it can enter the folder and run its Python."""
    if account is None:
        return None
    readable = [layout.BASE_DIR / "manage.py", *layout.VENV.glob("lib/python3*/site-packages/django/__init__.py")]
    if may(account, "-x", PYTHON.resolve()) and all(may(account, "-r", path) for path in readable):
        return account
    return None


def say_who_runs(account: Account | None, runs: Account | None, postgres: Postgres | None) -> None:
    if account is None:
        return
    if not may(account, "-x", layout.BASE_DIR):
        say(f"提示：其他用户不能进入本目录，因此数据库的数据放在 {postgres.home if postgres else '（外部数据库）'}，")
        say(f"      数据库以用户 {account.name} 运行，其余进程以 root 运行。")
    elif runs is None:
        say(
            f"提示：用户 {account.name} 不能运行 {PYTHON.resolve()}，因此只有数据库以该用户运行，其余进程以 root 运行。"
        )
    else:
        say(f"提示：以 root 启动，所有进程以用户 {account.name} 运行。")


def environment(services: Services, runs: Account | None) -> dict[str, str]:
    """The processes' environment. Only `app` reaches them, never the owner's address."""
    given = services.environment()
    given.pop("DATABASE_OWNER_URL")
    role = urlsplit(services.database_url).username or "app"
    home = {"HOME": str(layout.VAR / "cache"), "XDG_CACHE_HOME": str(layout.VAR / "cache")} if runs else {}
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_OWNER_URL", "DATABASE_ROLE")
    }
    return (
        inherited
        | given
        | home
        | {
            "DATABASE_APP_ROLE": role,
            "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
            "PORTAL_VAR": str(layout.VAR),
            "PYTHONUNBUFFERED": "1",
            "LANG": "C.UTF-8",
            "TZ": "Asia/Shanghai",
        }
    )


def has_command(name: str) -> bool:
    rooms = ("portal/*", "calls", "applications", "reviews")
    return any(list(layout.BASE_DIR.glob(f"{room}/management/commands/{name}.py")) for room in rooms)


def manage(*arguments: str) -> list[str]:
    return [str(PYTHON), "manage.py", *arguments]


def processes(host: str, port: int, env: dict[str, str], runs: Account | None) -> list[Process]:
    gunicorn = [str(PYTHON), "-m", "gunicorn", "portal.wsgi", "--bind", f"{host}:{port}", "--workers", "2"]
    gunicorn += ["--threads", "4", "--timeout", "60", "--graceful-timeout", "10", "--no-control-socket"]
    # Loaded once, then forked: half the work of a start.
    gunicorn += ["--preload"]
    developing = setting("DEV", "") not in ("", "0")
    web = manage("runserver", f"{host}:{port}") if developing else gunicorn
    celery = [str(PYTHON), "-m", "celery", "-A", "portal"]
    worker = [*celery, "worker", "--loglevel=INFO", "--concurrency=2", "--without-gossip", "--without-mingle"]
    commands = [
        ("网站", "web", web),
        ("任务", "worker", worker),
        ("定时", "beat", [*celery, "beat", "--loglevel=INFO", "--pidfile="]),
    ]
    if has_command("dispatch_outbox"):
        commands.append(("派发", "dispatcher", manage("dispatch_outbox")))
    # Who runs as root has been told why when it started; Celery would say so again, in a dozen lines.
    as_root = {"PYTHONWARNINGS": "ignore:You're running the worker"} if os.geteuid() == 0 and runs is None else {}
    return [
        Process(label, command, layout.LOG / f"{name}.log", env | as_root, layout.BASE_DIR, runs)
        for label, name, command in commands
    ]


def answers(host: str, port: int) -> bool:
    link = http.client.HTTPConnection(host, port, timeout=2)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def wait_until_it_answers(supervisor: Supervisor, host: str, port: int) -> bool:
    """True when the website answers, False when Ctrl-C came first."""
    until = time.monotonic() + READY_SECONDS
    while not answers(host, port):
        event = supervisor.stop_requested(timeout=0.2)
        if event == STOP:
            return False
        if event and not supervisor.handle(event):
            raise Trouble("启动失败，见上面的输出。")
        if time.monotonic() > until:
            raise Trouble(f"网站在 {READY_SECONDS} 秒内没有就绪，日志见 {layout.LOG / 'web.log'}")
    return True


def prepare_folders(runs: Account | None) -> None:
    give(layout.VAR / "static", None, 0o755)
    for name in ("files", "mail", "cache"):
        give(layout.VAR / name, runs, 0o750)
        give_tree(layout.VAR / name, runs)
    # Beat keeps its memory beside the addresses; those stay root's own.
    give(layout.RUN / "beat", runs, 0o750)
    give_tree(layout.RUN / "beat", runs)


def sources_digest(*folders: str) -> str:
    """Changes whenever a source in a folder of these names, or a package, may have changed."""
    digest = hashlib.sha256()
    rooms = ("portal", "calls", "applications", "reviews", "fixtures")
    found = [path for room in rooms for path in (layout.BASE_DIR / room).rglob("*") if path.suffix != ".pyc"]
    chosen = [path for path in found if path.is_file() and set(folders) & set(path.parts)]
    for path in sorted([*chosen, layout.BASE_DIR / "requirements" / "run.txt", Path(__file__)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def once(marker: Path | None, digest: str, step: Callable[[], None]) -> None:
    """Run ``step`` unless the last run of it was with the same ``digest`` (kept beside the database it changed)."""
    if marker and marker.is_file() and marker.read_text() == digest:
        return
    step()
    if marker:
        marker.write_text(digest)


def load(services: Services, env: dict[str, str], runs: Account | None) -> None:
    """Schema as `owner`, demo data as `app`; each skipped when nothing can have changed, for it costs seconds."""
    home = services.postgres.home if services.postgres else None
    as_owner = env | {"DATABASE_OWNER_URL": services.database_owner_url, "DATABASE_ROLE": "owner"}

    def run(command: list[str], what: str, environment: dict[str, str]) -> None:
        say(f"{what}……")
        logged(command_as(runs, command), what=what, env=environment)

    def schema() -> None:
        run([str(PYTHON), "-m", "portal.running.database"], "更新数据库结构", as_owner)

    def demo_data() -> None:
        run(manage("load_demo"), "装入演示数据", env)

    once(home and home / "schema-done", sources_digest("migrations", "models", "commands"), schema)
    if has_command("load_demo"):
        once(home and home / "demo-done", sources_digest("migrations", "models", "demo", "fixtures"), demo_data)


def main() -> int:
    began = time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    host, port = address()
    with demo_lock() as lock:
        lock.truncate(0)
        lock.write(f"进程号 {os.getpid()}，http://{host}:{port}/")
        lock.flush()
        account = unprivileged_account()
        runs = process_account(account)
        services = for_this_checkout(account)
        say_who_runs(account, runs, services.postgres)
        say("启动数据库和任务队列……")
        try:
            services.start()
            write_environment(services)
            env = environment(services, runs)
            # Where links in mails and the QR codes of papers lead.
            env.setdefault("PORTAL_URL", f"http://{host}:{port}")
            prepare_folders(runs)
            load(services, env, runs)
            return serve(host, port, env, runs, services, began)
        finally:
            services.stop()
            say("已全部停止，数据保留；再次运行 make demo 即可继续，make clean-demo 重新开始。")


def started_accounts(env: dict[str, str], runs: Account | None) -> subprocess.Popen | None:
    """The list of demo accounts, being made while the website starts."""
    if not has_command("demo_accounts"):
        return None
    command = command_as(runs, manage("demo_accounts"))
    return subprocess.Popen(
        command, env=env, cwd=layout.BASE_DIR, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def log_names(supervisor: Supervisor) -> str:
    return "、".join(f"{process.log.name}（{process.label}）" for process in supervisor.processes)


def serve(host: str, port: int, env: dict[str, str], runs: Account | None, services: Services, began: float) -> int:
    supervisor = Supervisor(processes(host, port, env, runs))
    try:
        supervisor.start()
        for label, part in (("数据库", services.postgres), ("任务队列", services.valkey)):
            if part:
                supervisor.watch(label, part.process)
        accounts = started_accounts(env, runs)
        if not wait_until_it_answers(supervisor, host, port):
            return 0
        say(f"\n网站已就绪（用时 {time.monotonic() - began:.0f} 秒）：http://{host}:{port}/")
        if accounts:
            say(accounts.communicate()[0])
        say(f"以下只显示警告和错误；全部日志在 {Path(os.path.relpath(layout.LOG))}/：{log_names(supervisor)}。")
        say("按 Ctrl-C 停止。\n")
        return supervisor.run()
    finally:
        supervisor.stop()


if __name__ == "__main__":
    sys.exit(tell_trouble(main))
