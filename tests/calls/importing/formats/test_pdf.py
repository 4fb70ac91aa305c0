"""PDF: lines mended by where they stand, tables, raised digits, pages; scans and broken files refused."""

import io
import re

import pikepdf
import pytest
from weasyprint import HTML

from calls.importing import ReadError
from calls.importing.formats.pdf import MAX_PAGES, pdf_text

WORDS = "面向人工智能产业创新发展的实际需要，研制高性能云端人工智能芯片，突破矩阵乘加内核架构和高速互联总线等核心技术，"
PAGE = (
    "<style>@page {size: A4; margin: 3cm; @bottom-center {content: '— ' counter(page) ' —'}}"
    " body {font: 12pt/1.8 serif}"
)


def pdf(body: str, style: str = "p {text-indent: 2em; margin: 0; text-align: justify}") -> bytes:
    return HTML(string=f"{PAGE} {style}</style>{body}").write_pdf()


def lines(content: bytes) -> list[str]:
    return pdf_text(content).text.replace("\x1f", "").strip().split("\n")


@pytest.mark.parametrize("style", ["p {text-indent: 2em; margin: 0}", "p {margin: 0 0 1em}"])
def test_broken_lines_become_whole_paragraphs(style):
    paragraphs = [
        WORDS * 3 + "形成产业化支持工具。",
        WORDS * 2 + "峰值算力不低于1000TOPS。",
        "（一）短标题",
        WORDS * 4 + "完。",
    ]
    assert lines(pdf("".join(f"<p>{text}</p>" for text in paragraphs), style)) == paragraphs


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_are_dropped():
    paragraphs = [f"{n}.{WORDS * 3}第{n}段完。" for n in range(1, 15)]
    content = pdf("".join(f"<p>{text}</p>" for text in paragraphs))
    assert lines(content) == paragraphs
    raw = pdf_text(content)
    assert len(raw.pages) > 1
    assert raw.text[raw.pages[1] - 1] == "\x1f"


def test_table_rows_are_lines_of_cells():
    style = "table {border-collapse: collapse} td {border: 1px solid}"
    head, row = "<tr><td>序号<td>名称<td>考核指标</tr>", "<tr><td>1<td>减速机<td>寿命≥8000h</tr>"
    body = f"<p>清单如下</p><table>{head}{row}</table><p>完</p>"
    assert lines(pdf(body, style)) == ["清单如下", "序号\t名称\t考核指标", "1\t减速机\t寿命≥8000h", "完"]


def test_small_high_digits_are_raised():
    style = "sup {font-size: 60%; vertical-align: super}"
    assert lines(pdf("<p>密度≥10<sup>6</sup>个/cm<sup>3</sup>，共10类</p>", style)) == ["密度≥10⁶个/cm³，共10类"]


def test_a_scan_is_refused_with_what_to_do():
    picture = "<img src='data:image/svg+xml;utf8,<svg xmlns=%22http://www.w3.org/2000/svg%22/>' width=400 height=400>"
    blank = pikepdf.new()
    blank.add_blank_page()
    made = io.BytesIO()
    blank.save(made)
    for content in (made.getvalue(), pdf(picture, "@page {@bottom-center {content: none}}")):
        with pytest.raises(ReadError, match="扫描"):
            pdf_text(content)


def test_a_thousand_pages_are_refused():
    book = pikepdf.new()
    for _page in range(MAX_PAGES + 1):
        book.add_blank_page()
    made = io.BytesIO()
    book.save(made)
    with pytest.raises(ReadError, match="页"):
        pdf_text(made.getvalue())


def test_a_password_is_named():
    with pikepdf.open(io.BytesIO(pdf("<p>密</p>"))) as book:
        made = io.BytesIO()
        book.save(made, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(ReadError, match="密码"):
        pdf_text(made.getvalue())


@pytest.mark.parametrize("content", [b"%PDF-1.7 ...", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj"])
def test_broken_files_are_refused(content):
    with pytest.raises(ReadError):
        pdf_text(content)


def test_a_file_cut_short_is_read_or_refused():
    """Nothing but a ReadError comes out, whatever is missing."""
    whole = pdf(f"<p>{WORDS}</p>")
    answers = set()
    for cut in range(100, len(whole), len(whole) // 12):
        try:
            answers.add(pdf_text(whole[:cut]).text.strip())
        except ReadError as error:
            answers.add(str(error))
    assert answers
    assert all(re.search(r"[\u4e00-\u9fff]", answer) for answer in answers)
