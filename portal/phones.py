"""Phone numbers on pages: masked until somebody asks, and then it is written down who did.

A room registers which fields of which models may be revealed: `register_phone`. Pages show them with
``{% phone object "field" %}``, whose button posts a signed token of (model label, key, field); revealing looks the
object up anew among the rows that the actor may see.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.core import signing
from django.db.models import Model, QuerySet

SALT = "portal.phones"
Visible = Callable[[object], QuerySet]


@dataclass(frozen=True, slots=True)
class Revealable:
    """``visible(actor)`` are the rows whose number the actor may read; ``issuer(row)`` the office whose auditor may
    read that it was."""

    visible: Visible
    issuer: Callable[[Model], int | None]


_fields: dict[tuple[str, str], Revealable] = {}


def register_phone(
    label: str, field: str, *, visible: Visible | None = None, issuer: Callable[[Model], int | None] = lambda row: None
) -> None:
    """Let ``field`` of the model ``label`` ("accounts.organisation") be revealed to those who see its rows.

    Without ``visible`` the model is a scoped one and its own ``visible_to`` decides.
    """
    model = apps.get_model(label)
    _fields[label.lower(), field] = Revealable(visible or (lambda actor: model.objects.visible_to(actor)), issuer)


def mask(number: str) -> str:
    """“13800138888” → “138****8888”; a short or foreign number keeps its first and last digits at most."""
    number = number.strip()
    if len(number) >= 11:
        return f"{number[:3]}****{number[-4:]}"
    if len(number) >= 7:
        return f"{number[:2]}****{number[-2:]}"
    return "****" if number else ""


def token_for(row: Model, field: str) -> str:
    label = row._meta.label_lower
    if (label, field) not in _fields:
        raise ValueError(f"{label}.{field} is not registered with register_phone")
    return signing.dumps([label, row.pk, field], salt=SALT)


def find(token: str, actor: object) -> tuple[Model, str, int | None] | None:
    """(row, number, issuer) of a token, or None: forged, not registered, or not for this actor."""
    try:
        label, key, field = signing.loads(token, salt=SALT)
        rule = _fields[label, field]
    except (signing.BadSignature, KeyError, ValueError):
        return None
    row = rule.visible(actor).filter(pk=key).first()
    return (row, getattr(row, field) or "", rule.issuer(row)) if row is not None else None
