"""The papers there are: each room hands in its own when Django starts; the kernel knows only how to make them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from portal.documents.access import Rule, register_document
from portal.documents.models import Seal


@dataclass(frozen=True, slots=True)
class SealPlace:
    """A seal and the id of the element in the template on which its centre stands."""

    anchor: str
    seal: Seal


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of paper about one frozen subject.

    ``source(subject)`` is the digest of what the paper says (a submission's SHA-256): with template, fonts and seals
    it makes the document's input. ``number`` and ``digest`` are printed on every page, as given.
    ``readers(actor)`` is a Q over Document; ``issuer(subject)`` the office whose auditor reads of its downloads.
    """

    code: str
    label: str
    subject_model: type[models.Model]
    template: str
    title: Callable[[Any], str]
    context: Callable[[Any], dict[str, Any]]
    source: Callable[[Any], str]
    readers: Rule
    seals: Callable[[Any], list[SealPlace]] = field(default=lambda subject: [])
    number: Callable[[Any], str] = field(default=lambda subject: "")
    number_label: str = "申报编号"
    digest: Callable[[Any], str] = field(default=lambda subject: "")
    issuer: Callable[[Any], int | None] = field(default=lambda subject: None)


_kinds: dict[str, DocumentKind] = {}


def register_kind(kind: DocumentKind) -> None:
    if kind.code in _kinds:
        raise ValueError(f"document kind {kind.code} stands twice")
    _kinds[kind.code] = kind
    register_document(kind.code, kind.readers)


def kind_of(code: str) -> DocumentKind:
    return _kinds[code]


def subject_of(document) -> models.Model:
    """The row a document is about, past the guard: who may read the document was decided before."""
    return kind_of(document.kind).subject_model._base_manager.get(pk=document.subject_id)
