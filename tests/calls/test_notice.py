import pytest
from django.utils.safestring import SafeString

from calls.notice import (
    HEADING,
    ITEM,
    TABLE,
    TEXT,
    notice_clean,
    notice_html,
    notice_paragraphs,
    notice_shown,
    notice_text,
)

LINES = [
    "一、申报方向",
    "聚焦<核心基础>、重点产品 & 公共支撑3类创新任务。",
    "序号\t单位名称",
    "1\t",
    "二、报送条件，以及其他",
]
RICH = (
    "<h3>一、条件</h3><p>须<strong>同时</strong>满足：</p><ol><li><p>在四川省注册；</p></li><li><p>信用良好。</p></li></ol>"
    '<table><tbody><tr><th colspan="2"><p>附表</p></th></tr><tr><td><p>1</p></td><td><p>甲</p><p>乙</p></td></tr>'
    "</tbody></table>"
)


def test_lines_become_paragraphs_and_come_back():
    html = notice_html(LINES)
    assert [p.kind for p in notice_paragraphs(html)] == [HEADING, TEXT, TABLE, TEXT]
    assert notice_paragraphs(html)[2].rows == (("序号", "单位名称"), ("1", ""))
    assert notice_text(html).split("\n") == LINES
    assert notice_html(notice_text(html).split("\n")) == html


def test_headings_lists_and_tables_are_kept():
    assert notice_clean(RICH) == RICH
    found = notice_paragraphs(RICH)
    assert [p.kind for p in found] == [HEADING, TEXT, ITEM, ITEM, TABLE]
    assert found[1].text == "须同时满足："
    assert found[4].rows == (("附表",), ("1", "甲 乙"))
    shown = notice_shown(RICH)
    assert isinstance(shown, SafeString)
    assert "<h2>一、条件</h2>" in shown
    assert '<div class="scroll"><table>' in shown
    assert '<th colspan="2">' in shown


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<script>alert(1)</script><p>好</p>", "<p>好</p>"),
        ('<p onclick="x()" style="color:red" class="a">好</p>', "<p>好</p>"),
        ('<p>好<iframe src="x"></iframe><img src=x onerror=alert(1)></p>', "<p>好</p>"),
        ('<a href="javascript:alert(1)">看</a>', "看"),
        ("<svg><style><p>x</p></style></svg><p>好</p>", "<p>好</p>"),
        ('<table><tbody><tr><td colspan="9999" rowspan="x">1</td></tr></tbody></table>', "<td>1</td>"),
        ("<h1>标题</h1><b>粗</b><i>斜</i>", "<h3>标题</h3><strong>粗</strong><em>斜</em>"),
        ("<!-- x --><p> </p><p></p>", ""),
        ("<p>&nbsp;</p>", ""),
    ],
)
def test_what_may_do_harm_or_says_nothing_is_left_out(html, kept):
    cleaned = notice_clean(html)
    assert cleaned == kept or (kept and kept in cleaned)
    for word in ("script", "onclick", "onerror", "style", "javascript", "iframe", "9999"):
        assert word not in cleaned
    assert notice_clean(cleaned) == cleaned


def test_what_stood_in_the_database_is_cleaned_again():
    assert notice_shown("<p>好</p><script>alert(1)</script>") == "<p>好</p>"
    assert [(p.kind, p.text) for p in notice_paragraphs("<p>好<script>alert(1)</script></p>")] == [(TEXT, "好")]
    assert "<script>" not in notice_html(["<script>alert(1)</script>"])


def test_empty():
    assert notice_html(["", "  "]) == ""
    assert notice_paragraphs("") == []
    assert notice_shown("") == ""
