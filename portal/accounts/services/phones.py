"""Showing a full phone number to one who asks, on record."""

from django.db import models, transaction

from portal.accounts.actor import Actor
from portal.audit.services.record import audit_record
from portal.phones import find


@transaction.atomic
def phone_reveal(*, actor: Actor, token: str, address: str | None = None) -> tuple[models.Model, str] | None:
    """(row, number), the audit log saying who read it; None when the token is not one or not for this actor."""
    found = find(token, actor)
    if found is None:
        return None
    row, number, issuer_id = found
    audit_record(actor=actor, action="phone_reveal", obj=row, issuer_id=issuer_id, address=address)
    return row, number
