import io

import pytest
from pypdf import PdfReader

from applications.presets import henan2023, major_project, miit2021
from portal.documents.rendering import document_html, document_pdf
from portal.documents.templatetags.printing import cell, paragraphs, phrases, print_text


def test_paragraphs_drop_empty_lines_and_escape():
    assert paragraphs("一\n\n  二&三\r\n") == "<p>一</p>\n<p>二&amp;三</p>"
    assert paragraphs("") == ""
    assert paragraphs(None) == ""


def test_comparator_stays_with_what_it_compares():
    assert print_text("准确率≥95%") == "准确率\u2060≥95%"
    assert print_text("≥95%") == "≥95%"


def test_cell_keeps_lines_and_marks_nothing():
    assert cell("a<b\nc") == "a\u2060&lt;b<br>c"
    assert cell(None) == "—"
    assert cell("") == "—"
    assert cell(0) == "0"


def test_phrases_keep_their_words_and_escape():
    assert phrases("任务<i>揭榜单位申报材料") == (
        '<span class="phrase">任务&lt;i&gt;</span><span class="phrase">揭榜单位申报材料</span>'
    )
    assert phrases("申报书") == '<span class="phrase">申报书</span>'


@pytest.mark.parametrize(
    ("preset", "lines"),
    [
        (miit2021, ["2021年人工智能产业创新任务", "揭榜单位申报材料"]),
        (henan2023, ["2021年未来产业创新任务", "揭榜单位申报材料"]),
        (major_project, ["2021年人工智能重大科技专项", "“揭榜挂帅”项目申报书"]),
    ],
)
def test_the_title_of_a_cover_breaks_where_the_documents_break_it(preset, lines):
    context = {"title": "封面", "schema": preset.build(2021), "sections": [], "direction": "智能传感器"}
    html = document_html(template="applications/documents/application_form.html", context=context)
    cover = PdfReader(io.BytesIO(document_pdf(html).pdf)).pages[0].extract_text()
    assert [line.replace(" ", "") for line in cover.splitlines()][:2] == lines
