"""Text of a .pdf with pdfplumber: lines in reading order, ruled tables as lines of cells divided by tabs, pages kept.

A page that is only a picture has no text: such a document is refused with what to do.
"""

import io
import re
from typing import Any

from calls.importing.formats.pdf_lines import SOFT_BREAK, Line, goes_on, is_page_number, line_of, margins
from calls.importing.formats.raw import RawText, raised
from calls.importing.paragraphs import between
from calls.importing.structure import ReadError

MAX_PAGES = 400
MAX_CHARS = 1_500_000
#: Fewer characters a page than this, on average, over a picture: a scan with a stamp or a page number on it.
SCAN_CHARS = 20
#: A raised character is smaller than its neighbour and its foot stands higher by this share of the neighbour's size.
SMALLER, HIGHER = 0.8, 0.15

BROKEN = "PDF 文件已损坏，无法读取。请重新导出后再上传。"
LOCKED = "PDF 文件设有密码，无法读取。请去掉密码后再上传。"
SCANNED = "这份 PDF 是扫描图片，没有可以读取的文字。请上传 Word 原件，或先用文字识别软件转成文字后再上传。"
TOO_MUCH = "PDF 文件文字过多，请只上传榜单正文和附件。"
TOO_LONG = f"PDF 文件超过 {MAX_PAGES} 页，请只上传榜单正文和附件。"


def pdf_text(content: bytes) -> RawText:
    """Text by pages. Raises ReadError for broken, locked, scanned and over-long files."""
    # Slow to import, and most documents are no PDF.
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise ReadError(TOO_LONG)
            return _read(pdf)
    except (PdfminerException, PDFSyntaxError, PSException, PDFPasswordIncorrect) as error:
        locked = isinstance(error, PDFPasswordIncorrect) or "PDFPasswordIncorrect" in repr(error)
        raise ReadError(LOCKED if locked else BROKEN) from error
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, AssertionError, RecursionError) as error:
        # What the library lets through of a file that does not keep to the format.
        if isinstance(error, ReadError):
            raise
        raise ReadError(BROKEN) from error


def _read(pdf: Any) -> RawText:
    lines: list[Line] = []
    pictures = printed = 0
    for number, page in enumerate(pdf.pages, start=1):
        pictures += bool(page.images)
        found = [line for line in _lines(page, number) if not is_page_number(line, page.height)]
        page.close()
        printed += sum(len(line.text) for line in found)
        if printed > MAX_CHARS:
            raise ReadError(TOO_MUCH)
        lines += found
    if not printed or (pictures and printed < SCAN_CHARS * len(pdf.pages)):
        raise ReadError(SCANNED)
    return _joined(lines, len(pdf.pages))


def _joined(lines: list[Line], count: int) -> RawText:
    """The lines with their breaks: soft within a paragraph, hard after it."""
    at = margins(lines)
    pages = [0] * count
    text = ""
    for index, line in enumerate(lines):
        if index:
            above = lines[index - 1]
            soft = at is not None and goes_on(above, line, at)
            text += between(above.text, line.text) + SOFT_BREAK if soft else "\n"
        for page in range(lines[index - 1].page if index else 0, line.page):
            pages[page] = len(text)
        text += line.text
    for page in range(lines[-1].page, count):
        pages[page] = len(text)
    return RawText(text + "\n", tuple(pages))


def _lines(page: Any, number: int) -> list[Line]:
    """Lines of a page and rows of its tables, from top to bottom."""
    _raise_scripts(page.chars)
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 1]
    outside = page
    made: list[Line] = []
    for table in tables:
        box = table.bbox
        outside = outside.filter(lambda thing, box=box: not _within(thing, box))
        for row, cells in zip(table.rows, table.extract(x_tolerance_ratio=0.3), strict=True):
            left, top, right, bottom = row.bbox
            text = "\t".join(_cell(cell) for cell in cells)
            made.append(Line(number, top, bottom, left, right, 0, 0, text, row=True))
    made += (line_of(number, found) for found in outside.extract_text_lines(x_tolerance_ratio=0.3, strip=True))
    return sorted((line for line in made if line.text.strip()), key=lambda line: line.top)


def _within(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    if thing.get("object_type") != "char":
        return False
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _cell(text: str | None) -> str:
    """One line; a break between Chinese characters was only the column's end."""
    return re.sub(r"\s*\n\s*", " ", text or "").replace("\t", " ").strip()


def _raise_scripts(chars: list[dict[str, Any]]) -> None:
    """Small digits that stand high after a character become superscripts, in place."""
    base: dict[str, Any] | None = None
    for char in chars:
        if base and _is_raised(base, char):
            char["text"] = raised(char["text"])
        elif not char["text"].isspace():
            base = char


def _is_raised(base: dict[str, Any], char: dict[str, Any]) -> bool:
    return (
        char["text"] in "0123456789-−+"
        and char["size"] < SMALLER * base["size"]
        and base["bottom"] - char["bottom"] > HIGHER * base["size"]
        and base["top"] - char["top"] < base["size"] / 2
        and -1 < char["x0"] - base["x1"] < 3 * base["size"]
    )
