"""Locks by name, for what has no row of its own to lock (rows are locked with `portal.workflow.lock`)."""

import hashlib

from django.db import connection


def name_lock(*parts: object) -> None:
    """Wait for every other transaction that locks the same name; released when this one ends."""
    name = ":".join(str(part) for part in parts)
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
