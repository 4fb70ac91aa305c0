"""Laying HTML out as PDF with WeasyPrint, which only `portal.documents.rendering` asks for.

Importing WeasyPrint loads Pango and takes over half a second of CPU: a module of its own, so that only a process that
makes papers pays for it, at its first one.
"""

import gc
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

import weasyprint
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.documents import justification
from portal.documents.fonts import FACES, face_bytes, font_face_css
from portal.documents.rendering import DocumentError, Rendered

FONT_SCHEME = "portal-font:"
# Nine lines a document that say nothing went wrong.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


class OwnFetcher(URLFetcher):
    """Reaches data: addresses and our own fonts, nothing else.

    WeasyPrint's own fetcher reads any file and any host that markup names (CVE-2025-68616). Printed documents name
    none, so anything else is an intrusion or a mistake and ends the rendering.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        #: What was asked for and not given: WeasyPrint swallows even fatal errors where it draws SVG.
        self.refused: list[str] = []

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        if url.startswith(FONT_SCHEME) and (key := url.removeprefix(FONT_SCHEME)) in FACES:
            return URLFetcherResponse(url, face_bytes(key), {"Content-Type": "font/ttf"})
        if not url.lower().startswith("data:"):
            self.refused.append(url)
            raise FatalURLFetchingError(url)
        return super().fetch(url, headers)


class _MissingGlyphs(logging.Handler):
    """Collects the characters WeasyPrint could not draw: it prints a blank box and only logs it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef") and record.args[0] not in self.characters:
            self.characters.append(record.args[0])


# Pango's font map is not made for threads; a worker process renders one document at a time anyway.
_rendering = threading.Lock()


@cache
def _font_configuration() -> FontConfiguration:
    """The fonts of all documents of this process: loading them anew costs more than a short document."""
    justification.install()
    configuration = FontConfiguration()
    weasyprint.CSS(string=font_face_css(), font_config=configuration, url_fetcher=OwnFetcher())
    return configuration


@contextmanager
def _garbage_later() -> Iterator[None]:
    """Layout allocates a million small objects that live to its end: looking through them meanwhile is wasted."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
            gc.collect()


@cache
def version() -> str:
    return f"weasyprint-{weasyprint.__version__} pango-{pango.pango_version()}"


def laid_out(html: str) -> Rendered:
    """See `portal.documents.rendering.document_pdf`."""
    missing, fetcher = _MissingGlyphs(), OwnFetcher()
    logger = logging.getLogger("weasyprint")
    pages, pdf = 0, b""
    with _rendering, _garbage_later(), suppress(FatalURLFetchingError):
        logger.addHandler(missing)
        try:
            source = weasyprint.HTML(string=html, url_fetcher=fetcher)
            layout = source.render(font_config=_font_configuration())
            pages, pdf = len(layout.pages), layout.write_pdf()
        finally:
            logger.removeHandler(missing)
    if fetcher.refused:
        raise DocumentError(f"文书引用了外部资源，已停止生成：{fetcher.refused[0][:200]}")
    return Rendered(pdf=pdf, pages=pages, missing=tuple(missing.characters))
