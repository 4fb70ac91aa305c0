from portal.documents.templatetags.printing import cell, paragraphs, print_text


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
