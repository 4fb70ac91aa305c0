from hypothesis import given
from hypothesis import strategies as st

from calls.importing.text import normalise


def text(raw: str) -> str:
    return normalise(raw).text


def test_latex_becomes_plain_text():
    assert text(r"探测距离 $\geq 250\text{m}$ ，分辨率 $\leq 0.075^\circ$ ，接受率 $\geq 99.9\%$ 。") == (
        "探测距离≥250m，分辨率≤0.075°，接受率≥99.9%。"
    )


def test_a_price_in_dollars_is_no_latex():
    assert "$甲 和 乙$".replace(" ", "") in text("$甲 和 乙$")


def test_spaces_carry_meaning_only_between_latin_words():
    assert text("到 2023 年，支持 FP16、INT8 等计算精度，速度 > 50 tokens/s") == (
        "到2023年，支持FP16、INT8等计算精度，速度>50 tokens/s"
    )


def test_widths_entities_and_marks():
    assert text("误差＜２％，精度&ge;90，**考核指标**：<https://a.cn>") == "误差<2%，精度≥90，考核指标：https://a.cn"
    assert text('<p>核心基础</p><input type="checkbox"> 方向 1') == "核心基础□方向1"
    assert text("| 序号 | 名称 |") == "序号\t名称"


def test_a_greater_than_sign_is_no_tag():
    assert text("可探测距离 > 250m，<5%") == "可探测距离>250m，<5%"


@given(st.text(alphabet="甲乙 　\t\n$\\geq{}^%<>=&;ge12３.，。*_#|", max_size=80))
def test_every_character_points_back_and_never_goes_back(raw):
    made = normalise(raw)
    assert len(made.text) == len(made.origin)
    assert list(made.origin) == sorted(made.origin)
    assert all(0 <= offset < len(raw) for offset in made.origin)
