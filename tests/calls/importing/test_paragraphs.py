from calls.importing.paragraphs import column_width, continues, document
from calls.importing.text import normalise
from tests.calls.importing.seeds import read_seed


def paragraphs(raw: str) -> list[str]:
    return [p.text for p in document(normalise(raw)).paragraphs]


def test_a_sentence_cut_by_a_page_is_mended():
    raw = "揭榜任务：研制高精度的自动驾\n\n驾驶仿真平台，突破关键技术。\n\n预期目标：到 2023 年，达到国际先\n\n进水平。"
    assert paragraphs(raw) == [
        "揭榜任务：研制高精度的自动驾驾驶仿真平台，突破关键技术。",
        "预期目标：到2023年，达到国际先进水平。",
    ]


def test_headings_stay_alone():
    assert paragraphs("一、申报方向\n揭榜工作聚焦三类任务。\n四、其他\n其他领域的产品，应先进。") == [
        "一、申报方向", "揭榜工作聚焦三类任务。", "四、其他", "其他领域的产品，应先进。",
    ]  # fmt: skip


def test_page_numbers_go():
    raw = "揭榜任务：推动设备实时控制、资源动态优\n— 5—\n化，多体协同。\n第 3 页 共 9 页\n- 12 -\n乙。"
    assert paragraphs(raw) == ["揭榜任务：推动设备实时控制、资源动态优化，多体协同。", "乙。"]


def test_latin_words_keep_a_space_when_joined():
    line = "（1）" + "甲" * 26
    raw = "\n".join(
        [line] * 10 + ["研究语言模型，覆盖训练与推理全过程，支持国产芯片 deep", "learning 框架，形成标准。"]
    )
    assert paragraphs(raw)[-1].endswith("deep learning框架，形成标准。")


def test_a_narrow_column_is_recognised():
    assert column_width(["甲" * 28] * 10 + ["乙" * 9] * 5) == 56
    assert column_width(["甲" * 200] * 10) == 0


def test_table_rows_never_join():
    assert not continues("序号\t名称", "一个没有完的", 0)
    assert not continues("研究内容，", "1\t名称", 0)


def test_numbered_lines_open_anew():
    for line in ("（一）智能芯片", "2.考核指标：", "附件", "项目二：甲", "榜单金额：不超过10万元", "注：1、本表"):
        assert not continues("这一句还没有说完，", line, 0)


def test_offsets_hold_in_every_seed():
    for number in ("000", "001", "002", "003", "004"):
        call = read_seed(number)
        assert len(call.text) == len(call.origin)
        assert list(call.origin) == sorted(call.origin)
