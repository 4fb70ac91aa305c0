"""What a paper is laid out with: its template and the font set. Both are part of a document's input."""

import hashlib

from django.template.loader import get_template

from portal.documents.fonts import FontMissing, font_set_version

SHARED_TEMPLATES = ("documents/base.html", "documents/print.css")


def template_digest(name: str) -> str:
    """Digest of the template's own text and of the page layout all papers share: a change is a new input."""
    texts = (get_template(part).template.source for part in (name, *SHARED_TEMPLATES))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def layout_ordered(template: str) -> dict[str, str]:
    """`layout_input` where a paper is ordered: a website without the fonts must not stop somebody from submitting, so
    there the font set stays open until a worker makes the paper."""
    try:
        return layout_input(template)
    except FontMissing:
        return {"template": template_digest(template), "fonts": ""}


def layout_input(template: str) -> dict[str, str]:
    """The parts of a document's input that a new release of the portal may change. Raises `FontMissing`."""
    return {"template": template_digest(template), "fonts": font_set_version()}
