import hashlib
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from weasyprint.urls import FatalURLFetchingError

from portal.documents.layout import OwnFetcher
from portal.documents.rendering import DocumentError, document_html, document_pdf, renderer_version
from tests.documents import sample
from tests.documents.pdfs import pdf_lines, pdf_text, run_together

PAGE = '<html lang="zh-CN"><head><title>试</title></head><body>{}</body></html>'


@pytest.fixture(scope="module")
def application():
    return document_pdf(sample.sample_html("sample_application.html", sample.application_context()))


def test_chinese_text_comes_back(application):
    text = run_together(pdf_text(application.pdf))
    for paragraph in sample.narrative(480, start=3).splitlines():
        assert run_together(paragraph) in text
    for words in (
        sample.COMPANY,
        "昇玥智能（成都）有限公司",
        "≤0.5%",
        "20TB/㎡",
        "三、重点攻关目标及计划",
        "√民营企业",
    ):
        assert words in text
    assert "√国有企业" not in text


def test_page_follows_the_standard_of_official_papers(application):
    # 22 lines of 28 characters, 28 mm from the left and 37 mm from the top, the lines equally far apart.
    lines = max((pdf_lines(application.pdf, page=page) for page in range(7, 18)), key=len)
    millimetre = 72 / 25.4
    assert len(lines) == 22
    assert min(left for left, _, _ in lines) == pytest.approx(28 * millimetre, abs=0.5)
    assert max(right for _, _, right in lines) <= (28 + 156) * millimetre + 2
    assert lines[0][1] == pytest.approx(37 * millimetre + 6.6, abs=1)
    pitches = [below - above for (_, above, _), (_, below, _) in pairwise(lines)]
    assert max(pitches) - min(pitches) < 0.2
    characters = document_pdf(
        sample.sample_html(
            "sample_application.html", sample.application_context() | {"parts": [("", [("", "一" * 28 * 3)])]}
        )
    )
    last = run_together(pdf_text(characters.pdf, page=characters.pages))
    assert last.count("一") == 84
    widths = [right - left for left, _, right in pdf_lines(characters.pdf, page=characters.pages)]
    assert max(widths) == pytest.approx(28 * 15.75, abs=1.5)


def test_every_part_begins_on_its_page(application):
    assert application.pages == 19
    assert "揭榜单位申报表" in pdf_text(application.pdf, page=2)
    assert "重点指标填报表" in pdf_text(application.pdf, page=5)
    # The head of the long table stands on its second page too.
    assert "本单位当前水平" in run_together(pdf_text(application.pdf, page=6))


def test_same_input_gives_the_same_bytes_in_this_and_another_process(application, tmp_path):
    html = sample.sample_html("sample_application.html", sample.application_context())
    document_pdf(sample.sample_html("sample_recommendation.html", sample.recommendation_context(rows=3)))
    assert document_pdf(html).pdf == application.pdf
    source = tmp_path / "document.html"
    source.write_text(html, encoding="utf-8")
    script = (
        "import hashlib,sys,pathlib,django;django.setup();"
        "from portal.documents.rendering import document_pdf;"
        "print(hashlib.sha256(document_pdf(pathlib.Path(sys.argv[1]).read_text('utf-8')).pdf).hexdigest())"
    )
    root = Path(__file__).parents[2]
    fresh = subprocess.run(
        [sys.executable, "-c", script, str(source)],
        cwd=root,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert fresh.stdout.strip() == hashlib.sha256(application.pdf).hexdigest()


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        "<style>@import url(file:///etc/passwd)</style>",
        '<style>@font-face{font-family:x;src:url(file:///etc/passwd)}</style><p style="font-family:x">x</p>',
        '<p style="background:url(http://127.0.0.1:9/x)">x</p>',
        '<object data="https://example.invalid/x"></object>',
        '<img src="portal-font:../../etc/passwd">',
        '<img src="ftp://127.0.0.1/x">',
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>"
        "<image xlink:href='file:///etc/passwd' width='9' height='9'/></svg>\">",
    ],
)
def test_a_document_that_reaches_outside_is_not_made(markup):
    with pytest.raises(DocumentError, match="外部资源"):
        document_pdf(PAGE.format(markup))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1/", "FILE:///etc/passwd", "portal-font:x", ""])
def test_fetcher_refuses(url):
    with pytest.raises(FatalURLFetchingError):
        OwnFetcher().fetch(url)


def test_fetcher_reads_data_and_own_fonts():
    assert OwnFetcher().fetch("data:text/plain,abc").read() == b"abc"
    assert OwnFetcher().fetch("portal-font:fang").read()[:4] == b"OTTO"


def test_typed_text_is_escaped(settings):
    context = sample.application_context(length=600) | {
        "company": "<img src=file:///etc/passwd>",
        "profile": "<script>x</script>\n\n第二段",
    }
    text = run_together(pdf_text(document_pdf(sample.sample_html("sample_application.html", context)).pdf))
    assert "<imgsrc=file:///etc/passwd>" in text
    assert "<script>x</script>" in text


def test_document_says_what_it_is(application):
    from io import BytesIO

    import pikepdf

    with pikepdf.open(BytesIO(application.pdf)) as pdf:
        assert str(pdf.docinfo.Title) == "人工智能产业创新任务揭榜单位申报材料"
        assert str(pdf.docinfo.Author) == sample.COMPANY
        assert "/CreationDate" not in pdf.docinfo


def test_base_template_renders_alone():
    assert "揭榜挂帅申报平台" in document_html(template="documents/base.html", context={"title": "空"})


def test_renderer_has_a_version():
    assert renderer_version().startswith("weasyprint-")
