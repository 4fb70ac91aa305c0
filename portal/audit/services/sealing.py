"""The chain over the audit log: each sealed entry's digest contains the one before it.

Sealing runs after the commit (docs/decisions/0004). Everything visible is sealed at once, under one lock, so an entry
that turns up later with an earlier time than the last sealing was put in afterwards.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

import rfc8785
from django.db import connection, transaction
from django.utils import timezone

from portal.audit.models import AuditEntry, AuditLink

#: `previous_digest` of the first link.
ORIGIN = "0" * 64
_LOCK = 0x4155444954
_CHUNK = 500


def entry_content(entry: AuditEntry) -> dict[str, Any]:
    """What is sealed of an entry: every column."""
    return {
        "id": entry.pk,
        "at": entry.at.isoformat(timespec="microseconds"),
        "action": entry.action,
        "user": entry.user_id,
        "membership": entry.membership_id,
        "organisation": entry.organisation_id,
        "issuer": entry.issuer_id,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "comment": entry.comment,
        "data": entry.data,
        "address": entry.address,
    }


def link_digest(*, position: int, previous_digest: str, entry: AuditEntry) -> str:
    """SHA-256 (hex) over the canonical JSON (RFC 8785) of position, previous digest and entry."""
    content = {"position": position, "previous": previous_digest, "entry": entry_content(entry)}
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


@transaction.atomic
def audit_seal_pending() -> int:
    """Seal every entry that is visible and not sealed yet; returns how many. Only one sealer works at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    last = AuditLink.objects.order_by("-position").first()
    position, digest = (last.position, last.digest) if last else (0, ORIGIN)
    now = timezone.now()
    count = 0
    for chunk in _pending():
        links = []
        for entry in chunk:
            position += 1
            previous, digest = digest, link_digest(position=position, previous_digest=digest, entry=entry)
            links.append(
                AuditLink(position=position, entry=entry, previous_digest=previous, digest=digest, sealed_at=now)
            )
        AuditLink.objects.bulk_create(links)
        count += len(links)
    return count


def _pending() -> Iterator[list[AuditEntry]]:
    """Unsealed entries in order, in chunks; what commits meanwhile with a lower id waits for the next sealing."""
    after = 0
    unsealed = AuditEntry._base_manager.filter(chain_link=None).order_by("pk")
    while chunk := list(unsealed.filter(pk__gt=after)[:_CHUNK]):
        after = chunk[-1].pk
        yield chunk
