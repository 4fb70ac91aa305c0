"""Services, roles and processes that tests share. Each run has its own PostgreSQL and Valkey."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command

from portal.running import throwaway
from tests.database_roles import acting_as_app
from tests.processes import WorkerProcess
from tests.proxy import Proxy


@pytest.fixture(scope="session")
def services() -> Iterator[dict[str, str]]:
    """Throw-away PostgreSQL and Valkey; the addresses are in the environment and the settings."""
    with throwaway.running() as environment:
        yield environment


@pytest.fixture(scope="session")
def django_db_modify_db_settings(services) -> None:
    """pytest-django asks for this before it connects: start the services by then."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Migrated by `owner`; everything after that, in every thread, as `app`."""
    with django_db_blocker.unblock():
        call_command("grant_roles", verbosity=0)
    with django_db_blocker.unblock(), acting_as_app(), django_db_blocker.block():
        yield


@pytest.fixture(autouse=True)
def private_files(tmp_path, settings) -> Path:
    """Uploads and documents of each test in a folder of its own."""
    folder = tmp_path / "files"
    settings.MEDIA_ROOT = folder
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"]
        | {"OPTIONS": settings.STORAGES["default"]["OPTIONS"] | {"location": folder}}
    }
    return folder


@pytest.fixture
def celery_worker_process(transactional_db, services, private_files, tmp_path) -> Iterator[WorkerProcess]:
    """A real `celery -A portal worker` on the test's database and broker; kill and restart it at will."""
    worker = WorkerProcess.for_database(settings.DATABASES["default"]["NAME"], private_files, tmp_path / "worker.log")
    worker.empty_broker()
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


@pytest.fixture(scope="session")
def chromium():
    """Chromium under Playwright; open pages with `chromium.new_context(base_url=live_server.url)`."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, in which the tests also use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    flags += ["--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=flags, headless=True
        )
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture
def proxied_live_server(live_server, settings, private_files, tmp_path):
    """The live server behind the real proxy: `.url` for Chromium (with ``ignore_https_errors=True``)."""
    settings.ARRIVAL_HEADER = "HTTP_X_REQUEST_ARRIVED"
    settings.CLIENT_IP_HEADER = "X-Real-IP"
    settings.PRIVATE_FILES_ACCEL = "/-private"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    static = settings.STATIC_ROOT = tmp_path / "static"
    call_command("collectstatic", interactive=False, verbosity=0)
    private_files.mkdir(exist_ok=True)
    folder = tmp_path / "proxy"
    folder.mkdir()
    port = urlsplit(live_server.url).port
    with Proxy(folder, port, private_files, static, server_name="localhost").running() as proxy:
        settings.CSRF_TRUSTED_ORIGINS = [proxy.url]
        yield proxy


@pytest.fixture
def browser_page(chromium, live_server):
    """A page of its own session on the live server, 1280 px wide, in Chinese, Asia/Shanghai."""
    context = chromium.new_context(
        base_url=live_server.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1280, "height": 900},
    )
    try:
        yield context.new_page()
    finally:
        context.close()
