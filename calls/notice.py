"""通知正文: kept as simple HTML (h3, p, table), edited as lines of text, shown through autoescaping templates.

Nothing else is ever read out of the stored HTML, so whatever else stood in it would not reach a page.
"""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import NamedTuple

from django.utils.html import escape

HEADING = "heading"
TEXT = "text"
TABLE = "table"

_NUMBERED = re.compile(r"^(?:第[一二三四五六七八九十\d]+[章条节]|[一二三四五六七八九十]{1,3}、)")
_SENTENCE = re.compile(r"[。；，]")
_LONGEST_HEADING = 40


class Paragraph(NamedTuple):
    """``kind`` heading, text or table; a table's ``rows`` are its cells."""

    kind: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


def notice_html(lines: Iterable[str]) -> str:
    """One line is one paragraph; “一、…” without a sentence is a heading; lines with tabs are rows of a table."""
    parts: list[str] = []
    rows: list[str] = []
    for line in [*(raw.strip("\r\n ") for raw in lines), ""]:
        if "\t" in line:
            cells = "".join(f"<td>{escape(cell.strip())}</td>" for cell in line.split("\t"))
            rows.append(f"<tr>{cells}</tr>")
            continue
        if rows:
            parts.append(f"<table>{''.join(rows)}</table>")
            rows = []
        if line:
            tag = "h3" if _is_heading(line) else "p"
            parts.append(f"<{tag}>{escape(line)}</{tag}>")
    return "\n".join(parts)


def _is_heading(line: str) -> bool:
    return bool(_NUMBERED.match(line)) and len(line) <= _LONGEST_HEADING and not _SENTENCE.search(line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Paragraph] = []
        self.rows: list[tuple[str, ...]] = []
        self.cells: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in {"p", "h3", "td"}:
            self.text = []
        elif tag == "tr":
            self.cells = []
        elif tag == "table":
            self.rows = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        words = "".join(self.text).strip()
        if tag in {"p", "h3"} and words:
            self.found.append(Paragraph(TEXT if tag == "p" else HEADING, words))
        elif tag == "td":
            self.cells.append(words)
        elif tag == "tr":
            self.rows.append(tuple(self.cells))
        elif tag == "table" and self.rows:
            self.found.append(Paragraph(TABLE, "", tuple(self.rows)))


def notice_paragraphs(html: str) -> list[Paragraph]:
    """The paragraphs of stored HTML, for templates."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def notice_text(html: str) -> str:
    """The lines that `notice_html` makes the same HTML of, for an officer to edit."""
    lines: list[str] = []
    for paragraph in notice_paragraphs(html):
        lines += ["\t".join(row) for row in paragraph.rows] if paragraph.kind == TABLE else [paragraph.text]
    return "\n".join(lines)
