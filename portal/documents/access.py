"""Who may read which files: each room registers one rule per purpose of its FileLinks.

The kernel imports no domain app, so the rooms hand their rules in when Django starts (`AppConfig.ready`).
"""

from collections.abc import Callable

from django.db.models import Q

from portal.scoping import NOTHING

#: Gives the rows of the owner type that the actor may read, as a Q over FileLink/Document columns.
Rule = Callable[["object"], Q]

_purposes: dict[str, Rule] = {}
_documents: dict[str, Rule] = {}
_issuers: dict[str, Callable[["object"], int | None]] = {}


def register_purpose(purpose: str, rule: Rule, *, issuer: Callable[["object"], int | None] | None = None) -> None:
    """``rule(actor)`` returns a Q over FileLink (usually ``Q(owner_id__in=Owner.objects.visible_to(actor)…)``).

    ``issuer(link)`` names the office whose auditor may read who downloaded such a file.
    """
    _purposes[purpose] = rule
    if issuer:
        _issuers[purpose] = issuer


def issuer_of(link) -> int | None:
    issuer = _issuers.get(link.purpose)
    return issuer(link) if issuer else None


def register_document(kind: str, rule: Rule) -> None:
    """``rule(actor)`` returns a Q over Document (its ``subject_id``)."""
    _documents[kind] = rule


def link_q(actor) -> Q:
    """Links whose purpose's rule admits ``actor``, quarantined or not."""
    allowed = NOTHING
    for purpose, rule in _purposes.items():
        allowed = allowed | (Q(purpose=purpose) & rule(actor))
    return allowed


def file_q(actor) -> Q:
    """Links that ``actor`` may read: those whose purpose's rule admits it, none that is quarantined."""
    return link_q(actor) & Q(quarantined_at__isnull=True)


def document_q(actor) -> Q:
    allowed = NOTHING
    for kind, rule in _documents.items():
        allowed = allowed | (Q(kind=kind) & rule(actor))
    return allowed
