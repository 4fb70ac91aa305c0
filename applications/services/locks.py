"""Locks by name, for what has no row of its own to lock."""

import hashlib

from django.db import connection

from applications.models import Application, ApplicationVersion
from portal.workflow import lock


def name_lock(*parts: object) -> None:
    """Wait for every other transaction that locks the same name; released when this one ends."""
    name = ":".join(str(part) for part in parts)
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def lock_open_version(application: Application) -> tuple[Application, ApplicationVersion]:
    """The application and its current version as they stand now, locked in the one order that all writers keep."""
    application = lock(application)
    version = lock(application.current)
    version.application = application
    return application, version
