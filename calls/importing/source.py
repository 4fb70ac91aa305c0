"""From uploaded bytes to decoded text: .txt, .md and pasted text in UTF-8 or GB18030, and .docx."""

from pathlib import PurePath

from calls.importing.docx import docx_text
from calls.importing.structure import ReadError

MAX_BYTES = 20 * 1024 * 1024
MAX_TEXT_BYTES = 5 * 1024 * 1024
TEXT_SUFFIXES = {"", ".txt", ".md", ".markdown"}

REFUSALS = {
    ".doc": "暂不支持 .doc 文件，请另存为 .docx 或纯文本后再上传。",
    ".wps": "暂不支持 .wps 文件，请另存为 .docx 或纯文本后再上传。",
    ".pdf": "暂不支持 PDF 文件，请从 PDF 中复制文字粘贴，或另存为 .docx、.txt 后再上传。",
    ".docm": "不接受带宏的文件，请另存为 .docx 后再上传。",
}
MAGIC = ((b"%PDF", ".pdf"), (b"\xd0\xcf\x11\xe0", ".doc"), (b"PK\x03\x04", ".docx"))


def document_text(content: bytes, name: str = "") -> str:
    """Decoded text of a document. Raises ReadError with what to do instead."""
    if not content.strip():
        raise ReadError("文件是空的，没有可以读取的文字。")
    if len(content) > MAX_BYTES:
        raise ReadError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请只上传榜单正文和附件文字。")
    suffix = next((kind for magic, kind in MAGIC if content.startswith(magic)), "")
    printed = PurePath(name).suffix.lower()
    if printed in REFUSALS or suffix in REFUSALS:
        raise ReadError(REFUSALS[printed if printed in REFUSALS else suffix])
    if suffix == ".docx":
        if printed not in {"", ".docx"}:
            raise ReadError("文件内容与扩展名不符，请确认后重新上传。")
        text = docx_text(content)
    elif printed in TEXT_SUFFIXES:
        text = decode(content)
    else:
        raise ReadError(f"不支持 {printed} 文件，请上传 .docx、.txt、.md 文件，或直接粘贴文字。")
    if len(text.encode()) > MAX_TEXT_BYTES:
        raise ReadError(f"文字超过 {MAX_TEXT_BYTES // 1024 // 1024} MB，请只保留榜单正文和附件。")
    if not text.strip():
        raise ReadError("文件里没有文字，可能是扫描图片，请先识别为文字。")
    return text


def decode(content: bytes) -> str:
    """UTF-8 (with or without a mark), UTF-16 with a mark, else GB18030."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if marked else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise ReadError("无法识别文字编码，请将文件另存为 UTF-8 编码的纯文本后再上传。")
