import io
import zipfile

import pikepdf
import pytest
from openpyxl import Workbook
from PIL import Image

from portal.documents import sniffing
from portal.documents.sniffing import DOCX, JPEG, PDF, PNG, XLSX, sniff


def pdf(**save) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        target = io.BytesIO()
        document.save(target, **save)
        return target.getvalue()


def picture(form: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (20, 10), "white").save(target, form)
    return target.getvalue()


def archive(**parts: bytes | str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name.replace("__", "/").replace("types", "[Content_Types].xml"), content)
    return target.getvalue()


def docx(**more) -> bytes:
    return archive(types="<Types/>", **{"word__document.xml": "<w/>"}, **more)


def xlsx() -> bytes:
    target = io.BytesIO()
    Workbook().save(target)
    return target.getvalue()


def refusal(content: bytes, name: str = "") -> str:
    found = sniff(io.BytesIO(content), name=name)
    assert bool(found.media_type) != bool(found.refusal)
    return found.refusal


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (pdf(), PDF, "证明.PDF"),
        (b"\xef\xbb\xbf\r\n" + pdf(), PDF, ""),
        (picture("JPEG"), JPEG, "照片.png"),
        (picture("PNG"), PNG, "照片.png"),
        (docx(), DOCX, "任务书.docx"),
        (xlsx(), XLSX, "指标.xlsx"),
        (pdf(), PDF, "没有后缀"),
    ],
)
def test_type_is_told_by_content(content, media_type, name):
    assert sniff(io.BytesIO(content), name=name) == (media_type, "")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.pdf", "0 字节"),
        (b"plain text", "a.pdf", "只接收"),
        (b"<html><script>alert(1)</script>", "a.jpg", "只接收"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "只接收"),
        (b"MZ\x90\x00" + b"\0" * 300, "a.pdf", "只接收"),
        (b"GIF89a" + b"\0" * 300, "a.png", "只接收"),
        (archive(a="x"), "a.zip", "压缩包"),
        (archive(a="x"), "a.docx", "压缩包"),
        (b"PK\x03\x04 not an archive", "a.docx", "只接收"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "旧版或加密"),
        (pdf(encryption=pikepdf.Encryption(user="1", owner="2")), "a.pdf", "已加密"),
        (pdf(encryption=pikepdf.Encryption(user="", owner="2")), "a.pdf", "限制"),
        (b"%PDF-1.7\nrubbish", "a.pdf", "损坏"),
        (picture("PNG")[:40], "a.png", "损坏"),
        (docx(**{"word__vbaProject.bin": b"x"}), "a.docx", "宏"),
        (
            archive(types="<Types/>", **{"word__document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><w/>'}),
            "a.docx",
            "DOCTYPE",
        ),
        (pdf(), "a.exe", "不符"),
        (pdf(), "a.docx", "不符"),
        (docx(), "a.pdf", "不符"),
    ],
)
def test_refused_with_a_reason(content, name, reason):
    assert reason in refusal(content, name)


def test_pdf_without_pages_is_refused():
    with pikepdf.new() as document:
        target = io.BytesIO()
        document.save(target)
    assert "没有页面" in refusal(target.getvalue())


def test_too_large_is_refused_without_being_read():
    class Endless(io.BytesIO):
        def seek(self, offset, whence=0):
            return sniffing.MAX_BYTES + 1 if whence == 2 else super().seek(offset, whence)

        def read(self, size=-1):
            raise AssertionError("read")

    assert "50 MB" in sniff(Endless()).refusal


def test_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(sniffing, "MAX_UNPACKED", 1000)
    assert "解压后过大" in refusal(docx(bomb=b"\0" * 100_000))


def test_picture_of_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(sniffing, "MAX_PIXELS", 100)
    assert "尺寸过大" in refusal(picture("PNG"))


def test_damaged_office_file_is_refused():
    content = bytearray(docx())
    place = content.find(b"word/document.xml") + len("word/document.xml")
    content[place : place + 3] = b"\xff\xff\xff"
    assert "损坏" in refusal(bytes(content))
