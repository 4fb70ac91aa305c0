"""Word files as offices write them: automatic numbers, raised digits, symbol fonts, text boxes, pages."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from calls.importing import ReadError
from calls.importing.formats.docx import docx_text
from calls.importing.formats.docx_numbers import numeral
from tests.calls.importing.formats.made import saved
from tests.calls.importing.test_source import docx as package

NUMBERING = """
<w:abstractNum {ns} w:abstractNumId="77">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%3）"/></w:lvl>
  <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
</w:abstractNum>
"""


def numbered_document(levels: list[tuple[int | None, str]], restart_at: int | None = None) -> bytes:
    """Paragraphs of one automatic list by level (None: no number); from ``restart_at`` on a list that begins anew."""
    document = docx.Document()
    part = document.part.numbering_part.element
    part.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="77"/></w:num>'))
    part.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="77"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    for index, (level, text) in enumerate(levels):
        paragraph = document.add_paragraph(text)
        if level is not None:
            number = 91 if restart_at is not None and index >= restart_at else 90
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
            )
    return saved(document)


def lines(content: bytes) -> list[str]:
    return [line for line in docx_text(content).text.split("\n") if line]


def test_automatic_numbers_are_printed_and_deeper_levels_start_anew():
    made = lines(
        numbered_document(
            [(0, "甲"), (1, "任务"), (1, "指标"), (2, "细目"), (3, "圆点"), (None, "正文"), (0, "乙"), (1, "任务")]
        )
    )
    assert made == ["一、甲", "1. 任务", "2. 指标", "（1）细目", "圆点", "正文", "二、乙", "1. 任务"]


def test_a_list_with_a_start_of_its_own_begins_anew():
    assert lines(numbered_document([(0, "甲"), (0, "乙"), (0, "丙")], restart_at=2)) == ["一、甲", "二、乙", "一、丙"]


def test_numbers_come_from_the_style_of_a_paragraph_too():
    document = docx.Document()
    document.add_paragraph("第一项", style="List Number")
    document.add_paragraph("第二项", style="List Number")
    assert lines(saved(document)) == ["1. 第一项", "2. 第二项"]


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (21, "japaneseCounting", "二十一"),
        (12, "chineseLegalSimplified", "拾贰"),
        (10, "ideographDigital", "一〇"),
        (3, "decimalEnclosedCircle", "③"),
        (2, "upperLetter", "B"),
        (28, "lowerLetter", "bb"),
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (7, "decimalZero", "07"),
        (7, "decimal", "7"),
    ],
)
def test_numerals(value, form, printed):
    assert numeral(value, form) == printed


def test_raised_digits_stay_raised():
    document = docx.Document()
    paragraph = document.add_paragraph("密度≥10")
    paragraph.add_run("6").font.superscript = True
    paragraph.add_run("个/cm")
    paragraph.add_run("3").font.superscript = True
    paragraph.add_run("，见注")
    paragraph.add_run("[1]").font.superscript = True
    assert lines(saved(document)) == ["密度≥10⁶个/cm³，见注[1]"]


def test_symbols_formulas_and_text_boxes():
    body = (
        '<w:p><w:r><w:t>精度</w:t><w:sym w:font="Symbol" w:char="F0A3"/><w:t>5</w:t></w:r>'
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
        "<m:sSup><m:e><m:r><m:t>×10</m:t></m:r></m:e><m:sup><m:r><m:t>-3</m:t></m:r></m:sup></m:sSup></m:oMath></w:p>"
        '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<mc:Choice><w:r><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:r></mc:Fallback>"
        "</mc:AlternateContent><w:r><w:t>框外</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:r><w:t>留下</w:t></w:r></w:p>"
    )
    assert lines(package(body)) == ["精度≤5×10⁻³", "框中", "框外", "留下"]


def test_pages_as_word_last_saw_them():
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("一", "二"))
    body += "<w:p><w:r><w:lastRenderedPageBreak/><w:t>三</w:t></w:r></w:p>"
    raw = docx_text(package(body))
    assert [raw.text[page:][:1] for page in raw.pages] == ["一", "三"]


def test_a_file_with_macros_is_refused():
    made = io.BytesIO(package("<w:p/>"))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\0")
    with pytest.raises(ReadError, match="宏"):
        docx_text(made.getvalue())


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml"])
def test_entities_are_refused_in_every_part(part):
    made = io.BytesIO(package("<w:p/>"))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(part, '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')
    with pytest.raises(ReadError, match="文档类型声明"):
        docx_text(made.getvalue())
