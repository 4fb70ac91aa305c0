"""What a file is, told by its bytes: PDF, JPEG, PNG, DOCX or XLSX, whole and readable without a password.

Refused with a Chinese reason for the person who uploads: everything else, encrypted or damaged files, macros, and
archives that unpack to more than any real document.
"""

import zipfile
import zlib
from pathlib import PurePath
from typing import IO, NamedTuple

import filetype
import pikepdf
from django.utils.translation import gettext as _
from PIL import Image

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: Suffixes a file of each type may be named with: a mistaken one between pictures does no harm.
SUFFIXES = {
    PDF: {".pdf"},
    JPEG: {".jpg", ".jpeg", ".png"},
    PNG: {".jpg", ".jpeg", ".png"},
    DOCX: {".docx"},
    XLSX: {".xlsx"},
}
MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_MEMBERS = 10_000
CHUNK = 1024 * 1024
# 20,000 × 10,000: an A0 sheet at 400 dpi is below it.
MAX_PIXELS = 200_000_000
OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Sniffed(NamedTuple):
    """The type by content, and why the file is not taken: exactly one of the two is filled."""

    media_type: str
    refusal: str


def sniff(stream: IO[bytes], *, name: str = "") -> Sniffed:
    """Look into a seekable file; `name` only serves to refuse a suffix that hides what the file is.

    The stream's position is left undefined.
    """
    size = stream.seek(0, 2)
    if size == 0:
        return Sniffed("", _("文件是空的（0 字节），请检查后重新上传。"))
    if size > MAX_BYTES:
        return Sniffed("", _("文件超过 50 MB，请压缩或拆分后再上传。"))
    stream.seek(0)
    head = stream.read(8192)
    if head.startswith(OLE):
        return Sniffed("", _("不接收旧版或加密的 Office 文件，请另存为不加密的 .docx、.xlsx 或 PDF 后上传。"))
    media_type = _media_type(stream, head)
    if not media_type:
        return Sniffed("", _("只接收 PDF、JPG、PNG、DOCX、XLSX 文件；压缩包请解开后逐个上传。"))
    if refusal := REFUSALS[media_type](stream) or _suffix_refusal(media_type, PurePath(name).suffix.lower()):
        return Sniffed("", refusal)
    return Sniffed(media_type, "")


def _media_type(stream: IO[bytes], head: bytes) -> str:
    """One of our types, or "" for anything else."""
    # Scanners and mail gateways put a few bytes before the header; readers accept it within the first kilobyte.
    if b"%PDF-" in head[:1024]:
        return PDF
    kind = filetype.guess_mime(head) or ""
    if kind in (JPEG, PNG):
        return kind
    if head.startswith(b"PK"):
        try:
            with zipfile.ZipFile(stream) as archive:
                names = set(archive.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return ""
        if "[Content_Types].xml" in names:
            return next((media for part, media in OFFICE.items() if part in names), "")
    return ""


def _suffix_refusal(media_type: str, suffix: str) -> str:
    if not suffix or suffix in SUFFIXES[media_type]:
        return ""
    return _("文件内容是 %(kind)s，与后缀“%(suffix)s”不符，请改正文件名后重新上传。") % {
        "kind": min(SUFFIXES[media_type]).lstrip(".").upper(),
        "suffix": suffix[:10],
    }


def _pdf_refusal(stream: IO[bytes]) -> str:
    stream.seek(0)
    try:
        with pikepdf.open(stream) as document:
            if document.is_encrypted:
                return _("PDF 已加密或限制了编辑，请去除密码和限制后重新上传。")
            if not len(document.pages):
                return _("PDF 中没有页面，请检查后重新上传。")
    except pikepdf.PasswordError:
        return _("PDF 已加密，请去除密码后重新上传。")
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return _("PDF 已损坏，无法打开，请重新导出后上传。")
    return ""


def _picture_refusal(stream: IO[bytes]) -> str:
    stream.seek(0)
    try:
        # Opening reads the header only; the pixels are never unpacked here.
        with Image.open(stream, formats=("JPEG", "PNG")) as picture:
            width, height = picture.size
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return _("图片已损坏，无法打开，请重新导出后上传。")
    if width * height > MAX_PIXELS:
        return _("图片尺寸过大，请缩小后重新上传。")
    return ""


def _office_refusal(stream: IO[bytes]) -> str:
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
            return _("文件解压后过大，请精简内容后重新上传。")
        if any(member.flag_bits & 0x1 for member in members):
            return _("文件已加密，请去除密码后重新上传。")
        if any(PurePath(member.filename).name.lower() == "vbaproject.bin" for member in members):
            return _("文件含有宏，请另存为不含宏的 .docx 或 .xlsx 后上传。")
        try:
            for part in OFFICE:
                if part in archive.namelist() and _has_doctype(archive, part):
                    return _("文件含有不允许的声明（DOCTYPE），请用 Office 重新保存后上传。")
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError):
            return _("文件已损坏，无法打开，请重新保存后上传。")
    return ""


def _has_doctype(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether an XML part declares entities, which no Office program writes; reads it through, so that damage shows."""
    found, tail = False, b""
    with archive.open(part) as file:
        while chunk := file.read(CHUNK):
            found = found or b"<!DOCTYPE" in tail + chunk
            tail = chunk[-16:]
    return found


REFUSALS = {
    PDF: _pdf_refusal,
    JPEG: _picture_refusal,
    PNG: _picture_refusal,
    DOCX: _office_refusal,
    XLSX: _office_refusal,
}
