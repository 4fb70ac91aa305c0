"""Text of a .docx with the standard library: paragraphs as lines, table cells divided by tabs.

Hostile files end in a ReadError: a DOCTYPE is refused (no entities, so no expansion), and only the main part
is unpacked, up to a limit. Numbers that Word generates (automatic lists) are not printed in the file's text.
"""

import io
import zipfile
from xml.parsers import expat

from calls.importing.structure import ReadError

PART = "word/document.xml"
MAX_UNPACKED = 40 * 1024 * 1024
MAX_DEPTH = 200
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
BROKEN = "docx 文件已损坏或不是 Word 文档，请重新另存为 .docx 后再上传。"


class _Collector:
    """Gathers text while expat walks the document. Cells stay on one line: their paragraphs are joined by a space."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.buffer: list[str] = []
        self.row: list[str] = []
        self.cell: list[str] = []
        self.depth = 0
        self.in_text = False
        self.cells = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ReadError("docx 文件嵌套过深，无法读取。")
        match name.removeprefix(W):
            case "t":
                self.in_text = True
            case "tab":
                self.buffer.append(" ")
            case "br" | "cr":
                self.buffer.append("\n")
            case "tc":
                self.cells += 1

    def end(self, name: str) -> None:
        self.depth -= 1
        match name.removeprefix(W):
            case "t":
                self.in_text = False
            case "p":
                line = "".join(self.buffer)
                self.buffer.clear()
                (self.cell if self.cells else self.lines).append(line)
            case "tc":
                self.cells -= 1
                if self.cells == 0:
                    self.row.append(" ".join(" ".join(self.cell).split()))
                    self.cell.clear()
            case "tr" if self.cells == 0:
                self.lines.append("\t".join(self.row))
                self.row.clear()

    def text(self, data: str) -> None:
        if self.in_text:
            self.buffer.append(data)


def docx_text(content: bytes) -> str:
    """Lines of the main document part. Raises ReadError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(PART).file_size > MAX_UNPACKED:
                raise ReadError("docx 文件解压后过大，无法读取。")
            with archive.open(PART) as stream:
                xml = stream.read(MAX_UNPACKED + 1)
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(BROKEN) from error
    if len(xml) > MAX_UNPACKED:
        raise ReadError("docx 文件解压后过大，无法读取。")
    return _parse(xml)


def _refuse_doctype(*_: object) -> None:
    raise ReadError("docx 文件含有不允许的文档类型声明，已拒绝。")


def _parse(xml: bytes) -> str:
    collector = _Collector()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise ReadError(BROKEN) from error
    return "\n".join(collector.lines)
