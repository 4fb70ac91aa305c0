"""The production proxy: the real nginx, in front of the real gunicorn."""

import http.client
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from portal.running.layout import BASE_DIR
from portal.running.valkey import free_port
from tests.processes import url_with_database
from tests.proxy import Proxy, wait_for_port

MB = 1024 * 1024


@contextmanager
def gunicorn(application: str, port: int, **environment: str) -> Iterator[dict[str, str]]:
    """The production command of the compose file, on a port of its own."""
    env = os.environ | {"WEB_BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "1", "WEB_THREADS": "4"} | environment
    command = [sys.executable, "-m", "gunicorn", "-c", "python:portal.running.web", application]
    process = subprocess.Popen(command, cwd=BASE_DIR, env=env)
    try:
        wait_for_port(port, process)
        yield env
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, Path]:
    made = {name: tmp_path_factory.mktemp(name) for name in ("nginx", "private", "static")}
    (made["private"] / "ab").mkdir()
    (made["private"] / "ab" / "证明材料.pdf").write_bytes(b"%PDF-private")
    (made["static"] / "look.css").write_text("body{}" * 200)
    (made["static"] / "look.0123456789ab.css").write_text("body{}")
    return made


@pytest.fixture(scope="module")
def proxy(folders) -> Iterator[Proxy]:
    port = free_port()
    with (
        gunicorn("tests.running.echo:application", port),
        Proxy(folders["nginx"], port, folders["private"], folders["static"]).running() as running,
    ):
        yield running


def told(proxy: Proxy, **headers: str) -> dict:
    response, body = proxy.request("GET", "/echo", **headers)
    assert response.status == 200
    return json.loads(body)


def test_nginx_accepts_the_configuration_without_a_warning(folders):
    proxy = Proxy(folders["nginx"], 1, folders["private"], folders["static"])
    proxy.write()
    checked = proxy.check()
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr


def test_arrival_is_the_proxys_whatever_the_client_says(proxy):
    before = time.time()
    echoed = told(proxy, X_Request_Arrived="1")
    assert before - 0.1 <= float(echoed["HTTP_X_REQUEST_ARRIVED"]) <= echoed["now"]


def test_arrival_is_when_the_head_was_read_however_slow_the_body(proxy):
    connection = proxy.connect()
    head = f"POST /echo HTTP/1.1\r\nHost: {proxy.server_name}\r\nContent-Length: 4\r\n\r\n"
    before = time.time()
    connection.sock.sendall(head.encode())
    # Nothing is answered while the body is missing; that it stays missing is what takes time here.
    assert select.select([connection.sock], [], [], 1.5)[0] == []
    body_sent = time.time()
    connection.sock.sendall(b"body")
    response = http.client.HTTPResponse(connection.sock)
    response.begin()
    echoed = json.loads(response.read())
    connection.close()
    assert echoed["bytes"] == 4
    assert before - 0.1 <= float(echoed["HTTP_X_REQUEST_ARRIVED"]) <= before + 0.5 < body_sent <= echoed["now"]


def test_what_the_portal_trusts_cannot_be_sent_by_clients(proxy):
    echoed = told(
        proxy, X_Real_IP="6.6.6.6", X_Forwarded_For="6.6.6.6", X_Forwarded_Proto="http", X_Forwarded_Host="evil.example"
    )
    assert echoed["HTTP_X_REAL_IP"] == echoed["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert echoed["HTTP_X_FORWARDED_PROTO"] == "https"
    assert echoed["HTTP_HOST"] == proxy.server_name
    assert "HTTP_X_FORWARDED_HOST" not in echoed
    assert len(echoed["HTTP_X_REQUEST_ID"]) == 32


def test_private_files_are_sent_after_the_check_with_its_headers(proxy):
    response, body = proxy.request("GET", "/private/ab/%E8%AF%81%E6%98%8E%E6%9D%90%E6%96%99.pdf")
    assert (response.status, body) == (200, b"%PDF-private")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store, private"


def test_private_files_have_no_address_of_their_own(proxy):
    for path in (
        "/-private/ab/%E8%AF%81%E6%98%8E%E6%9D%90%E6%96%99.pdf",
        "/static/../private/ab/",
        "/static../private",
    ):
        response, body = proxy.request("GET", path)
        assert b"%PDF" not in body
        assert response.status != 200 or b"HTTP_HOST" in body


def test_static_files(proxy):
    response, body = proxy.request("GET", "/static/look.css", Accept_Encoding="gzip")
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/css")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(body) < 200
    response, _body = proxy.request("GET", "/static/look.0123456789ab.css")
    assert "immutable" in ", ".join(response.headers.get_all("Cache-Control"))


def test_too_large_a_request_is_refused_in_chinese(proxy):
    connection = proxy.connect()
    connection.putrequest("POST", "/echo", skip_host=True)
    connection.putheader("Host", proxy.server_name)
    connection.putheader("Content-Length", str(57 * MB))
    connection.endheaders()
    response = connection.getresponse()
    assert response.status == 413
    page = response.read().decode()
    connection.close()
    assert "50 MB" in page
    # The proxy's own pages wear the portal's stylesheet under the name that does not change.
    assert 'href="/static/look.css"' in page


def test_plain_http_is_sent_to_tls(proxy):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.http_port, timeout=10)
    connection.request("GET", "/calls?page=2", headers={"Host": proxy.server_name})
    response = connection.getresponse()
    assert response.status == 301
    assert response.headers["Location"] == f"https://{proxy.server_name}/calls?page=2"
    connection.close()


def test_other_names_get_no_answer(proxy):
    with socket.create_connection(("127.0.0.1", proxy.http_port), timeout=10) as link:
        link.sendall(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        assert link.recv(100) == b""


def test_without_the_portal_there_is_a_page_that_says_so(folders, tmp_path):
    with Proxy(tmp_path, free_port(), folders["private"], folders["static"]).running() as alone:
        response, body = alone.request("GET", "/")
    assert response.status == 502
    assert response.headers["Retry-After"] == "30"
    assert "系统暂时无法访问" in body.decode()


@pytest.mark.django_db(transaction=True)
def test_the_portal_itself_behind_the_proxy(folders, tmp_path):
    """Production settings, gunicorn and proxy together: pages, cookies, headers, and the containers' own check."""
    port = free_port()
    secret = tmp_path / "secret"
    secret.write_text(os.urandom(40).hex())
    environment = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "DATABASE_ROLE": "app",
        "DATABASE_URL": url_with_database(os.environ["DATABASE_URL"], settings.DATABASES["default"]["NAME"]),
        "SECRET_KEY_FILE": str(secret),
        "ALLOWED_HOSTS": "portal.example",
        "ARRIVAL_HEADER": "HTTP_X_REQUEST_ARRIVED",
        "CLIENT_IP_HEADER": "X-Real-IP",
        "PORTAL_VAR": str(collected(tmp_path, secret)),
    }
    static = tmp_path / "var" / "static"
    with (
        gunicorn("portal.wsgi", port, **environment) as env,
        Proxy(tmp_path, port, folders["private"], static).running() as proxy,
    ):
        # First through the proxy, which waits for a worker that is still loading.
        assert proxy.request("GET", "/healthz")[0].status == 200
        check = [sys.executable, "-m", "portal.running.alive", "web"]
        assert subprocess.run(check, cwd=BASE_DIR, env=env, check=False).returncode == 0
        response, body = proxy.request("GET", "/accounts/login/")
        assert response.status == 200, body.decode()
        assert "max-age=31536000" in response.headers["Strict-Transport-Security"]
        assert "__Host-csrftoken=" in response.headers["Set-Cookie"]
        assert "Secure" in response.headers["Set-Cookie"]
        style = next(part for part in body.decode().split('"') if part.startswith("/static/") and "portal." in part)
        response, _body = proxy.request("GET", style)
        assert response.status == 200
        assert "immutable" in ", ".join(response.headers.get_all("Cache-Control"))


def collected(tmp_path: Path, secret: Path) -> Path:
    """A var/ with the static files under names that carry their digest, as the image has them."""
    var = tmp_path / "var"
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "DATABASE_ROLE": "app",
        "SECRET_KEY_FILE": str(secret),
        "ALLOWED_HOSTS": "build.invalid",
        "PORTAL_VAR": str(var),
    }
    command = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    done = subprocess.run(command, cwd=BASE_DIR, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return var
