"""通知正文: kept as simple HTML (headings, paragraphs, lists, tables), written in an editor or as lines of text.

Everything is sanitised when it is saved, and again when it is shown, so that whatever else stood in the database would
not reach a page. Headings are h3 and h4 as stored: above them stands the page's own.
"""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import NamedTuple

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

HEADING = "heading"
TEXT = "text"
ITEM = "item"
TABLE = "table"

TAGS = {"h3", "h4", "p", "br", "strong", "em", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
#: Spans that merged cells have, and the number a list begins with.
ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}}
#: Dropped with all that stands in them.
_DROPPED = {"script", "style", "iframe", "object", "noscript", "template", "title"}
#: What pasted documents use for the same.
_RENAMED = (
    (re.compile(r"<(/?)(?:h1|h2)(?=[\s>/])", re.I), r"<\1h3"),
    (re.compile(r"<(/?)(?:h5|h6)(?=[\s>/])", re.I), r"<\1h4"),
    (re.compile(r"<(/?)b(?=[\s>/])", re.I), r"<\1strong"),
    (re.compile(r"<(/?)i(?=[\s>/])", re.I), r"<\1em"),
)
_SPAN = re.compile(r"[1-9]\d{0,2}")
_EMPTY = re.compile(r"<(p|h3|h4)>(?:\s|&nbsp;|<br>)*</\1>")
_NUMBERED = re.compile(r"^(?:第[一二三四五六七八九十\d]+[章条节]|[一二三四五六七八九十]{1,3}、)")
_SENTENCE = re.compile(r"[。；，]")
_LONGEST_HEADING = 40


class Paragraph(NamedTuple):
    """``kind`` heading, text, item (of a list) or table; a table's ``rows`` are its cells."""

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


def _attribute(tag: str, name: str, value: str) -> str | None:
    return value if _SPAN.fullmatch(value) else None


def notice_clean(html: str) -> str:
    """What of ``html`` may stand in a notice, without empty paragraphs around; "" when nothing is left to read."""
    for pattern, new in _RENAMED:
        html = pattern.sub(new, html)
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        clean_content_tags=_DROPPED,
        strip_comments=True,
        link_rel=None,
    )
    cleaned = _EMPTY.sub("", cleaned).strip()
    return cleaned if nh3.clean(cleaned, tags=set()).strip() else ""


def notice_shown(html: str) -> SafeString:
    """The stored notice as a page shows it below its own h1; wide tables scroll by themselves."""
    cleaned = notice_clean(html)
    for stored, shown in (("h3", "h2"), ("h4", "h3")):
        cleaned = cleaned.replace(f"<{stored}>", f"<{shown}>").replace(f"</{stored}>", f"</{shown}>")
    cleaned = cleaned.replace("<table>", '<div class="scroll"><table>').replace("</table>", "</table></div>")
    return mark_safe(cleaned)  # noqa: S308 - sanitised on the line above


class _Reader(HTMLParser):
    """Text by its blocks; what stands within a cell is the cell's, whatever it is made of."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Paragraph] = []
        self.rows: list[tuple[str, ...]] = []
        self.cells: list[str] = []
        self.text: list[str] = []
        self.in_cell = self.in_item = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in {"td", "th"}:
            self.text, self.in_cell = [], True
        elif self.in_cell:
            self.text.append(" " if tag in {"p", "li", "br"} else "")
        elif tag in {"p", "h3", "h4", "li"}:
            self._end(TEXT)
            self.in_item = self.in_item or tag == "li"
        elif tag == "br":
            self.text.append(" ")
        elif tag == "tr":
            self.cells = []
        elif tag == "table":
            self._end(TEXT)
            self.rows = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.cells.append(" ".join("".join(self.text).split()))
            self.text, self.in_cell = [], False
        elif tag == "tr":
            self.rows.append(tuple(self.cells))
        elif tag == "table" and self.rows:
            self.found.append(Paragraph(TABLE, "", tuple(self.rows)))
        elif not self.in_cell and tag in {"p", "h3", "h4", "li"}:
            self._end(HEADING if tag in {"h3", "h4"} else TEXT)
            self.in_item = self.in_item and tag != "li"

    def close(self) -> None:
        super().close()
        self._end(TEXT)

    def _end(self, kind: str) -> None:
        words = "".join(self.text).strip()
        self.text = []
        if words:
            self.found.append(Paragraph(ITEM if self.in_item and kind == TEXT else kind, words))


def notice_paragraphs(html: str) -> list[Paragraph]:
    """The stored notice block by block, as plain text."""
    reader = _Reader()
    reader.feed(notice_clean(html))
    reader.close()
    return reader.found


def notice_text(html: str) -> str:
    """The lines of a stored notice; of what `notice_html` made, the lines it was made of."""
    lines: list[str] = []
    for paragraph in notice_paragraphs(html):
        lines += ["\t".join(row) for row in paragraph.rows] if paragraph.kind == TABLE else [paragraph.text]
    return "\n".join(lines)
