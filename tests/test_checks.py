"""Production does not start on a demo's database, nor where its role could rewrite the logs: real processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from portal.checks import DEMO_MAIL_DOMAIN, check_logs_only_grow
from portal.running.layout import BASE_DIR
from portal.running.valkey import free_port
from tests.database_roles import acting_as_owner
from tests.processes import url_with_database
from tests.running.test_compose import SERVICES

WEB, WORKER, MIGRATE = (SERVICES[name]["command"] for name in ("web", "worker", "migrate"))


def url(name: str) -> str:
    return url_with_database(os.environ[name], settings.DATABASES["default"]["NAME"])


def started(command: list[str], **changes: str) -> subprocess.CompletedProcess:
    """A service's command under production settings, which has to end by itself."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "DATABASE_ROLE": "app",
        "DATABASE_URL": url("DATABASE_URL"),
        "SECRET_KEY": os.urandom(40).hex(),
        "ALLOWED_HOSTS": "portal.example",
        "WEB_BIND": f"127.0.0.1:{free_port()}",
    }
    environment.pop("DATABASE_OWNER_URL", None)
    programs = Path(sys.executable).parent
    first = sys.executable if command[0] == "python" else str(programs / command[0])
    return subprocess.run(
        [first, *command[1:]],
        cwd=BASE_DIR,
        env=environment | changes,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", [WEB, WORKER, MIGRATE], ids=["web", "worker", "migrate"])
def test_nothing_starts_with_a_demo_account(command):
    get_user_model().objects.create(email=f"officer@{DEMO_MAIL_DOMAIN}", name="演示")
    ended = started(command, DATABASE_OWNER_URL=url("DATABASE_OWNER_URL"))
    assert ended.returncode == 1, ended.stderr
    last = ended.stderr.strip().splitlines()[-2:]
    assert last[0].removeprefix("CommandError: ") == "不能用这个数据库启动生产环境："
    assert "1 个演示账号" in last[1]
    assert "Traceback" not in ended.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", [WEB, WORKER], ids=["web", "worker"])
def test_nothing_starts_as_the_owner_of_the_logs(command):
    ended = started(command, DATABASE_URL=url("DATABASE_OWNER_URL"))
    assert ended.returncode == 1, ended.stderr
    assert "数据库账号 owner 可以改写只增不改的表" in ended.stderr.strip().splitlines()[-1]


@pytest.mark.django_db(transaction=True)
def test_migrating_with_one_account_for_both_is_refused():
    both = url("DATABASE_OWNER_URL")
    ended = started(MIGRATE, DATABASE_URL=both, DATABASE_OWNER_URL=both, DATABASE_APP_ROLE="owner")
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr.strip().splitlines()[-1].startswith("数据库只有一个账号 owner")


@pytest.mark.django_db(transaction=True)
def test_nothing_starts_without_its_database():
    ended = started(WEB, DATABASE_URL=url("DATABASE_URL").replace("portal", "elsewhere"))
    assert ended.returncode == 1, ended.stderr
    assert "portal.E002" in ended.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE"])
def test_a_right_too_many_on_the_audit_log_is_an_error(right):
    assert check_logs_only_grow(None) == []
    with acting_as_owner(connection), connection.cursor() as cursor:
        cursor.execute(f"GRANT {right} ON audit_auditentry TO app")
    (error,) = check_logs_only_grow(None)
    assert error.id == "portal.E004"
    assert "（audit_auditentry）" in error.msg
