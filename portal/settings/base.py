"""What holds in every mode. Values that differ from machine to machine come from the environment."""

from pathlib import Path

import environ
from django.urls import reverse_lazy
from kombu import Exchange, Queue

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env("PORTAL_VAR", default=str(BASE_DIR / "var")))

DEBUG = False
DEMO = False
# Website, worker and migration refuse a database that is not fit for it (portal/checks.py).
PRODUCTION = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    # For its files alone: the editor of notices (static/notice_editor.js).
    "django_prose_editor",
    "csp",
    "portal",
    "portal.accounts",
    "portal.audit",
    "portal.documents",
    "portal.notifications",
    "calls",
    "applications",
    "reviews",
]

# The arrival of a request is taken first, before anything can be slow; a request has its
# id before anything can be logged; the actor is known as soon as the user is.
MIDDLEWARE = [
    "portal.accounts.middleware.ArrivalMiddleware",
    "portal.client_address.ClientAddressMiddleware",
    "portal.request_id.RequestIdMiddleware",
    "portal.outage.DatabaseOutageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.errors.GateMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Language and time -------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Database ----------------------------------------------------------------------------
# `app` reads and writes rows; `owner` owns the tables and migrates. One of the two is
# connected at a time, so that no code can reach the other by naming an alias.
DATABASE_APP_ROLE = env("DATABASE_APP_ROLE", default="app")


def database(url: str, *, as_owner: bool) -> dict:
    """One DATABASES entry for a `postgres://` URL.

    A lock or statement that hangs gives up (10 s, 60 s) and is answered with 503; migrations
    may take as long as they need, but do not queue behind a lock for longer than 10 s.
    """
    entry = environ.Env.db_url_config(url)
    limits = ["-c lock_timeout=10000"]
    if not as_owner:
        limits += ["-c statement_timeout=60000", "-c idle_in_transaction_session_timeout=300000"]
    options = {"connect_timeout": "5", "options": " ".join(limits), **entry.get("OPTIONS", {})}
    return entry | {"OPTIONS": options, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}


AS_OWNER = env("DATABASE_ROLE", default="app") == "owner"

# --- Sessions, cache ---------------------------------------------------------------------
# Both lie in the database: no request may depend on the broker, and a second web node
# sees the same sign-in limits.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
    }
}

# --- Who may sign in ---------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "phone")},
    },
    {
        "NAME": "portal.accounts.passwords.LengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.sign_in.SignInForm",
    "signup": "portal.accounts.forms.sign_in.SignUpForm",
    "reset_password": "portal.accounts.forms.sign_in.ResetForm",
    "change_password": "portal.accounts.forms.sign_in.ChangePasswordForm",
    "reset_password_from_key": "portal.accounts.forms.sign_in.NewPasswordForm",
    "reauthenticate": "portal.accounts.forms.sign_in.PasswordAgainForm",
    "confirm_email_verification_code": "portal.accounts.forms.sign_in.MailCodeForm",
}
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.sign_in.TotpForm",
    "reauthenticate": "portal.accounts.forms.sign_in.TotpAgainForm",
    "activate_totp": "portal.accounts.forms.sign_in.TotpSetUpForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# Sign-up has one field for either (SignUpForm); these say what a new account can have.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
# A mail address is proved by a code sent to it: only so can signing up say the same whether
# the address is taken or not.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "【揭榜挂帅申报平台】"
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Every other session ends by itself: its key is derived from the old password.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
PASSWORD_RESET_TIMEOUT = 60 * 60
# The header in which a trusted proxy tells the client's address, overwriting whatever was
# sent; X-Forwarded-For is never believed. Sign-in limits and the audit log go by it.
CLIENT_IP_HEADER = env("CLIENT_IP_HEADER", default=None)
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = CLIENT_IP_HEADER
MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "揭榜挂帅申报平台"
# Phones whose clock is off by less than half a minute still work.
MFA_TOTP_TOLERANCE = 1

# --- Requests ----------------------------------------------------------------------------
# Twice the largest real form (1,100 fields, 3 MB of text); files do not count towards it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# The header in which a trusted proxy tells when a request arrived (seconds since 1970 with
# milliseconds), in WSGI spelling such as HTTP_X_REQUEST_ARRIVED; empty: there is no such proxy.
ARRIVAL_HEADER = env("ARRIVAL_HEADER", default="")

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

# --- Files -------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # Third-party parts as npm installed them; a part that is not there is left out, so that
    # commands run before `npm ci` and the missing file shows as a 404 of that file alone.
    *(
        (f"vendor/{name}", BASE_DIR / "node_modules" / folder)
        for name, folder in [
            ("bootstrap", "bootstrap/dist"),
            ("htmx", "htmx.org/dist"),
            ("sortablejs", "sortablejs"),
        ]
        if (BASE_DIR / "node_modules" / folder).is_dir()
    ),
]
# Uploads and rendered documents: never under the static tree and without an address of
# their own; a view checks, then sends them.
MEDIA_ROOT = Path(env("PORTAL_FILES", default=str(VAR_DIR / "files")))
MEDIA_URL = None
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": None, "file_permissions_mode": 0o640},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# With a proxy: the internal location through which it sends private files (X-Accel-Redirect);
# empty: Django sends them itself.
PRIVATE_FILES_ACCEL = env("PRIVATE_FILES_ACCEL", default="")
FONTS_DIR = Path(env("PORTAL_FONTS", default=str(BASE_DIR / "var" / "fonts")))

# --- Mail --------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="no-reply@portal.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
# Where the portal is reached from outside: links in mails and feeds start with it.
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000")

# --- Celery (read by portal/celery.py with the namespace CELERY) --------------------------
# A task is acknowledged when it is done, and given to another worker when its own is killed:
# tasks therefore are safe to run twice.
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "queue_order_strategy": "round_robin",
}
CELERY_TASK_SOFT_TIME_LIMIT = 300
CELERY_TASK_TIME_LIMIT = 360
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
# A worker takes from its queues in turn, so that mail and heartbeats do not wait behind
# hundreds of documents to render.
CELERY_TASK_DEFAULT_QUEUE = "default"
# Each has an exchange of its own: on a shared one every queue would get a copy of every message.
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in ("default", "documents", "heartbeat")]
CELERY_TASK_ROUTES = {
    "portal.heartbeat.*": {"queue": "heartbeat"},
    "portal.documents.*": {"queue": "documents"},
}
CELERY_IMPORTS = ["portal.heartbeat"]
# Name = dotted path of the task; `schedule` in seconds or a crontab; each room adds its own.
CELERY_BEAT_SCHEDULE = {
    "portal.heartbeat.record_worker": {
        "task": "portal.heartbeat.record_worker",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    "portal.notifications.tasks.send_reminders": {
        "task": "portal.notifications.tasks.send_reminders",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    # The dispatcher seals too; this one does it when no dispatcher runs.
    "portal.audit.tasks.seal": {
        "task": "portal.audit.tasks.seal",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "run" / "beat" / "schedule")

# --- Logs --------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portal.request_id.RequestIdFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} [{request_id}] {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # They tell each step of each document.
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
    },
}
