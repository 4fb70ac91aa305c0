"""The demo that `make demo` starts, and the developer's shell beside it.

The supervisor leaves the addresses and secrets of the services it started in
`var/run/environment`; what the process environment says comes first.
"""

from portal.running.layout import ENVIRONMENT_FILE
from portal.settings.base import *
from portal.settings.base import AS_OWNER, INSTALLED_APPS, MIDDLEWARE, TEMPLATES, VAR_DIR, database, env

env.read_env(ENVIRONMENT_FILE, overwrite=False)

DEMO = True
DEBUG = env.bool("DEV", default=False)
# The word "demo" in it makes production refuse it.
SECRET_KEY = env("SECRET_KEY", default="demo-secret-only-for-commands-run-before-the-first-start")
ALLOWED_HOSTS = ["*"]
INTERNAL_IPS = ["127.0.0.1"]
# Its commands, its pages under /demo/ and the line on top of every page exist here only.
INSTALLED_APPS.append("portal.demo")
TEMPLATES[0]["OPTIONS"]["context_processors"].append("portal.demo.context.demo")

DATABASE_URL = env("DATABASE_URL", default="postgres://app@127.0.0.1:5432/portal")
DATABASE_OWNER_URL = env("DATABASE_OWNER_URL", default=DATABASE_URL)
DATABASES = {
    "default": database(DATABASE_OWNER_URL if AS_OWNER else DATABASE_URL, as_owner=AS_OWNER),
}
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL

# Static files straight from their folders: nothing to collect between an edit and a look.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.middleware.security.SecurityMiddleware") + 1,
    "whitenoise.middleware.WhiteNoiseMiddleware",
)

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
