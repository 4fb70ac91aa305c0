"""pytest. tests/conftest.py starts the services that `portal.running.throwaway` announces."""

from portal.running import throwaway  # noqa: F401  (fixes this run's addresses before base reads them)
from portal.settings.base import *
from portal.settings.base import MIDDLEWARE, database, env

DEMO = env.bool("DEMO", default=False)
SECRET_KEY = "test-secret-test-secret-test-secret-test-secret-test-secret"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

# pytest creates and migrates its database as `owner`; conftest lets every connection act as
# `app` from then on. A worker started by a test gets DATABASE_ROLE=app and the real role.
AS_OWNER = env("DATABASE_ROLE", default="owner") == "owner"
DATABASES = {
    "default": database(env("DATABASE_OWNER_URL" if AS_OWNER else "DATABASE_URL"), as_owner=AS_OWNER),
}
# A live server closes each request's connection: none is left when the database is dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
REDIS_URL = env("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL

# Argon2 takes 50 ms by design; its use is asserted by a test of the base settings.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.locmem.EmailBackend")
EMAIL_FILE_PATH = env("EMAIL_FILE_PATH", default=None)

# Django's live server insists on an address for uploads; nothing of the portal's lies under it.
MEDIA_URL = "/no-such-address/"

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.middleware.security.SecurityMiddleware") + 1,
    "whitenoise.middleware.WhiteNoiseMiddleware",
)
