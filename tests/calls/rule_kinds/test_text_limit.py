import pytest

from calls import hooks
from calls.rule_kinds.base import kind_of
from tests.calls.rule_kinds.sample import MET, UNKNOWN, UNMET, errors, facts, parameters, result, sentence

CODE = "text_limit"
TYPED = {"section": "task_book", "section_title": "揭榜任务书", "limit": "6000"}


@pytest.mark.parametrize(
    ("texts", "expected"), [({"task_book": 6000}, MET), ({"task_book": 6001}, UNMET), ({}, UNKNOWN)]
)
def test_characters(texts, expected):
    assert result(CODE, parameters(CODE, **TYPED), texts=texts) == expected


def test_the_finding_names_the_section_of_a_field():
    kept = parameters(CODE, section="profile.introduction", section_title="单位简介", limit="500")
    finding = kind_of(CODE).check(kept, facts(texts={"profile.introduction": 501}))
    assert (finding.result, finding.section_key) == (UNMET, "profile")


def test_words_and_form():
    assert sentence(CODE, parameters(CODE, **TYPED)) == "揭榜任务书不超过 6000 字"
    assert "section" in errors(CODE, limit="5")


def test_sections_of_the_call_are_offered(monkeypatch):
    monkeypatch.setattr(hooks, "text_sections", [lambda call: [("task_book", "揭榜任务书")]])
    form = kind_of(CODE).Form({"section": "task_book", "limit": "5000"}, call=object())
    assert form.is_valid(), form.errors
    assert form.parameters() == {"section": "task_book", "section_title": "揭榜任务书", "limit": 5000}
    assert not kind_of(CODE).Form({"section": "elsewhere", "limit": "5000"}, call=object()).is_valid()


def test_without_a_form_the_title_stands_for_the_key(monkeypatch):
    monkeypatch.setattr(hooks, "text_sections", [])
    form = kind_of(CODE).Form({"section_title": "揭榜任务书", "limit": "6000"}, call=object())
    assert "section" not in form.fields
    assert form.is_valid(), form.errors
    assert form.parameters() == {"section": "揭榜任务书", "section_title": "揭榜任务书", "limit": 6000}


def test_a_rule_read_before_the_form_was_chosen_opens_on_its_part(monkeypatch):
    monkeypatch.setattr(hooks, "text_sections", [lambda call: [("task_book", "揭榜任务书")]])
    read = {"section": "揭榜任务书", "section_title": "揭榜任务书", "limit": 6000}
    assert kind_of(CODE).Form(call=object(), initial=read).initial["section"] == "task_book"
