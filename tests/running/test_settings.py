"""Production refuses to start with what belongs to the demo; the base settings promise what they promise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.files.storage import FileSystemStorage
from django.db import connection

from portal.checks import DEMO_MAIL_DOMAIN, check_no_demo_accounts
from portal.running.layout import BASE_DIR
from portal.settings import base

SECRET = "k8Vn2-Qy7_Zr4+Wb9=Xc1.Lm6,Jd3;Hf5:Gs0!Pt8?Ru2*Ev4&Iw7"


def production(tmp_path: Path, **changes: str | None) -> dict[str, str]:
    """An environment with which production starts, with ``changes`` (None: without)."""
    (tmp_path / "secret").write_text(SECRET + "\n")
    good = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY_FILE": str(tmp_path / "secret"),
        "ALLOWED_HOSTS": "portal.example",
        "DATABASE_URL": "postgres://app:secret@db/portal",
        "REDIS_URL": "redis://:secret@redis:6379/0",
    }
    kept = {
        name: os.environ[name] for name in ("PATH", "LANG", "HOME", "PYTHONDONTWRITEBYTECODE") if name in os.environ
    }
    return {name: value for name, value in (kept | good | changes).items() if value is not None}


def start(environment: dict[str, str]) -> subprocess.CompletedProcess:
    code = (
        "import django; django.setup(); from django.conf import settings; print(settings.DATABASES['default']['USER'])"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


def test_production_starts_with_secrets_from_files(tmp_path):
    (tmp_path / "url").write_text("postgres://role-of-file:p%40ss@db/portal\n")
    done = start(production(tmp_path, DATABASE_URL=None, DATABASE_URL_FILE=str(tmp_path / "url")))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "role-of-file"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"SECRET_KEY_FILE": None}, "缺少配置项 SECRET_KEY"),
        ({"SECRET_KEY_FILE": None, "SECRET_KEY": "short"}, "过短"),
        ({"SECRET_KEY_FILE": None, "SECRET_KEY": "ab" * 40}, "过于简单"),
        ({"SECRET_KEY_FILE": None, "SECRET_KEY": "demo-" + SECRET}, "演示或测试用"),
        ({"SECRET_KEY_FILE": "/nowhere/secret"}, "无法读取密钥文件"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"DEV": "1"}, "DEBUG 或 DEV"),
        ({"DEMO": "1"}, "演示模式"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": None}, "缺少配置项 DATABASE_URL"),
        ({"REDIS_URL": None}, "缺少配置项 REDIS_URL"),
        ({"REDIS_URL": "amqp://rabbit"}, "REDIS_URL 应以 redis://"),
    ],
)
def test_production_refuses(tmp_path, changes, told):
    done = start(production(tmp_path, **changes))
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert told in last


def test_empty_switches_are_off(tmp_path):
    """`make DEV= …` and a compose file hand on variables that are set but empty."""
    done = start(production(tmp_path, DEV="", DEBUG="", DEMO="", CSRF_TRUSTED_ORIGINS=""))
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_check_refuses_demo_accounts():
    assert check_no_demo_accounts(None) == []
    get_user_model().objects.create(email=f"officer@{DEMO_MAIL_DOMAIN}", name="演示")
    assert [error.id for error in check_no_demo_accounts(None)] == ["portal.E001"]
    assert "portal.E001" in {error.id for error in run_checks(include_deployment_checks=True)}


@pytest.mark.django_db
def test_check_fails_closed_without_a_database(monkeypatch):
    from django.db import OperationalError

    def away(*_args, **_kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", away)
    assert [error.id for error in check_no_demo_accounts(None)] == ["portal.E002"]


def test_base_promises():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert "unsafe" not in str(base.CONTENT_SECURITY_POLICY)
    assert base.MIDDLEWARE[0] == "portal.accounts.middleware.ArrivalMiddleware"
    assert not Path(base.MEDIA_ROOT).is_relative_to(base.STATIC_ROOT)
    assert (settings.LANGUAGE_CODE, settings.TIME_ZONE, settings.USE_TZ) == ("zh-hans", "Asia/Shanghai", True)
    assert base.DATA_UPLOAD_MAX_NUMBER_FIELDS == 4000
    # Neither sessions nor sign-in limits may depend on the broker.
    assert "redis" not in f"{base.SESSION_ENGINE} {base.CACHES}".lower()


def test_hanging_statements_give_up_but_migrations_do_not():
    url = "postgres://app:secret@db/portal?host=/run/postgres"
    app, owner = base.database(url, as_owner=False), base.database(url, as_owner=True)
    assert "statement_timeout=60000" in app["OPTIONS"]["options"]
    assert "statement_timeout" not in owner["OPTIONS"]["options"]
    assert app["OPTIONS"]["host"] == "/run/postgres"
    assert app["CONN_HEALTH_CHECKS"]
    assert app["ATOMIC_REQUESTS"] is False


def test_private_files_have_no_address(settings):
    settings.MEDIA_URL = base.MEDIA_URL
    storage = FileSystemStorage(**base.STORAGES["default"]["OPTIONS"])
    with pytest.raises(ValueError, match="not accessible via a URL"):
        storage.url("x.pdf")
