"""What belongs to the demo is refused elsewhere."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.urls import NoReverseMatch, reverse

from portal.accounts.models import User
from portal.checks import check_no_demo_accounts, check_no_demo_seals
from portal.documents.services.seals import seal_register
from tests.factories import make_organisation


@pytest.mark.django_db
def test_seals_of_the_demo_are_refused():
    organisation = make_organisation(is_issuer=True)
    seal_register(organisation=organisation, is_demo=False)
    assert check_no_demo_seals(None) == []
    seal_register(organisation=organisation, is_demo=True)
    assert [error.id for error in check_no_demo_seals(None)] == ["portal.E003"]
    assert "portal.E003" in {error.id for error in run_checks(include_deployment_checks=True)}


@pytest.mark.django_db
def test_a_demo_account_is_one_by_whatever_address():
    User.objects.create(email="somebody@office.example", name="演示", is_demo=True)
    assert [error.id for error in check_no_demo_accounts(None)] == ["portal.E001"]


@pytest.mark.django_db
def test_in_the_demo_both_are_welcome(settings):
    settings.DEMO = True
    User.objects.create(email="officer@demo.example", name="演示", is_demo=True)
    seal_register(organisation=make_organisation(is_issuer=True), is_demo=True)
    assert check_no_demo_accounts(None) == check_no_demo_seals(None) == []


def test_the_room_is_not_installed_without_demo():
    assert "portal.demo" not in settings.INSTALLED_APPS
    with pytest.raises(NoReverseMatch):
        reverse("demo:accounts")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/demo/", "/demo/enter/", "/demo/mail/"])
def test_there_are_no_such_pages_without_demo(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.django_db
def test_the_pages_close_themselves_when_only_the_addresses_are_left(client, settings):
    settings.ROOT_URLCONF = "tests.demo.urls"
    for address in ("/demo/", "/demo/mail/", "/demo/mail/20260101-000000-1.log-0/"):
        assert client.get(address).status_code == 404
    assert client.post("/demo/enter/", {"membership": "1"}).status_code == 404


def started(module: str, code: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": module, "SECRET_KEY": "demo"}
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_settings_of_the_demo_have_its_pages():
    code = "from django.urls import reverse\nprint(reverse('demo:accounts'), reverse('demo:mail'))"
    done = started("portal.settings.demo", code)
    assert done.stdout.split() == ["/demo/", "/demo/mail/"], done.stderr


def test_the_app_refuses_to_be_installed_elsewhere():
    code = "from portal.demo.apps import DemoConfig\nimport portal.demo\nDemoConfig('portal.demo', portal.demo).ready()"
    done = started("portal.settings.test", code)
    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1].endswith("portal.demo 只能在演示环境中安装。")
