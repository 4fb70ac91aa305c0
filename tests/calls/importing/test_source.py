import io
import zipfile

import pytest

from calls.importing import ReadError, read_call, read_files
from calls.importing.source import file_text, joined
from tests.calls.importing.seeds import read_seed, seed_path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, head: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<?xml version='1.0'?>{head}<w:document {W}><w:body>{body}</w:body></w:document>"
        )
    return made.getvalue()


def paragraph(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\t", "</w:t><w:tab/><w:t>")
    return f'<w:p><w:r><w:t xml:space="preserve">{escaped}</w:t></w:r></w:p>'


def test_gb18030_gives_the_same_call():
    text = seed_path("004").read_text(encoding="utf-8")
    assert read_call(text.encode("gb18030"), "指南.txt").directions == read_seed("004").directions


def test_utf8_mark_and_windows_lines():
    text = seed_path("003").read_text(encoding="utf-8").replace("\n", "\r\n")
    made = read_call(b"\xef\xbb\xbf" + text.encode(), "通知.md")
    assert [d.title for d in made.directions] == [d.title for d in read_seed("003").directions]


def test_docx_gives_the_same_directions():
    lines = seed_path("003").read_text(encoding="utf-8").split("\n")
    made = read_call(docx("".join(paragraph(line) for line in lines if line.strip())), "通知.docx")
    seed = read_seed("003")
    assert [d.title for d in made.directions] == [d.title for d in seed.directions]
    assert [[(i.comparator, i.value, i.unit) for i in d.indicators] for d in made.directions] == [
        [(i.comparator, i.value, i.unit) for i in d.indicators] for d in seed.directions
    ]


def test_docx_table_rows_are_lines_of_cells():
    row = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("序号", "榜单名称", "考核指标"))
    assert file_text(docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"), "表.docx").text.strip() == "序号\t榜单名称\t考核指标"


def test_docx_with_doctype_is_refused():
    bomb = '<!DOCTYPE w:document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(ReadError, match="文档类型声明"):
        file_text(docx("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", bomb), "x.docx")


def test_docx_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(ReadError, match="解压后过大"):
        file_text(docx(" " * (41 * 1024 * 1024)), "x.docx")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.txt", "空的"),
        (b"%PDF-1.7 ...", "a.pdf", "PDF"),
        (b"%PDF-1.7 ...", "a.txt", "不符"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.doc", "LibreOffice"),
        ("一、任务".encode(), "a.wps", "不符"),
        (b"PK\x03\x04", "a.docm", "宏"),
        ("一、任务".encode(), "a.png", ".png"),
        (b"PK\x03\x04 broken", "a.docx", "已损坏"),
        (b"PK\x03\x04 broken", "a.txt", "不符"),
        (b"\x00\x01\x02\x03", "a.txt", "编码"),
        (b"   \n  ", "a.txt", "空的"),
        ("甲".encode() * (2 * 1024 * 1024), "a.txt", "超过"),
    ],
)
def test_refused_with_what_to_do(content, name, reason):
    with pytest.raises(ReadError, match=reason):
        file_text(content, name)


def test_pasted_text_needs_no_name():
    assert (
        read_call("某市揭榜挂帅任务榜单\n（一）甲\n揭榜任务：乙。\n考核指标：不少于3项。".encode()).directions[0].title
        == "甲"
    )


def test_files_of_one_notice_are_put_in_order_and_each_offset_leads_back():
    notice = "关于开展揭榜挂帅的通知\n各有关单位：\n请认真组织申报。\n"
    first = "附件1\n任务榜单\n（一）甲\n揭榜任务：乙。\n"
    second = "承诺书\n我单位承诺真实。\n"
    source = joined(
        [(second.encode(), "附件2 承诺书.txt"), (first.encode(), "榜单.txt"), (notice.encode(), "通知.txt")]
    )
    assert source.names == ("通知.txt", "榜单.txt", "附件2 承诺书.txt")
    assert source.text == notice + first + "附件2\n" + second
    assert source.place(source.text.index("（一）甲")) == (1, None, 3)
    assert source.place(source.text.index("我单位")) == (2, None, 2)
    call = read_files([(first.encode(), "榜单.txt"), (notice.encode(), "通知.txt")])
    assert (call.title, [d.title for d in call.directions]) == ("关于开展揭榜挂帅的通知", ["甲"])
    [place] = [p for p in call.places if call.text[p.start :].startswith("揭榜任务")]
    assert (call.files[place.file], place.line) == ("榜单.txt", 4)


def test_the_file_that_cannot_be_read_is_named():
    with pytest.raises(ReadError, match=r"^空\.txt：文件是空的"):
        joined([("通知".encode(), "通知.txt"), (b"", "空.txt")])


def test_too_many_files_are_refused():
    with pytest.raises(ReadError, match="最多"):
        joined([(b"a", f"{n}.txt") for n in range(13)])
