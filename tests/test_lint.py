"""The linters and Django's own checks, as tests: `make test` ends with one summary for all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from portal.running.layout import BASE_DIR
from tests.processes import url_with_database

TOOLS = Path(sys.executable).parent


def passes(*command: str, **environment: str) -> None:
    done = subprocess.run(
        command, cwd=BASE_DIR, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}{done.stderr[-3000:]}"


def test_ruff():
    passes(str(TOOLS / "ruff"), "check")


def test_ruff_format():
    passes(str(TOOLS / "ruff"), "format", "--check")


def test_rooms_import_in_one_direction():
    passes(str(TOOLS / "lint-imports"))


def test_templates():
    passes(str(TOOLS / "djlint"), "--lint", "--quiet", "templates")


@pytest.mark.django_db
def test_no_migration_is_missing():
    passes(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


@pytest.mark.django_db
def test_ready_for_production(tmp_path):
    """`check --deploy` with the production settings, on a migrated database as `app`; warnings fail."""
    secret = tmp_path / "secret"
    secret.write_text(os.urandom(40).hex())
    passes(
        *(sys.executable, "-W", "error::RuntimeWarning", "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        DJANGO_SETTINGS_MODULE="portal.settings.production",
        DATABASE_URL=url_with_database(os.environ["DATABASE_URL"], settings.DATABASES["default"]["NAME"]),
        DATABASE_ROLE="app",
        SECRET_KEY_FILE=str(secret),
        ALLOWED_HOSTS="portal.example",
    )
