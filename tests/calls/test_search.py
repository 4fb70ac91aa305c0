from hypothesis import given
from hypothesis import strategies as st

from calls.search import grams, normalised, words


def test_grams_are_single_characters_and_pairs():
    assert grams("激光 雷达") == {"激", "光", "雷", "达", "激光", "光雷", "雷达"}
    assert grams("FP16，AI") == {"f", "p", "1", "6", "fp", "p1", "16", "a", "i", "ai"}


def test_width_and_case_do_not_matter():
    assert normalised("３２ TFLOPS＠FP３２") == "32tflops@fp32"
    assert grams("ＡＩ") == grams("ai")


def test_words_of_a_query():
    assert words(" 激光雷达  ＦＰ16 ，。") == ["激光雷达", "fp16"]
    assert len(words(" ".join("词" + str(n) for n in range(20)))) == 8
    assert words("") == []


@given(st.text(), st.text(min_size=1, max_size=8), st.text())
def test_a_text_has_all_grams_of_each_word_in_it(before, word, after):
    """Otherwise the index would hide what stands there. Marks in a word only split its runs."""
    text = normalised(before) + normalised(word) + normalised(after)
    assert grams(normalised(word)) <= grams(text)


@given(st.text(max_size=60))
def test_grams_fit_their_column(text):
    assert all(0 < len(gram) <= 8 for gram in grams(text))
