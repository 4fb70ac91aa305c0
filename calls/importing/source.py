"""From uploaded bytes to text: what kind of file it is, and several files of one notice put together in order.

``.doc`` and ``.wps`` are turned into ``.docx`` before they come here (`calls.reading.office`).
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from calls.importing.formats.docx import docx_text
from calls.importing.formats.pdf import pdf_text
from calls.importing.formats.pdf_lines import SOFT_BREAK
from calls.importing.formats.plain import plain_text
from calls.importing.formats.raw import RawText
from calls.importing.structure import ReadError

MAX_FILES = 12
MAX_BYTES = 20 * 1024 * 1024
MAX_TEXT_BYTES = 5 * 1024 * 1024
SUFFIXES = {"": "text", ".txt": "text", ".md": "text", ".markdown": "text", ".docx": "docx", ".pdf": "pdf",
            ".doc": "office", ".wps": "office"}  # fmt: skip
ACCEPTED = ".docx,.doc,.wps,.pdf,.txt,.md"
RTF = b"{\\rtf"
MAGIC = ((b"%PDF", "pdf"), (b"\xd0\xcf\x11\xe0", "office"), (b"PK\x03\x04", "docx"), (RTF, "office"))
#: Told, in Chinese, how far the reading is.
Progress = Callable[[str], None]
READERS = {"text": plain_text, "docx": docx_text, "pdf": pdf_text}

NEEDS_OFFICE = "读取 .doc、.wps 文件需要服务器安装 LibreOffice。请另存为 .docx 后再上传。"
MISMATCH = "文件内容与扩展名不符，请确认后重新上传。"


@dataclass(frozen=True, slots=True)
class Source:
    """One notice's text: its files one after the other. ``starts`` and ``pages`` are offsets in ``text``."""

    text: str
    names: tuple[str, ...]
    starts: tuple[int, ...]
    pages: tuple[tuple[int, ...], ...]

    def place(self, offset: int) -> tuple[int, int | None, int]:
        """(index of the file, page or None, line of that page or file), counted from 1 except the file."""
        file = max(bisect_right(self.starts, offset) - 1, 0)
        pages = self.pages[file]
        page = bisect_right(pages, offset) if pages else None
        begin = pages[page - 1] if page else self.starts[file]
        breaks = self.text.count("\n", begin, offset) + self.text.count(SOFT_BREAK, begin, offset)
        return file, page, breaks + 1


def kind_of(content: bytes, name: str) -> str:
    """text, docx, pdf or office (.doc, .wps), by content and name. Raises ReadError with what to do instead."""
    if not content.strip():
        raise ReadError("文件是空的，没有可以读取的文字。")
    if len(content) > MAX_BYTES:
        raise ReadError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请只上传榜单正文和附件文字。")
    suffix = PurePath(name).suffix.lower()
    if suffix in {".docm", ".dotm"}:
        raise ReadError("不接受带宏的文件，请另存为 .docx 后再上传。")
    if suffix not in SUFFIXES:
        raise ReadError(f"不支持 {suffix} 文件，请上传 Word、PDF、纯文本文件，或直接粘贴文字。")
    printed = SUFFIXES[suffix]
    found = next((kind for magic, kind in MAGIC if content.startswith(magic)), "text")
    # WPS and Word save .docx under the names .wps and .doc too.
    if found != printed and suffix and (printed, found) != ("office", "docx"):
        raise ReadError(MISMATCH)
    return found


def file_text(content: bytes, name: str = "") -> RawText:
    """Decoded text of one document. Raises ReadError."""
    kind = kind_of(content, name)
    if kind == "office":
        raise ReadError(NEEDS_OFFICE)
    made = READERS[kind](content)
    if len(made.text.encode("utf-8", "replace")) > MAX_TEXT_BYTES:
        raise ReadError(f"文字超过 {MAX_TEXT_BYTES // 1024 // 1024} MB，请只保留榜单正文和附件。")
    if not made.text.strip():
        raise ReadError("文件里没有文字，可能是扫描图片，请先识别为文字。")
    return made


def joined(files: Sequence[tuple[bytes, str]], progress: Progress = lambda _words: None) -> Source:
    """All files of one notice: the notice first, then its annexes by their numbers. Raises ReadError."""
    if len(files) > MAX_FILES:
        raise ReadError(f"一次最多上传 {MAX_FILES} 个文件。")
    named = []
    for index, (content, name) in enumerate(files, start=1):
        progress(f"正在读取文字（第 {index} 个文件，共 {len(files)} 个）")
        try:
            named.append((name, file_text(content, name)))
        except ReadError as error:
            raise ReadError(f"{name}：{error}" if len(files) > 1 else str(error)) from error
    named.sort(key=lambda item: _order(item[0], item[1].text))
    text = ""
    starts: list[int] = []
    pages: list[tuple[int, ...]] = []
    for name, made in named:
        text += _annex_head(name, made.text) if len(named) > 1 else ""
        starts.append(len(text))
        pages.append(tuple(len(text) + page for page in made.pages))
        text += made.text.rstrip("\n") + "\n"
    return Source(text, tuple(name for name, _made in named), tuple(starts), tuple(pages))


_ANNEX = re.compile(r"附件?\s?(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})(?!\d)")
_CN = "零一二三四五六七八九十"


def _annex_number(name: str, text: str) -> str:
    """Number of the annex by the file's first line, else by its name; "" for the notice itself."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    match = _ANNEX.match(first) or _ANNEX.search(PurePath(name).stem)
    return match["n"] if match else ""


def _order(name: str, text: str) -> tuple[int, int, str]:
    number = _annex_number(name, text)
    if not number:
        return (0 if re.search(r"通知|公告|通告", name + text[:400]) else 1, 0, name)
    return (1, int(number) if number.isdecimal() else _CN.find(number[-1]) + 10 * (len(number) > 1), name)


def _annex_head(name: str, text: str) -> str:
    """An annex whose file does not print “附件2” itself is given that line, by its file's name."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    match = _ANNEX.search(PurePath(name).stem)
    return f"附件{match['n']}\n" if match and not _ANNEX.match(first) else ""
