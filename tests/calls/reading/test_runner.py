"""The child with its limits: hostile files end in a clear message, and what the reader says comes back whole."""

import io
import zipfile

import pikepdf
import pytest

from calls.reading.runner import Unreadable, documents_read
from tests.calls.importing.seeds import seed_path
from tests.calls.importing.test_source import docx, paragraph


def read(*files: tuple[bytes, str]):
    said: list[str] = []
    return documents_read(files, progress=said.append), said


def with_part(name: str, content: bytes | str) -> bytes:
    made = io.BytesIO(docx(paragraph("榜单")))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def pages(count: int) -> bytes:
    book = pikepdf.new()
    for _page in range(count):
        book.add_blank_page()
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_what_was_read_comes_back_with_its_progress():
    made, said = read((seed_path("004").read_bytes(), "指南.txt"))
    assert len(made.result["directions"]) == 7
    assert made.result["files"] == ["指南.txt"]
    assert made.text[made.result["places"][3]["start"] :]
    assert said == ["正在读取文字（第 1 个文件，共 1 个）", "正在识别任务方向和考核指标"]


HOSTILE = {
    "zip bomb": (lambda: docx(" " * (41 * 1024 * 1024)), "x.docx", "解压后过大"),
    "bomb beside the text": (lambda: with_part("word/styles.xml", b" " * (41 * 1024 * 1024)), "x.docx", "解压后过大"),
    "entity expansion": (lambda: docx("<w:p/>", '<!DOCTYPE a [<!ENTITY b "c">]>'), "x.docx", "文档类型声明"),
    "a thousand pages": (lambda: pages(1000), "x.pdf", "400 页"),
    "blank pages": (lambda: pages(3), "x.pdf", "扫描"),
    "broken docx": (lambda: docx(paragraph("榜单"))[:200], "x.docx", "已损坏"),
    "macro": (lambda: with_part("word/vbaProject.bin", b"\0"), "x.docx", "宏"),
    "macro by name": (lambda: docx(paragraph("榜单")), "x.docm", "宏"),
    "deep nesting": (lambda: docx("<w:p>" * 300 + "</w:p>" * 300), "x.docx", "嵌套"),
    "broken doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "x.doc", "LibreOffice"),
    "a picture by another name": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "x.txt", "编码"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_a_clear_message(name):
    make, file, words = HOSTILE[name]
    with pytest.raises(Unreadable, match=words):
        read((make(), file))


def test_more_memory_than_the_limit_ends_in_a_message():
    """The text unpacks to just below its limit; holding it exceeds the child's memory or its own limit of text."""
    with pytest.raises(Unreadable, match=r"文字超过|没有读完"):
        read((docx(paragraph("甲乙丙丁" * 3_000_000)), "x.docx"))


def test_a_child_that_is_told_to_stop_early_takes_nothing_down():
    """It refuses the first of many files without reading the rest: the writer must not break."""
    with pytest.raises(Unreadable, match="空的"):
        read((b"", "空.txt"), (b"x" * 5_000_000, "长.txt"))
