"""Text of a .docx: paragraphs as lines with the numbers that Word generates, table cells divided by tabs.

Own code, because no kept library prints automatic Chinese numbers. Hostile files end in a ReadError: a DOCTYPE is
refused (no entities, so no expansion), only the parts needed are unpacked, each up to a limit, and macros are refused.
"""

import io
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from calls.importing.formats.docx_numbers import Level, Numbers
from calls.importing.formats.raw import RawText, raised
from calls.importing.structure import ReadError

MAX_UNPACKED = 40 * 1024 * 1024
MAX_ENTRIES = 5000
MAX_DEPTH = 200
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
M = "http://schemas.openxmlformats.org/officeDocument/2006/math "
FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
BROKEN = "docx 文件已损坏或不是 Word 文档，请重新另存为 .docx 后再上传。"
TOO_LARGE = "docx 文件解压后过大，无法读取。"
MACRO = "文件带有宏，不能接受。请在 Word 中另存为不带宏的 .docx 后再上传。"
# Characters of the Symbol and Wingdings fonts that notices use, by their code.
SYMBOLS = {
    "F0B3": "≥", "F0A3": "≤", "F0B0": "°", "F06D": "µ", "F0B1": "±", "F0B4": "×", "F057": "Ω", "F0A8": "□",
    "F06F": "□", "F0FE": "☑", "F052": "☑", "F0B7": "·",
}  # fmt: skip

Handler = Callable[[str, dict[str, str]], None]


class _Body:
    """Gathers lines while expat walks the document. Cells stay on one line: their paragraphs are joined by a space."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.lines: list[str] = []
        self.page_lines: list[int] = [0]
        self.paragraphs: list[list[str]] = []  # a text box stands inside a paragraph
        self.listed: list[list[str]] = []  # numId, ilvl and style of each open paragraph
        self.row: list[str] = []
        self.cell: list[str] = []
        self.cells = 0
        self.in_text = self.high = False
        self.skipping = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipping or name == FALLBACK:
            self.skipping += 1  # the same text box, drawn for old programs
            return
        value = attributes.get(W + "val", "")
        if name.startswith(M):
            self._math(name.removeprefix(M), begins=True)
            return
        match name.removeprefix(W):
            case "p":
                self.paragraphs.append([])
                self.listed.append(["", "", ""])
            case "t":
                self.in_text = True
            case "tab" if self.paragraphs:
                self.paragraphs[-1].append(" ")
            case "noBreakHyphen" if self.paragraphs:
                self.paragraphs[-1].append("-")
            case "sym" if self.paragraphs:
                self.paragraphs[-1].append(SYMBOLS.get(attributes.get(W + "char", "").upper(), ""))
            case "br" if attributes.get(W + "type") == "page":
                self._page()
            case "br" | "cr" if self.paragraphs:
                self.paragraphs[-1].append("\n")
            case "lastRenderedPageBreak":
                self._page()
            case "r":
                self.high = False
            case "vertAlign":
                self.high = value == "superscript"
            case "numId" if self.listed:
                self.listed[-1][0] = value
            case "ilvl" if self.listed:
                self.listed[-1][1] = value
            case "pStyle" if self.listed:
                self.listed[-1][2] = value
            case "tc":
                self.cells += 1

    def _math(self, name: str, *, begins: bool) -> None:
        if name == "t":
            self.in_text = begins
        elif name == "sup":
            self.high = begins

    def _page(self) -> None:
        if self.page_lines[-1] != len(self.lines):
            self.page_lines.append(len(self.lines))

    def end(self, name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        if name.startswith(M):
            self._math(name.removeprefix(M), begins=False)
            return
        match name.removeprefix(W):
            case "t":
                self.in_text = False
            case "p" if self.paragraphs:
                line = self._label() + "".join(self.paragraphs.pop())
                (self.cell if self.cells else self.lines).append(line)
            case "tc":
                self.cells -= 1
                if self.cells == 0:
                    self.row.append(" ".join(" ".join(self.cell).split()))
                    self.cell.clear()
            case "tr" if self.cells == 0:
                self.lines.append("\t".join(self.row))
                self.row.clear()

    def _label(self) -> str:
        number, level, style = self.listed.pop()
        found = self.numbers.of_style(style)
        if not number and found:
            number, level = found[0], level or str(found[1])
        if not number or number == "0" or not "".join(self.paragraphs[-1]).strip():
            return ""
        label = self.numbers.label(number, int(level) if level.isdecimal() else 0)
        return label + " " if label[-1:].isalnum() or label[-1:] == "." else label

    def text(self, data: str) -> None:
        if self.in_text and not self.skipping and self.paragraphs:
            self.paragraphs[-1].append(raised(data) if self.high else data)


class _Lists:
    """Fills `Numbers` from numbering.xml and styles.xml."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.abstract = self.number = self.style = ""
        self.level = 0
        self.style_list = ["", ""]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get(W + "val", "")
        match name.removeprefix(W):
            case "abstractNum":
                self.abstract, self.number = attributes.get(W + "abstractNumId", ""), ""
                self.numbers.abstract[self.abstract] = {}
            case "num":
                self.number, self.abstract = attributes.get(W + "numId", ""), ""
            case "abstractNumId" if self.number:
                self.numbers.lists[self.number] = value
            case "lvl" | "lvlOverride":
                self.level = _number(attributes.get(W + "ilvl", ""), 0)
                if self.abstract:
                    self.numbers.abstract[self.abstract][self.level] = Level()
            case "startOverride" if self.number:
                self.numbers.starts[self.number, self.level] = _number(value, 1)
            case "start" | "numFmt" | "lvlText" | "lvlRestart" if self.abstract:
                self._level(name.removeprefix(W), value)
            case "style":
                self.style, self.style_list = attributes.get(W + "styleId", ""), ["", "0"]
            case "basedOn" if self.style:
                self.numbers.based[self.style] = value
            case "numId" if self.style:
                self.style_list[0] = value
            case "ilvl" if self.style:
                self.style_list[1] = value

    def _level(self, name: str, value: str) -> None:
        level = self.numbers.abstract[self.abstract].setdefault(self.level, Level())
        match name:
            case "start":
                level.start = _number(value, 1)
            case "numFmt":
                level.form = value
            case "lvlText":
                level.pattern = value
            case "lvlRestart":
                level.restart = _number(value, 0)

    def end(self, name: str) -> None:
        if name.removeprefix(W) == "style" and self.style:
            if self.style_list[0]:
                self.numbers.styles[self.style] = (self.style_list[0], _number(self.style_list[1], 0))
            self.style = ""

    def text(self, data: str) -> None:
        """No text of these parts is printed."""


def _number(value: str, otherwise: int) -> int:
    return int(value) if value.isdecimal() and len(value) < 6 else otherwise


def docx_text(content: bytes) -> RawText:
    """Lines of the main document part, with the pages that Word last saw. Raises ReadError."""
    numbers = Numbers()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) > MAX_ENTRIES:
                raise ReadError(TOO_LARGE)
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise ReadError(MACRO)
            for part in ("word/numbering.xml", "word/styles.xml"):
                if part in names:
                    _parse(_unpacked(archive, part), _Lists(numbers))
            body = _Body(numbers)
            _parse(_unpacked(archive, "word/document.xml"), body)
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise ReadError(BROKEN) from error
    return _raw(body)


def _unpacked(archive: zipfile.ZipFile, part: str) -> bytes:
    if archive.getinfo(part).file_size > MAX_UNPACKED:
        raise ReadError(TOO_LARGE)
    with archive.open(part) as stream:
        xml = stream.read(MAX_UNPACKED + 1)
    if len(xml) > MAX_UNPACKED:
        raise ReadError(TOO_LARGE)
    return xml


def _raw(body: _Body) -> RawText:
    offsets, at = [], 0
    for line in body.lines:
        offsets.append(at)
        at += len(line) + 1
    pages = tuple(offsets[index] for index in body.page_lines if index < len(offsets))
    return RawText("\n".join(body.lines), pages if len(pages) > 1 else ())


def _refuse_doctype(*_: object) -> None:
    raise ReadError("docx 文件含有不允许的文档类型声明，已拒绝。")


def _parse(xml: bytes, collector: _Body | _Lists) -> None:
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise ReadError("docx 文件嵌套过深，无法读取。")
        collector.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        collector.end(name)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = collector.text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise ReadError(BROKEN) from error
