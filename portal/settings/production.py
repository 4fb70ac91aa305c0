"""Production: every secret from a file or the environment, and no start with an unsafe value.

A variable NAME may be given as NAME_FILE instead: the path of a file that holds the value, as
Docker and systemd hand over secrets. Variables: SECRET_KEY, ALLOWED_HOSTS (comma separated),
DATABASE_URL (role `app`), DATABASE_OWNER_URL (only where `migrate` runs), REDIS_URL,
EMAIL_URL, DEFAULT_FROM_EMAIL, PORTAL_URL, ARRIVAL_HEADER, PRIVATE_FILES_ACCEL, CSRF_TRUSTED_ORIGINS.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *
from portal.settings.base import AS_OWNER, STORAGES, database, env


def secret(name: str, default: str = "") -> str:
    """The value of ``name``, or of the file that ``name_FILE`` points to, without its last newline."""
    path = env(f"{name}_FILE", default="")
    if not path:
        return env(name, default=default)
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise ImproperlyConfigured(f"无法读取密钥文件 {name}_FILE={path}：{error.strerror}。") from error


def required(name: str) -> str:
    value = secret(name)
    if not value:
        raise ImproperlyConfigured(f"生产环境缺少配置项 {name}（或 {name}_FILE）。")
    return value


if env.bool("DEBUG", default=False) or env.bool("DEV", default=False):
    raise ImproperlyConfigured("生产环境不得开启 DEBUG 或 DEV。")
if env.bool("DEMO", default=False):
    raise ImproperlyConfigured("生产环境不得开启演示模式 DEMO。")

PRODUCTION = True
SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured("SECRET_KEY 过短或过于简单：至少 50 个字符，并由随机字符组成。")
if any(word in SECRET_KEY.lower() for word in ("demo", "test", "insecure", "changeme")):
    raise ImproperlyConfigured("SECRET_KEY 是演示或测试用的密钥，生产环境不得使用。")

ALLOWED_HOSTS = [host.strip() for host in secret("ALLOWED_HOSTS").split(",") if host.strip()]
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("生产环境须在 ALLOWED_HOSTS 中逐一写明域名，不得为空或为 *。")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])
# Where links in mails and the QR codes of papers lead.
PORTAL_URL = env("PORTAL_URL", default=f"https://{ALLOWED_HOSTS[0]}")

DATABASES = {
    "default": database(required("DATABASE_OWNER_URL" if AS_OWNER else "DATABASE_URL"), as_owner=AS_OWNER),
}
REDIS_URL = required("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL

EMAIL_CONFIG = env.email_url_config(secret("EMAIL_URL", default="smtp://localhost:25"))
vars().update(EMAIL_CONFIG)

# The proxy ends TLS and says so in X-Forwarded-Proto, which it overwrites.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
