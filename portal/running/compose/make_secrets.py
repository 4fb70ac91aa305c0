"""Write the secrets of a production installation once: `python3 -m portal.running.compose.make_secrets FOLDER`.

Files that exist are kept. Each is readable by the containers' users; the folder is readable by root only.
"""

import secrets
import sys
from pathlib import Path

POSTGRES_HOST = "postgres"
REDIS_HOST = "redis"


def make_secrets(folder: Path) -> list[str]:
    """Names of the files written. TLS certificate and key are yours to put beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    written = []

    def secret(name: str, value: str) -> str:
        path = folder / name
        if not path.exists():
            path.write_text(value + "\n")
            # Containers see a single mounted file, as users of their own.
            path.chmod(0o444)
            written.append(name)
        return path.read_text().strip()

    secret("secret_key", secrets.token_urlsafe(64))
    secret("postgres_password", secrets.token_urlsafe(32))
    owner = secret("owner_password", secrets.token_urlsafe(32))
    app = secret("app_password", secrets.token_urlsafe(32))
    redis = secret("redis_password", secrets.token_urlsafe(32))
    secret("database_owner_url", f"postgres://owner:{owner}@{POSTGRES_HOST}:5432/portal")
    secret("database_url", f"postgres://app:{app}@{POSTGRES_HOST}:5432/portal")
    secret("redis_url", f"redis://:{redis}@{REDIS_HOST}:6379/0")
    secret("redis.conf", f"requirepass {redis}\nappendonly yes\nmaxmemory-policy noeviction\ndir /data")
    secret("email_url", "smtp://localhost:25")
    return written


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit("用法：python3 -m portal.running.compose.make_secrets <目录>")
    folder = Path(sys.argv[1])
    written = make_secrets(folder)
    print(f"已写入 {folder}：{'、'.join(written) or '（全部已存在，未改动）'}")
    for name, what in (("tls_certificate.pem", "证书链"), ("tls_key.pem", "私钥")):
        if not (folder / name).exists():
            print(f"请将 TLS {what}放入 {folder / name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
