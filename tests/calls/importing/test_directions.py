from decimal import Decimal

from calls.importing import read_call
from calls.importing.numbering import numbered, part_opening
from calls.importing.paragraphs import bare_page_numbers
from tests.calls.importing.seeds import DATA


def made(name: str):
    path = DATA / "made" / name
    return read_call(path.read_bytes(), path.name)


def test_numbers_as_printed():
    printed = ("一、甲", "（十一）甲", "(三) 甲", "3.甲", "（2）甲", "1.2 甲", "榜单一：甲", "第二章 甲")
    assert [numbered(text).style for text in printed] == [
        "cn_dun", "cn_paren", "cn_paren", "num_dot", "num_paren", "decimal:1", "item:榜单", "chapter",
    ]  # fmt: skip
    assert [numbered(text).style for text in ("2021年甲", "0.6m，甲", "1.5米以上", "3C行业", "甲一、")] == [""] * 5


def test_part_labels_open_parts_and_mentions_do_not():
    assert part_opening("2.考核指标：研发").kind == "indicators"
    assert part_opening("【榜单金额】不超过10万元").kind == "funding"
    assert part_opening("考核指标").heading == "考核指标"
    assert part_opening("考核指标的制定应当科学。") is None


def test_needs_of_enterprises():
    call = made("needs_list.txt")
    assert [(d.number, d.title) for d in call.directions] == [
        ("榜单一", "高温合金叶片激光清洗装备"), ("榜单二", "生物基尼龙连续聚合工艺"),
    ]  # fmt: skip
    first, second = call.directions
    assert [(f.source, f.comparator, f.amount_wan) for f in first.funding] == [("bounty", "=", Decimal(500))]
    assert (first.duration_months, first.duration_comparator) == (24, "=")
    assert (second.duration_months, second.duration_comparator) == (36, "<=")
    assert [p.kind for p in first.parts] == ["need", "need", "indicators", "funding", "duration", "other"]


def test_key_programme_with_two_levels_and_numbers_that_go_on():
    call = made("key_programme.txt")
    assert call.tracks[0].categories == ("敏感材料与器件", "系统集成")
    assert [(d.number, d.category) for d in call.directions] == [
        ("1.1", "敏感材料与器件"), ("1.2", "敏感材料与器件"), ("2.1", "系统集成"),
    ]  # fmt: skip
    assert call.directions[0].supported_count == 2


def test_a_table_of_directions():
    call = made("table.txt")
    assert [(d.number, d.title) for d in call.directions] == [
        ("1", "氢燃料电池堆耐久性提升技术"), ("2", "海上风电柔直换流阀国产化"),
    ]  # fmt: skip
    assert [(f.comparator, f.amount_wan) for d in call.directions for f in d.funding] == [("=", 1000), ("<=", 1500)]
    assert [(i.subject, i.comparator, i.value, i.unit) for i in call.directions[1].indicators] == [
        ("额定电压", ">=", Decimal(6500), "V"), ("损耗", "<=", Decimal("0.8"), "%"),
    ]  # fmt: skip


def test_an_unnumbered_last_item():
    call = read_call(
        "某市任务榜单\n一、基础\n（一）甲\n揭榜任务：乙。\n预期目标：丙。\n二、其他\n其他特色产品和服务，应先进。".encode()
    )
    assert [(d.category, d.number, d.title) for d in call.directions] == [
        ("基础", "（一）", "甲"), ("其他", "", "其他特色产品和服务"),
    ]  # fmt: skip


def test_headings_of_forms_are_no_directions():
    call = read_call(
        "附件1\n某市任务榜单\n（一）甲\n揭榜任务：乙。\n考核指标：3项以上。\n附件2\n揭榜任务书\n（一）现有基础\n考核指标：\n数值。".encode()
    )
    assert [d.title for d in call.directions] == ["甲"]


def test_nothing_found_is_a_doubt_not_an_error():
    call = read_call("今天天气很好。\n没有榜单。".encode())
    assert call.directions == ()
    assert any("没有读出任务方向" in doubt.reason for doubt in call.doubts)


def test_page_numbers_without_dashes_are_dropped_and_a_tables_numbers_are_not():
    lines = ["甲"] * 12 + ["1"] + ["乙"] * 12 + ["2"] + ["丙"]
    assert bare_page_numbers(lines) == {12, 25}
    assert bare_page_numbers(["序号", "1", "2", "3", "合计"]) == set()


def test_rows_broken_inside_their_cells_are_mended():
    call = read_call(
        (
            "附件1\n榜单\n序号\t榜单名称\t主要研究内容\t考核指标\t经费（万元）\t实施周期\n"
            "1\t甲技术\t研究甲。\t成活率≥90%。\t120\t2年\n"
            "2\t乙技术\t研究乙的\n机理。\t培训不少于\n500人次。\t60\t24个月\n"
        ).encode()
    )
    assert [(d.title, d.funding[0].amount_wan, d.duration_months) for d in call.directions] == [
        ("甲技术", 120, 24), ("乙技术", 60, 24),
    ]  # fmt: skip
    [indicator] = call.directions[1].indicators
    assert (indicator.comparator, indicator.value, indicator.unit) == (">=", 500, "人次")


def test_directions_as_tables_of_two_columns():
    call = read_call(
        (
            "需求榜单\n甲材料合成技术\n需求单位\t某公司\n技术需求\t开发甲。\n主要技术指标\t纯度≥99%。\n揭榜金额\t600万元\n"
            "合作期限\t18个月\n乙装备研制\n需求单位\t某厂\n技术需求\t开发乙。\n主要技术指标\t寿命≥3年。\n揭榜金额\t面议\n"
            "合作期限\t不超过2年\n"
        ).encode()
    )
    assert [(d.title, len(d.funding), d.duration_months, d.duration_comparator) for d in call.directions] == [
        ("甲材料合成技术", 1, 18, "="), ("乙装备研制", 0, 24, "<="),
    ]  # fmt: skip
    assert [i.value for d in call.directions for i in d.indicators] == [99, 3]


def test_a_term_said_once_holds_for_all_and_one_of_its_own_goes_before():
    call = read_call(
        (
            "申报指南\n除特殊说明外，每个任务拟支持1项，实施周期不超过3年。\n1.甲方向\n1.1 甲技术\n研究内容：研究甲。\n"
            "考核指标：效率≥90%。\n1.2 乙技术\n研究内容：研究乙。\n考核指标：效率≥80%。\n"
            "有关说明：实施周期不超过4年。\n"
        ).encode()
    )
    assert [(d.number, d.title, d.category, d.duration_months, d.supported_count) for d in call.directions] == [
        ("1.1", "甲技术", "甲方向", 36, 1), ("1.2", "乙技术", "甲方向", 48, 1),
    ]  # fmt: skip


def test_sections_of_a_notice_are_no_directions():
    call = read_call(
        (
            "某市科技局关于发布项目指南的通知\n一、征集范围\n方向1：甲技术\n研究目标：效率≥90%。\n执行期限：2026年6月1日至2028年5月31日。\n"
            "方向2：乙技术\n研究目标：效率≥80%。\n执行期限：2年。\n二、申报要求\n1.申报单位应当是注册在本市的法人。\n"
            "2.同一单位限报1项。\n三、申报方式\n采用网上申报。\n"
        ).encode()
    )
    assert [(d.title, d.duration_months) for d in call.directions] == [("甲技术", 24), ("乙技术", 24)]
    assert {"max_applications_per_applicant", "registered_in_region"} <= {rule.kind for rule in call.rules}
