import pytest

from calls.importing.pasted import MAX_ROWS, read_pasted


def made(text):
    """(subject, comparator, value, value_max, unit, condition) of each; 定性 for a qualitative one; errors as text."""
    rows = []
    for row in read_pasted(text):
        v = row.values
        if row.error:
            rows.append((row.line, "错误"))
        elif v.get("qualitative"):
            rows.append((v["subject"], "定性"))
        else:
            upper, condition = v.get("value_max", ""), v.get("condition", "")
            rows.append((v["subject"], v["comparator"], v["value"], upper, v.get("unit", ""), condition))
    return rows


def test_columns_are_told_by_their_heads():
    text = (
        "序号\t考核指标\t要求\t单位\t测试条件\n1\t声学传感器信噪比\t≥70\tdB\t94dB声压级\n"
        "2\t功耗\t不超过 5\tmW\t\n3\t工作温度\t-40~85\t℃\t"
    )
    assert made(text) == [
        ("声学传感器信噪比", ">=", "70", "", "dB", "94dB声压级"),
        ("功耗", "<=", "5", "", "mW", ""),
        ("工作温度", "range", "-40", "85", "℃", ""),
    ]
    assert [row.line for row in read_pasted(text)] == [2, 3, 4]


def test_columns_are_told_by_what_stands_in_them():
    text = "1\t信噪比\t≥70\tdB\n2\t测距精度\t≤2\tcm\n3\t帧率\t>60\tfps"
    assert made(text) == [
        ("信噪比", ">=", "70", "", "dB", ""),
        ("测距精度", "<=", "2", "", "cm", ""),
        ("帧率", ">", "60", "", "fps", ""),
    ]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("指标\t要求\n信噪比\t≥70dB", ("信噪比", ">=", "70", "", "dB", "")),
        ("指标\t要求\n精度\t优于0.5%", ("精度", "", "", "", "", "")),
        ("指标名称\t数值\t单位\n专利\t10\t项", ("专利", "=", "10", "", "项", "")),
        ("指标\t比较\t数值\t上限\t单位\n电压\t\t3.0\t3.6\tV", ("电压", "range", "3", "3.6", "V", "")),
        ("指标\t比较\t数值\t单位\n延时\t≤\t1,200\tms", ("延时", "<=", "1200", "", "ms", "")),
    ],
)
def test_requirements_in_one_cell_or_in_several(text, row):
    [found] = made(text)
    assert found[0] == row[0]
    if row[1]:
        assert found == row


def test_a_bare_number_is_taken_as_equal_and_said_so():
    [row] = read_pasted("指标\t数值\t单位\n等级\t7\t级")
    assert row.values["comparator"] in {"=", ">="}
    [row] = read_pasted("指标\t数值\n样机\t12")
    assert row.values["comparator"] == "="
    assert "按“=”录入" in row.note


def test_words_without_a_figure_are_qualitative():
    assert made("指标\t要求\n自主可控\t核心部件国产化\n支持多种格式\t") == [
        ("自主可控", "定性"),
        ("支持多种格式", "定性"),
    ]


def test_cells_of_excel_may_hold_line_breaks_and_quotes():
    text = '指标\t要求\t单位\n"声学传感器\n信噪比"\t≥70\tdB\n5" 屏亮度\t≥500\tnit'
    assert [row[0] for row in made(text.replace('5" ', "5英寸"))] == ["声学传感器信噪比", "5英寸屏亮度"]
    odd = '指标\t要求\t单位\n5" 屏亮度\t≥500\tnit'
    assert made(odd)[0][1:3] == (">=", "500")


def test_lines_of_text_go_through_the_reader():
    text = "1.声学传感器信噪比≥70dB，误唤醒每24小时不超过1次；\n2.支持FP32、TF32等数据格式。"
    rows = made(text)
    assert rows[:2] == [
        ("声学传感器信噪比", ">=", "70", "", "dB", ""),
        ("误唤醒", "<=", "1", "", "次/24小时", ""),
    ]
    assert rows[2][1] == "定性"


def test_what_cannot_be_read_says_its_line():
    assert made("指标\t要求\n\t≥70\n信噪比\t≥70") == [(2, "错误"), ("信噪比", ">=", "70", "", "", "")]


def test_text_and_table_mixed_keep_their_order_and_their_lines():
    rows = read_pasted("信噪比≥70dB\n\n指标\t要求\n功耗\t≤5mW\n帧率≥60fps")
    assert [(row.line, row.values["value"]) for row in rows] == [(1, "70"), (4, "5"), (5, "60")]


def test_no_more_than_a_page_holds():
    assert len(read_pasted("指标\t要求\n" + "信噪比\t≥70\n" * 1000)) == MAX_ROWS
    assert read_pasted("") == []
