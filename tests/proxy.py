"""The production proxy for tests: real nginx on the rendered configuration, with a certificate of its own."""

import datetime
import http.client
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.running.bootstrap import NGINX
from portal.running.layout import BASE_DIR
from portal.running.valkey import free_port
from tests.waiting import eventually

TEMPLATE = BASE_DIR / "portal" / "running" / "proxy" / "portal.conf.template"
ERRORS = BASE_DIR / "portal" / "running" / "proxy" / "errors"
HOST = "portal.example"


def nginx_program() -> str:
    # Debian keeps it where ordinary users do not look; `make test` unpacks it where it is not installed.
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or str(NGINX)


def mime_types() -> Path:
    installed = Path("/etc/nginx/mime.types")
    return installed if installed.exists() else NGINX.with_name("mime.types")


def write_certificate(folder: Path, *names: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@dataclass
class Proxy:
    """nginx in ``folder`` in front of 127.0.0.1:``app_port``."""

    folder: Path
    app_port: int
    private_root: Path
    static_root: Path
    server_name: str = HOST
    http_port: int = field(default_factory=free_port)
    https_port: int = field(default_factory=free_port)

    @property
    def configuration(self) -> Path:
        return self.folder / "nginx.conf"

    @property
    def url(self) -> str:
        return f"https://{self.server_name}:{self.https_port}"

    def write(self) -> None:
        write_certificate(self.folder, self.server_name)
        values = {
            "SERVER_NAME": self.server_name,
            "HTTP_PORT": self.http_port,
            "HTTPS_PORT": self.https_port,
            "APP": f"127.0.0.1:{self.app_port}",
            "TLS_CERTIFICATE": self.folder / "certificate.pem",
            "TLS_KEY": self.folder / "key.pem",
            "STATIC_ROOT": self.static_root,
            "PRIVATE_ROOT": self.private_root,
            "ERRORS_ROOT": ERRORS,
        }
        # Like envsubst with these names: only ${NAME} of ours is replaced, nginx's own $variables stay.
        text = TEMPLATE.read_text()
        for name, value in values.items():
            text = text.replace(f"${{{name}}}", str(value))
        assert "${" not in text, "the template asks for a value that nobody gives"
        (self.folder / "portal.conf").write_text(text)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        lines = [
            # Started by root, nginx would step down to a user who cannot read the tests' folders.
            *(["user root;"] if os.geteuid() == 0 else []),
            "daemon off;",
            f"pid {self.folder}/nginx.pid;",
            f"error_log {self.folder}/error.log;",
            "worker_processes 1;",
            "events {}",
            "http {",
            f"include {mime_types()};",
            "default_type application/octet-stream;",
            "access_log off;",
            *(f"{kind}_temp_path {self.folder}/{kind};" for kind in kinds),
            f"include {self.folder}/portal.conf;",
            "}",
        ]
        self.configuration.write_text("\n".join(lines) + "\n")

    def command(self, *more: str) -> list[str]:
        return [nginx_program(), "-p", str(self.folder), "-e", "stderr", "-c", str(self.configuration), *more]

    def check(self) -> subprocess.CompletedProcess:
        return subprocess.run(self.command("-t"), capture_output=True, text=True, check=False)

    @contextmanager
    def running(self) -> Iterator["Proxy"]:
        self.write()
        checked = self.check()
        assert checked.returncode == 0, checked.stderr
        with (self.folder / "output.log").open("wb") as output:
            process = subprocess.Popen(self.command(), stdout=output, stderr=output)
        try:
            wait_for_port(self.https_port, process)
            yield self
        finally:
            process.terminate()
            process.wait(20)

    def connect(self) -> http.client.HTTPSConnection:
        """A TLS connection that checks the certificate against the name, although the name is not in the DNS."""
        trusting = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        connection = http.client.HTTPSConnection("127.0.0.1", self.https_port, timeout=90)
        plain = socket.create_connection(("127.0.0.1", self.https_port), timeout=90)
        connection.sock = trusting.wrap_socket(plain, server_hostname=self.server_name)
        return connection

    def request(self, method: str, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        connection = self.connect()
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers={"Host": self.server_name} | given)
            response = connection.getresponse()
            return response, response.read()
        finally:
            connection.close()


def wait_for_port(port: int, process: subprocess.Popen, seconds: float = 30) -> None:
    """Return when something listens; AssertionError when the process ends before."""

    def listens() -> bool:
        assert process.poll() is None, f"{process.args} ended with {process.returncode}"
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", port)) == 0

    eventually(listens, seconds=seconds, what=f"something listens on {port}")
