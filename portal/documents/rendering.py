"""Printed documents: context → HTML → PDF, three functions. Furniture and seals are stamped on afterwards.

The same input, of which the font set is a part, gives byte-identical PDFs with the same renderer; each artefact keeps
its version.
"""

from dataclasses import dataclass

from django.template.loader import render_to_string


class DocumentError(Exception):
    """A document cannot be made; the message says why, in Chinese, for the page that shows its state."""


@dataclass(frozen=True)
class Rendered:
    """A PDF as laid out, before furniture and seals; `missing` are characters that no font of the set has."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...]


def renderer_version() -> str:
    """What laid a document out, e.g. ``weasyprint-70.0 pango-15012``: kept on each artefact."""
    from portal.documents import layout  # WeasyPrint: only in a process that makes papers

    return layout.version()


def document_context(*, title: str, author: str = "", subject: str = "", **content) -> dict:
    """The context of templates/documents/base.html: what a PDF says of itself, and the document's own content."""
    return {"title": title, "author": author, "subject": subject, **content}


def document_html(*, template: str, context: dict) -> str:
    """HTML of a document; the template extends documents/base.html, which brings the stylesheet along."""
    return render_to_string(template, context)


def document_pdf(html: str) -> Rendered:
    """Lay HTML out as PDF. Raises DocumentError when it asks for anything outside."""
    from portal.documents import layout  # WeasyPrint: only in a process that makes papers

    return layout.laid_out(html)
