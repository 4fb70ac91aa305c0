from calls.notice import HEADING, TABLE, TEXT, notice_html, notice_paragraphs, notice_text

LINES = [
    "一、申报方向",
    "聚焦<核心基础>、重点产品 & 公共支撑3类创新任务。",
    "序号\t单位名称",
    "1\t",
    "二、报送条件，以及其他",
]


def test_lines_become_paragraphs_and_come_back():
    html = notice_html(LINES)
    assert [p.kind for p in notice_paragraphs(html)] == [HEADING, TEXT, TABLE, TEXT]
    assert notice_paragraphs(html)[2].rows == (("序号", "单位名称"), ("1", ""))
    assert notice_text(html).split("\n") == LINES
    assert notice_html(notice_text(html).split("\n")) == html


def test_nothing_but_text_survives_foreign_html():
    found = notice_paragraphs('<p onclick="x()">好<script>alert(1)</script></p><iframe src="x"></iframe>')
    assert [(p.kind, p.text) for p in found] == [(TEXT, "好alert(1)")]
    assert "<script>" not in notice_html(["<script>alert(1)</script>"])


def test_empty():
    assert notice_html(["", "  "]) == ""
    assert notice_paragraphs("") == []
