import inspect

import pytest
from weasyprint.layout import inline

from portal.documents import justification
from portal.documents.rendering import document_pdf
from tests.documents.pdfs import pdf_lines, pdf_text, run_together

TEXT = "系统支持FP32、FP16、INT8等多种推断精度，单机算力不低于128TOPS，典型功耗不超过75W；漏检率控制在0.5%以内。" * 6
PAGE = (
    '<html lang="zh-CN"><body style="margin:0"><style>@page{{margin:20mm 30mm;size:210mm 297mm}}'
    'p{{font:16pt/29pt "Portal Latin","Portal Fang";text-align:{};margin:0}}</style><p>{}</p></body></html>'
)


def ragged(align: str, text: str = TEXT) -> tuple[list[float], str]:
    pdf = document_pdf(PAGE.format(align, text)).pdf
    edges = [right for _, _, right in pdf_lines(pdf, page=1)]
    return edges[:-1], pdf_text(pdf)


def test_weasyprint_still_has_the_function_that_is_replaced():
    justification.install()
    assert inline.justify_line is justification.justify_line
    assert "justify_line(context, line, offset)" in inspect.getsource(inline)


def test_right_edge_is_straight():
    left, _ = ragged("left")
    straight, text = ragged("justify")
    assert max(left) - min(left) > 5
    assert max(straight) - min(straight) < 2
    assert max(straight) == pytest.approx((210 - 30) * 72 / 25.4, abs=2)
    assert run_together(text) == TEXT


def test_latin_words_are_not_pulled_apart():
    _, text = ragged("justify")
    for word in ("FP32", "INT8", "128TOPS"):
        assert word in text


def test_bold_and_plain_in_one_line_end_at_the_same_edge():
    straight, text = ragged("justify", TEXT.replace("推断精度", "<b>推断精度</b>"))
    assert max(straight) - min(straight) < 2
    assert run_together(text) == TEXT


def test_a_line_with_hardly_anything_in_it_stays_ragged():
    word = "a" * 60
    straight, _ = ragged("justify", f"一二{word}三四")
    assert straight[0] < 200
