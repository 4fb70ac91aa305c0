from uuid import uuid4

from calls.original import LEAD_IN, Heading, Mark, paragraphs_of, section_at, sections_of
from calls.source_spans import fact_span, span_of

FRONT, ONE, GAP, TWO, TAIL = "通知\n正文\n", "（一）甲\n内容甲\n", "二、类别\n", "（二）乙\n内容乙\n", "附件2 申报表\n"
TEXT = FRONT + ONE + GAP + TWO + TAIL


def heading(words: str) -> Heading:
    start = TEXT.index(words)
    return Heading(start, start + len(words), uuid4(), words.split("\n")[0])


def test_the_whole_text_stands_in_its_sections():
    sections = sections_of(TEXT, [heading(TWO), heading(ONE)], front="通知")
    assert [(one.title, TEXT[one.start : one.end]) for one in sections] == [
        ("通知", FRONT),
        ("（一）甲", ONE),
        ("（二）乙", GAP + TWO),
        ("附件2 申报表", TAIL),
    ]
    places = [TEXT.index(words) for words in ("正文", "内容甲", "类别", "申报表")]
    assert [section_at(sections, place).index for place in places] == [0, 1, 2, 3]


def test_a_long_stretch_between_two_directions_is_a_section_of_its_own():
    gap = "附件3\n" + "说明" * LEAD_IN + "\n"
    text = ONE + gap + TWO
    spans = [Heading(text.index(one), text.index(one) + len(one), uuid4(), one[:4]) for one in (ONE, TWO)]
    assert [one.title for one in sections_of(text, spans, front="通知")] == ["（一）甲", "附件3", "（二）乙"]


def test_a_text_without_directions_is_one_section():
    [only] = sections_of("一\n二", [], front="通知")
    assert (only.title, only.start, only.end) == ("通知", 0, 3)


def test_marks_cut_paragraphs_into_runs():
    text = "精度≥2cm，功耗≤5W\n下一段"
    [section] = sections_of(text, [], front="通知")
    marks = [Mark(0, 6, "indicator", "i-1"), Mark(7, 12, "indicator", "i-2"), Mark(2, 6, "doubt", "i-1")]
    first, second = paragraphs_of(text, section, marks, places=[], files=[])
    assert [tuple(run) for run in first.segments] == [
        ("精度", "indicator", "i-1", ["i-1"]),
        ("≥2cm", "indicator doubt", "i-1", ["i-1"]),
        ("，", "", "", []),
        ("功耗≤5W", "indicator", "i-2", ["i-2"]),
    ]
    assert "".join(run.text for run in second.segments) == "下一段"
    assert (second.start, second.line) == (text.index("下"), 2)


def test_file_and_page_are_told_where_they_change():
    text = "一\n二\n三"
    [section] = sections_of(text, [], front="通知")
    places = [
        {"start": 0, "file": 0, "page": None, "line": 1},
        {"start": 2, "file": 1, "page": 1, "line": 1},
        {"start": 4, "file": 1, "page": 1, "line": 2},
    ]
    found = paragraphs_of(text, section, [], places=places, files=["通知.docx", "附件.pdf"])
    assert [one.place for one in found] == ["通知.docx", "附件.pdf · 第 1 页", ""]


def test_words_are_found_whatever_blanks_stand_between():
    text = "报送时间：2023年9月 22日\n前"
    assert span_of(text, "2023年9月22日前") == (5, len(text))
    assert span_of(text, "没有") is None
    assert span_of(text, " ") is None
    assert fact_span(text, "2023-09-22") == (5, 16)
    assert fact_span(text, None) is None
