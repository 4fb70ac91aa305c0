from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.importing.indicators.collect import collect
from calls.importing.indicators.extract import requirements
from calls.importing.indicators.numbers import chinese_number, number
from calls.importing.indicators.sense import against_sense
from calls.importing.structure import PartRead


def read(text: str) -> list[tuple]:
    return [(f.op, f.value, f.value_max, f.unit) for f in requirements(text)]


def one(text: str) -> tuple:
    (found,) = read(text)
    return found


@pytest.mark.parametrize(
    ("text", "op", "value", "unit"),
    [
        ("准确率不低于95%", ">=", "95", "%"),
        ("功耗不超过75W", "<=", "75", "W"),
        ("识别率超过95%", ">", "95", "%"),
        ("延时小于200ms", "<", "200", "ms"),
        ("导电阻抗可以达到小于5KΩ", "<", "5", "KΩ"),
        ("性能损失在5%以内", "<=", "5", "%"),
        ("首字延迟控制在500ms以内", "<=", "500", "ms"),
        ("内存容量达到128GB及以上", ">=", "128", "GB"),
        ("成像精度达到1毫米", "<=", "1", "毫米"),
        ("识别精度达到98%", ">=", "98", "%"),
        ("响应时间优于0.03s", "<=", "0.03", "s"),
        ("峰值功率密度优于600W/kg", ">=", "600", "W/kg"),
        ("能耗降低40%", ">=", "40", "%"),
        ("能耗降低至40%", "<=", "40", "%"),
        ("提升良品率、设备运行效率5%", ">=", "5", "%"),
        ("至少兼容国外芯片训练的大模型8个以上", ">=", "8", "个"),
        ("支持纳管3个以上数据中心的算力集群", ">=", "3", "个"),
        ("产线具备3种型号以上产品", ">=", "3", "种"),
        ("模型参数至少达到千亿级", ">=", "1", "千亿级"),
        ("抗风七级", ">=", "7", "级"),
        ("至少一种国产生态", ">=", "1", "种"),
        ("支持两种芯片", "=", "2", "种"),
        ("图片数据量超过1500万张", ">", "1500", "万张"),
        ("用户数≥1,200,000人次", ">=", "1200000", "人次"),
        ("单线产能不低于1×10^4吨/年", ">=", "10000", "吨/年"),
        ("循环寿命不少于10^6次", ">=", "1000000", "次"),
        ("信号跟踪灵敏度≤-168dBm", "<=", "-168", "dBm"),
        ("示范面积≥50km2", ">=", "50", "km2"),
        ("重复定位精度优于±0.02mm", "<=", "0.02", "mm"),
        ("无故障运行≥7x24小时", ">=", "168", "小时"),
        ("误唤醒每24小时不超过1次", "<=", "1", "次/24小时"),
        ("打钉频率小于每3秒1次", "<", "3", "秒/次"),
        ("QPS大于150", ">", "150", ""),
        ("制定团体标准1项", "=", "1", "项"),
        ("零点温漂不超过0.02%FS/℃", "<=", "0.02", "%FS/℃"),
    ],
)
def test_comparator_value_and_unit(text, op, value, unit):
    assert one(text) == (op, Decimal(value), None, unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("频率范围F=20Hz~2000Hz", "20", "2000", "Hz"),
        ("推力覆盖500-10000N，", "500", "10000", "N"),
        ("输出电压48V-100V。", "48", "100", "V"),
        ("力检测范围0.1N/cm2~240N/cm2 (10g/cm2~24kg/cm2)±5%", "0.1", "240", "N/cm2"),
        ("工作温度范围-60℃~300℃；", "-60", "300", "℃"),
        ("产品相对粘度2.4~3.2，", "2.4", "3.2", ""),
    ],
)
def test_ranges(text, low, high, unit):
    assert one(text) == ("range", Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    "text",
    [
        "支持FP32、TF32、BF16、INT8等计算精度",
        "到2023年，面向5G通信和3D视觉，满足GB/T 1234-2020要求",
        "在3C行业推广应用",
        "相比国际主流框架（vLLM0.5.1）显著提升",
        "具备以下一种或多种能力",
        "第3代产品达到国际先进水平",
        "（1）完成研制",
        "千卡训练及万卡规模优化",
        "面向工业4.0的需求",
        "编号不少于91510100MA61234567890123456789",
        "数量不少于10^99个",
        "数量不少于1×10^40个",
    ],
)
def test_no_number_is_invented(text):
    assert read(text) == []


def test_a_condition_is_no_requirement():
    assert one("前视摄像头可探测距离>250m（FOV 30°）") == (">", Decimal(250), None, "m")
    assert one("成像模组1米距离成像精度达到1毫米") == ("<=", Decimal(1), None, "毫米")


def test_a_list_inherits_its_comparator_and_keeps_conditions():
    found = requirements("算力可达到32TFLOPS@FP32、64TFLOPS@TF32、512TOPS@INT8，功耗不高于400W。")
    assert [(f.op, f.value, f.unit, f.condition) for f in found] == [
        (">=", 32, "TFLOPS", "FP32"), (">=", 64, "TFLOPS", "TF32"), (">=", 512, "TOPS", "INT8"), ("<=", 400, "W", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("1.突破异构训练、高效推理等关键技术5项以上。", "关键技术"),
        ("支持多芯片调度、容错调度等5种以上动静态调度策略。", "动静态调度策略"),
        ("适配不少于6家厂商的国产芯片", "厂商的国产芯片"),
        ("到2025年，能效比超过2TOPS/W", "能效比"),
        ("可重用行业组件≥100个；", "可重用行业组件"),
        ("应用示范面积≥50km2", "应用示范面积"),
        ("服务5个以上行业领域、不少于30家企业。", "行业领域"),
    ],
)
def test_subjects(text, subject):
    assert requirements(text)[0].subject == subject


def indicators(text: str):
    return collect((PartRead("indicators", "考核指标", text, 100, 100 + len(text)),))


def test_numbered_items_and_spans():
    made = indicators("1.突破技术3项以上。\n2.研制平台：\n（1）准确率≥90%。\n（2）延迟<2秒。")
    assert [(i.number, i.value) for i in made if not i.qualitative] == [("1", 3), ("2(1)", 90), ("2(2)", 2)]
    assert made[0].start >= 100


def test_requirements_without_a_number_are_kept_as_text():
    made = indicators("云端芯片支持FP32、TF32等计算精度，功耗不高于400W。性能达到国际先进水平。")
    assert [(i.qualitative, i.text) for i in made] == [
        (True, "云端芯片支持FP32、TF32等计算精度"), (False, "功耗不高于400W"), (True, "性能达到国际先进水平"),
    ]  # fmt: skip
    assert all(i.comparator == "" and i.value is None for i in made if i.qualitative)


def test_groups():
    assert {i.group for i in indicators("具备以下一种或多种能力：识别率≥95%。时延<5ms。")} == {"any"}
    assert [i.group for i in indicators("项目期内销售不少于1万套或销售收入不低于2亿元。发明专利≥5件。")] == [
        "or1",
        "or1",
        "",
    ]


def test_the_same_name_in_two_sentences_says_whose_it_is():
    text = "云端训练芯片可支持FP32，算力可达到32TFLOPS，芯片功耗不高于400W。云端推断芯片支持INT8，芯片功耗不超过75W。"
    assert [(i.subject, i.value) for i in indicators(text) if not i.qualitative] == [
        ("算力", 32), ("云端训练芯片功耗", 400), ("云端推断芯片功耗", 75),
    ]  # fmt: skip


def test_what_only_leads_on_is_no_requirement():
    text = "智能机器人具备以下一种或多种能力：在多模态交互方面，识别准确率在95%以上；支持远程运维。"
    assert [(i.qualitative, i.group) for i in indicators(text)] == [(False, "any"), (True, "any")]


def test_indicators_come_from_one_kind_of_part_only():
    parts = (PartRead("goal", "预期目标", "准确率≥90%。"), PartRead("indicators", "考核指标", "准确率≥95%。"))
    assert [i.value for i in collect(parts)] == [95]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("跨机房带宽≤20Gb/s", "越大越好"),
        ("定位精度≥20cm", "越小越好"),
        ("零偏稳定性不低于0.3°/h", "越小越好"),
        ("打钉频率小于每3秒1次", "每次用时"),
        ("靶区勾画速度≤30s", "单位是时间"),
    ],
)
def test_a_comparator_against_the_noun_is_doubted(text, word):
    assert word in against_sense(indicators(text)[0])


def test_plain_indicators_are_not_doubted():
    assert [against_sense(i) for i in indicators("准确率≥90%，延迟<2秒，续航时间不少于4h，带宽提升≥20%。")] == [""] * 4


def test_numbers():
    assert [chinese_number(text) for text in ("三", "两", "十", "十二", "二十", "三十五")] == [3, 2, 10, 12, 20, 35]
    assert (number("1,000.5"), number("3", "-2")) == (Decimal("1000.5"), Decimal("0.03"))


SUBJECTS = st.sampled_from(["识别准确率", "系统吞吐量", "模型覆盖率", "装备负载能力", "数据集规模", "整机寿命"])
WORDS = st.sampled_from(
    [("≥", ">="), ("不少于", ">="), ("不低于", ">="), ("达到", ">="), ("超过", ">"), ("大于", ">"), (">", ">"),
     ("≤", "<="), ("不超过", "<="), ("不大于", "<="), ("小于", "<"), ("低于", "<"), ("=", "=")]
)  # fmt: skip
UNITS = st.sampled_from(
    ["%", "个", "项", "万元", "ms", "kg", "km/h", "TOPS/W", "GB/s", "小时", "人次", "万张", "dB", "m²/h"]
)
VALUES = st.one_of(
    st.integers(1, 10**7).map(str),
    st.decimals("0.001", "9999", places=3).map(str),
    st.integers(1000, 10**7).map("{:,}".format),
)


@given(
    st.lists(st.tuples(SUBJECTS, WORDS, VALUES, st.sampled_from(["", " "]), UNITS), min_size=1, max_size=6),
    st.sampled_from("，；。\n"),
)
def test_what_is_printed_from_a_grammar_comes_back(rows, mark):
    text = "到2025年，" + mark.join(f"{s}{word}{value}{space}{unit}" for s, (word, _), value, space, unit in rows)
    found = requirements(text)
    assert [(f.subject, f.op, f.value, f.unit) for f in found] == [
        (s, op, Decimal(value.replace(",", "")), unit) for s, (_, op), value, _, unit in rows
    ]
    assert all(0 <= a.start < a.end <= b.start for a, b in pairwise(found))


@given(
    st.text(
        alphabet="甲准确率达到不超过≥≤<>~-×/（）()、，。；：或和等以上每次1235.,万亿%个种项年秒FPTGDms \n", max_size=120
    )
)
def test_any_text_is_read_without_error(text):
    for found in requirements(text):
        assert 0 <= found.start <= found.at < found.end <= len(text)
        assert (found.op == "range") == (found.value_max is not None)
