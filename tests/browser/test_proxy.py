"""Chromium through the real proxy: TLS, static files, an upload as large as may be, a private download, the arrival."""

import hashlib
import io
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import Request, Response

from applications.models import Application, Submission
from portal.accounts.actor import Actor
from portal.accounts.roles import Role
from portal.accounts.services.users import user_open
from portal.audit.models import AuditEntry
from portal.documents.services.files import MAX_BYTES
from portal.scoping import system_scope
from tests.applications.helpers import World, complete, make_world
from tests.browser.people import PASSWORD
from tests.browser.session import Session
from tests.factories import make_membership
from tests.proxy import Proxy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOGIN = "admin@chip.example"
#: What only the proxy may say; a client that could would move deadlines and hide in the audit log.
FORGED = {
    "X-Request-Arrived": f"{time.time() - 1800:.3f}",
    "X-Real-IP": "6.6.6.6",
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Proto": "http",
}


class Traffic:
    """Every answer that a session's pages got, and every request that got none."""

    def __init__(self, session: Session) -> None:
        self.answers: list[Response] = []
        self.failed: list[str] = []
        session.context.on("response", lambda answer: self.answers.append(answer))
        session.context.on("requestfailed", self._failed)

    def _failed(self, request: Request) -> None:
        self.failed.append(f"{request.method} {request.url}: {request.failure}")

    def troubles(self) -> list[str]:
        return self.failed + [f"{answer.status} {answer.url}" for answer in self.answers if answer.status >= 400]


@pytest.fixture
def world(transactional_db) -> World:
    return make_world()


@pytest.fixture
def application(world) -> Application:
    """Ready to be submitted, of an organisation whose administrator signs in with `LOGIN`."""
    user = user_open(name="智芯管理员", login=LOGIN, password=PASSWORD)
    membership = make_membership(role=Role.APPLICANT_ADMIN, organisation=world.organisation, user=user)
    with system_scope("an application for a browser test"):
        return complete(world, actor=Actor(user=user, membership=membership))


@pytest.fixture
def session(chromium, proxied_live_server) -> Iterator[Session]:
    opened = Session(
        chromium, proxied_live_server.url, "智芯管理员", ignore_https_errors=True, extra_http_headers=FORGED
    )
    yield opened
    opened.close()
    assert opened.troubles == []


def nearly_too_large(path: Path) -> Path:
    """A real PDF a few bytes below the limit for one file."""
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.Root.Weight = made.make_stream(os.urandom(MAX_BYTES - 2000))
    made.save(out, compress_streams=False)
    path.write_bytes(out.getvalue())
    assert MAX_BYTES - 2000 < path.stat().st_size <= MAX_BYTES
    return path


def test_an_applicant_behind_the_proxy(session, application, proxied_live_server: Proxy, private_files, tmp_path):
    traffic = Traffic(session)
    session.sign_in(LOGIN, PASSWORD)
    cookie = next(c for c in session.context.cookies() if c["name"].endswith("sessionid"))
    assert cookie["secure"]

    # A page with all it needs: nothing that it asked for failed, and all came over TLS.
    session.open(f"/applications/{application.public_id}/sections/evidence/")
    assert session.page.evaluate("document.styleSheets.length") > 0
    static = [answer for answer in traffic.answers if "/static/" in answer.url]
    assert {Path(answer.url.split("?")[0]).suffix for answer in static} >= {".css", ".js"}
    assert all(answer.headers["server"] == "nginx" for answer in static)
    assert all(answer.url.startswith(f"{proxied_live_server.url}/") for answer in traffic.answers)
    assert traffic.troubles() == []

    # Up: a file as large as one may be passes the proxy's limit on requests, form around it included.
    path = nearly_too_large(tmp_path / "大型测试报告.pdf")
    box = session.page.locator(".kind").first
    box.locator("[type=file]").set_input_files(path)
    box.locator("[name=not_secret]").check()
    session.press("上传", within=box)
    assert traffic.troubles() == []

    # Down: the portal checks and answers without a body; the proxy sends the bytes.
    link = session.page.get_by_role("link", name=path.name)
    address = link.get_attribute("href")
    with system_scope("where a browser test's file lies"):
        entry = application.current.evidence.get(file__name=path.name).file
    assert session.download(link) == path.read_bytes()
    answer = session.context.request.get(address)
    assert (answer.status, answer.headers["content-length"]) == (200, str(path.stat().st_size))
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    assert answer.headers["cache-control"] == "no-store, private"
    assert entry.blob.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    # What the audit log says of it is the proxy's word, not the client's.
    logged = AuditEntry._base_manager.filter(action="file_download")
    assert set(logged.values_list("address", flat=True)) == {"127.0.0.1"}

    # The store has no address of its own, and nobody who is not signed in gets the file.
    assert session.context.request.get(f"/-private/{entry.blob.storage_name}").status == 404
    response, body = proxied_live_server.request("GET", address)
    assert response.status == 302
    assert body == b""

    # A submission counts by when the proxy had it, whatever the client says about that.
    session.open(f"/applications/{application.public_id}/check/")
    before = timezone.now()
    session.press("确认提交")
    session.sees("已提交")
    arrived = Submission._base_manager.get(version__application=application).arrived_at
    assert before <= arrived <= timezone.now()
