"""Each seed as .docx, .doc, .wps and .pdf gives the structure that its text gives."""

import pytest

from calls.importing import ReadCall, read_call
from calls.reading.office import readable
from tests.calls.importing.formats.made import by_office, docx_of
from tests.calls.importing.seeds import SEEDS, read_seed, seed_path


def structure(call: ReadCall) -> tuple:
    directions = [
        (d.track, d.category, d.number, d.title, [(p.kind, p.heading) for p in d.parts], d.funding, d.duration_months,
         [(i.comparator, i.value, i.value_max, i.unit) for i in d.indicators])
        for d in call.directions
    ]  # fmt: skip
    facts = (call.title, call.doc_no, call.issuer, call.recipients, call.signed_on, call.printed_on)
    return directions, facts, [(d.audience, d.medium, d.at) for d in call.deadlines]


@pytest.mark.parametrize("number", SEEDS)
def test_same_structure_in_every_format(number, tmp_path):
    word = docx_of(seed_path(number).read_text(encoding="utf-8").splitlines())
    expected = structure(read_seed(number))
    assert structure(read_call(word, "通知.docx")) == expected
    old = by_office(word, tmp_path, to="doc")
    assert structure(read_call(readable(old, "通知.doc"), "通知.docx")) == expected
    assert structure(read_call(by_office(word, tmp_path, to="pdf"), "通知.pdf")) == expected


def test_wps_is_read_as_word(tmp_path):
    word = docx_of(seed_path("004").read_text(encoding="utf-8").splitlines())
    old = by_office(word, tmp_path, to="doc")
    assert structure(read_call(readable(old, "指南.wps"), "指南.wps")) == structure(read_seed("004"))


def test_rich_text_under_the_name_of_word(tmp_path):
    word = docx_of(seed_path("004").read_text(encoding="utf-8").splitlines())
    rich = by_office(word, tmp_path, to="rtf")
    assert structure(read_call(readable(rich, "指南.doc"), "指南.docx")) == structure(read_seed("004"))
