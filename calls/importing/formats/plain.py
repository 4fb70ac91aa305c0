"""Plain text and Markdown: UTF-8 (with or without a mark), UTF-16 with a mark, else GB18030."""

from calls.importing.formats.raw import RawText
from calls.importing.structure import ReadError


def plain_text(content: bytes) -> RawText:
    """Raises ReadError for bytes in another encoding. A form feed begins a page."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        pages = tuple(index + 1 for index, c in enumerate(text) if c == "\f")
        return RawText(text, (0, *pages) if pages else ())
    raise ReadError("无法识别文字编码，请将文件另存为 UTF-8 编码的纯文本后再上传。")
