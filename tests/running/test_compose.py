"""The compose file: valid against the compose schema, and hardened as promised; each service's command is tried."""

import datetime
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.utils import timezone

from portal.heartbeat import broker
from portal.notifications.models import OutboxRow
from portal.running.compose.make_secrets import make_secrets
from portal.running.layout import BASE_DIR
from portal.settings import base
from tests.processes import url_with_database
from tests.proxy import TEMPLATE

FILE = BASE_DIR / "docker-compose.yml"
COMPOSE = yaml.safe_load(FILE.read_text())
SERVICES = COMPOSE["services"]
LONG_RUNNING = sorted(set(SERVICES) - {"migrate"})


def test_compose_file_follows_the_schema():
    program = str(Path(sys.executable).parent / "check-jsonschema")
    command = [program, "--builtin-schema", "vendor.compose-spec", str(FILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_all_processes_are_there():
    assert set(SERVICES) == {"proxy", "web", "worker", "beat", "dispatcher", "migrate", "postgres", "redis"}
    assert SERVICES["beat"]["deploy"]["replicas"] == 1


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_each_service_is_hardened(name):
    service = SERVICES[name]
    uid = service["user"].split(":")[0]
    assert uid.isdigit()
    assert uid != "0"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    limits = service["deploy"]["resources"]["limits"]
    assert {"cpus", "memory", "pids"} <= set(limits)
    assert "privileged" not in service


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_each_service_is_watched_and_restarted(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_secrets_come_by_file(name):
    service = SERVICES[name]
    assert set(service["secrets"]) <= set(COMPOSE["secrets"])
    for variable, value in service.get("environment", {}).items():
        if any(word in variable for word in ("SECRET", "PASSWORD", "_URL", "_KEY")) and variable != "TLS_KEY":
            assert variable.endswith("_FILE"), variable
            assert value.removeprefix("/run/secrets/") in service["secrets"]


def test_only_migrate_knows_the_owner_and_only_the_proxy_is_reached_from_outside():
    assert [name for name in SERVICES if "database_owner_url" in SERVICES[name]["secrets"]] == ["migrate"]
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert all(SERVICES[name]["networks"] == ["inside"] for name in ("postgres", "redis"))


def test_template_gets_every_value_it_asks_for():
    text = TEMPLATE.read_text()
    asked = {part.split("}")[0] for part in text.split("${")[1:]}
    assert asked <= set(SERVICES["proxy"]["environment"])


def test_image_tells_the_portal_what_the_proxy_does():
    dockerfile = (BASE_DIR / "Dockerfile").read_text()
    template = TEMPLATE.read_text()
    assert "ARRIVAL_HEADER=HTTP_X_REQUEST_ARRIVED" in dockerfile
    assert "X-Request-Arrived $arrived" in template
    assert "CLIENT_IP_HEADER=X-Real-IP" in dockerfile
    assert "X-Real-IP $remote_addr" in template
    assert "PRIVATE_FILES_ACCEL=/-private" in dockerfile
    assert "location /-private/" in template
    assert base.MIDDLEWARE.index("portal.client_address.ClientAddressMiddleware") < 2


def test_secrets_are_made_once(tmp_path):
    folder = tmp_path / "secrets"
    written = make_secrets(folder)
    files = {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert files - set(written) == {"tls_certificate.pem", "tls_key.pem"}
    assert folder.stat().st_mode & 0o777 == 0o700
    kept = {name: (folder / name).read_text() for name in written}
    assert make_secrets(folder) == []
    assert kept == {name: (folder / name).read_text() for name in written}
    assert len(kept["secret_key"].strip()) >= 50
    assert kept["app_password"].strip() in kept["database_url"]


@pytest.fixture
def production(tmp_path, services) -> dict[str, str]:
    folder = tmp_path / "secrets"
    make_secrets(folder)
    name = settings.DATABASES["default"]["NAME"]
    (folder / "database_url").chmod(0o644)
    (folder / "database_url").write_text(url_with_database(os.environ["DATABASE_URL"], name))
    (folder / "redis_url").chmod(0o644)
    (folder / "redis_url").write_text(os.environ["REDIS_URL"])
    (folder / "database_owner_url").chmod(0o644)
    (folder / "database_owner_url").write_text(url_with_database(os.environ["DATABASE_OWNER_URL"], name))
    withheld = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "DATABASE_ROLE")
    return {key: value for key, value in os.environ.items() if key not in withheld} | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "ALLOWED_HOSTS": "portal.example",
        "SECRET_KEY_FILE": str(folder / "secret_key"),
        "DATABASE_URL_FILE": str(folder / "database_url"),
        "REDIS_URL_FILE": str(folder / "redis_url"),
        "EMAIL_URL_FILE": str(folder / "email_url"),
        "FOLDER": str(folder),
    }


def by_hand(command: list[str], environment: dict[str, str], *, until: str = "") -> str:
    """Run a service's command; end it once it says ``until`` (empty: it ends by itself). Returns its output."""
    programs = Path(sys.executable).parent
    first = sys.executable if command[0] == "python" else str(programs / command[0])
    command = [first, *(part.replace("/tmp/", f"{environment['FOLDER']}/") for part in command[1:])]
    said = []
    with subprocess.Popen(
        command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout:
            said.append(line)
            if until and until in line:
                process.terminate()
    output = "".join(said)
    assert process.returncode == 0, output
    assert until in output
    return output


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("service", "until"),
    [("worker", " ready."), ("beat", "beat: Starting"), ("dispatcher", "dispatcher started")],
)
def test_commands_run_with_production_settings(production, service, until):
    by_hand(SERVICES[service]["command"], production, until=until)


@pytest.mark.django_db(transaction=True)
def test_migrate_runs_as_owner_and_is_safe_to_repeat(production):
    environment = production | {"DATABASE_OWNER_URL_FILE": f"{production['FOLDER']}/database_owner_url"}
    assert "已授权角色 app" in by_hand(SERVICES["migrate"]["command"], environment)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["beat", "dispatcher"])
def test_health_checks_of_containers(production, name):
    command = [sys.executable, *SERVICES[name]["healthcheck"]["test"][2:]]

    def healthy() -> bool:
        return subprocess.run(command, cwd=BASE_DIR, env=production, capture_output=True, check=False).returncode == 0

    with broker() as connection:
        connection.set("heartbeat:beat", repr(time.time()))
        assert healthy()
        connection.set("heartbeat:beat", repr(time.time() - 600))
    OutboxRow.objects.create(key="old", task="x", next_at=timezone.now() - datetime.timedelta(minutes=5))
    assert not healthy()
