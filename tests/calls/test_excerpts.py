from hypothesis import given
from hypothesis import strategies as st

from calls.excerpts import LENGTH, excerpt, marked


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in pieces)


def test_every_word_is_marked_in_whatever_width_and_with_blanks_between():
    assert shown(marked("３２ ＴＦＬＯＰＳ，激 光雷达", "32tflops 光雷")) == "[３２ ＴＦＬＯＰＳ]，激 [光雷]达"
    assert shown(marked("人工智能", "人工 工智")) == "[人工智]能"
    assert shown(marked("人工智能", "")) == "人工智能"


def test_the_excerpt_stands_around_the_first_hit():
    text = "前" * 100 + "激光雷达" + "后" * 100
    piece = shown(excerpt(["没有", text], "激光雷达"))
    assert piece.startswith("…前")
    assert "[激光雷达]后" in piece
    assert piece.endswith("后…")
    assert shown(excerpt(["开头\n第二行"], "没有")) == "开头 第二行"
    assert excerpt([], "词") == []


@given(st.text(max_size=200), st.text(max_size=12))
def test_nothing_is_lost_and_nothing_is_made_up(text, query):
    assert "".join(piece.text for piece in marked(text, query)) == text
    assert sum(len(piece.text) for piece in excerpt([text], query)) <= LENGTH + 60
