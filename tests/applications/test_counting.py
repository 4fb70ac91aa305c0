"""字数: the shared cases, and what holds for any text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.counting import count_characters, split_at

CASES = json.loads((Path(__file__).parent / "counting_cases.json").read_text(encoding="utf-8"))
MIXED = st.text(alphabet=st.sampled_from("揭榜任务书，。“”…—·ab1%≥ \n\r\t　Ａ𠮷"), max_size=60)


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["text"]))
def test_as_word_counts(case):
    assert count_characters(case["text"]) == case["count"]


@given(MIXED)
def test_a_newline_counts_once_however_it_is_written(text):
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert count_characters(text) == count_characters(plain) == count_characters(plain.replace("\n", "\r\n"))


@given(st.text(max_size=200))
def test_never_more_than_there_are_characters(text):
    assert 0 <= count_characters(text) <= len(text)


@given(MIXED, MIXED)
def test_texts_apart_count_together(one, other):
    assert count_characters(f"{one}\n{other}") == count_characters(one) + count_characters(other)


@given(MIXED, st.integers(0, 30))
def test_what_is_split_is_whole(text, limit):
    kept, excess = split_at(text, limit)
    assert kept + excess == text
    assert count_characters(kept) == min(limit, count_characters(text))
    assert bool(excess) == (count_characters(text) > limit)
