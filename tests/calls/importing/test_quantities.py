"""What is printed around a number in other fields' words: tolerances, shares, powers, conditions, units of trades."""

from decimal import Decimal

import pytest

from calls.importing.indicators.extract import requirements
from calls.importing.indicators.scale import expanded
from calls.importing.indicators.units import unit_at
from calls.importing.text import normalise


def read(text: str) -> list[tuple]:
    return [(f.op, f.value, f.value_max, f.unit) for f in requirements(normalise(text).text)]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("nmol/L，", "nmol/L"),
        ("mΩ·cm2；", "mΩ·cm2"),
        ("cm-3，", "cm-3"),
        ("wt%；", "wt%"),
        ("MPa·m1/2，", "MPa·m1/2"),
        ("W/(m·K)。", "W/(m·K)"),
        ("g/（m2·24h），", "g/（m2·24h）"),
        ("%F.S.，", "%F.S."),
        ("万m3；", "万m3"),
        ("个/反应，", "个/反应"),
        ("/飞行小时；", "/飞行小时"),
        ("拷贝/mL，", "拷贝/mL"),
        ("台（套）。", "台（套）"),
        ("°T，", "°T"),
        ("TOPS INT8", "TOPS"),
        ("ms内", "ms"),
        ("g/0.5ms", "g"),
        ("个应用", "个"),
        ("分布式系统", ""),
        ("卡车", ""),
    ],
)
def test_units(text, unit):
    assert unit_at(text, 0)[0] == unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("热端构件尺寸精度±0.15mm，", [("<=", Decimal("0.15"), None, "mm")]),
        ("控温精度优于±0.2℃，", [("<=", Decimal("0.2"), None, "℃")]),
        ("特征阻抗50Ω±1Ω，", [("=", 50, None, "Ω")]),
        ("硫酸浓度96.0±0.5%，", [("=", 96, None, "%")]),
        ("剩余推力不低于额定推力的85%；", [(">=", 85, None, "%")]),
        ("最大张力不超过极限张力的60％；", [("<=", 60, None, "%")]),
        ("误码率＜1×10-15；", [("<", Decimal("1E-15"), None, "")]),
        ("活细胞密度≥1×10⁷ cells/mL，", [(">=", 10**7, None, "cells/mL")]),
        ("背景载流子浓度≤5×1014cm-3，", [("<=", 5 * 10**14, None, "cm-3")]),
        ("暗计数率 $\\leq 5\\times 10^{-7}$ /gate ，", [("<=", Decimal("5E-7"), None, "/gate")]),
        ("工作温度范围-40℃～+85℃，", [("range", -40, 85, "℃")]),
        ("工作温度 $-10^\\circ\\mathrm{C} \\sim 50^\\circ\\mathrm{C}$ ；", [("range", -10, 50, "°C")]),
        ("运动黏度40～150mm²/s可调，", [("range", 40, 150, "mm²/s")]),
        ("长期稳定度优于1μGal，", [("<=", 1, None, "µGal")]),
        ("电流密度大于300mA/cm2，", [(">", 300, None, "mA/cm2")]),
        ("日均飞行3000架次以上；", [(">=", 3000, None, "架次")]),
        ("年产100MW电解槽", [("=", 100, None, "MW")]),
    ],
)
def test_requirements(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("粒径≥0.2μm颗粒不多于50个/mL；", [("<=", 50, None, "个/mL")]),
        ("180天内相对生物分解率≥90%；", [(">=", 90, None, "%")]),
        ("背面颗粒污染（>45nm）新增不多于20颗，", [("<=", 20, None, "颗")]),
        ("导通电阻≤1.6mΩ（Tvj=25℃），", [("<=", Decimal("1.6"), None, "mΩ")]),
        ("含量≥12.0%（《中国药典》2020年版为不低于7.0%），", [(">=", 12, None, "%")]),
        ("单站对RCS为0.01m2的无人机探测距离≥1.2km，", [(">=", Decimal("1.2"), None, "km")]),
        ("研制适配20000TEU级集装箱船的系统", []),
        ("在波高1.5m、风速15m/s条件下可靠运行", []),
        ("取得三类医疗器械注册证不少于1项，", [(">=", 1, None, "项")]),
        ("2.通信速率≥100Mbps；\n3.300m以下空域覆盖率≥99%；", [(">=", 100, None, "Mbps"), (">=", 99, None, "%")]),
        ("1.通信速率≥100Mbps；\n2.300m以下空域覆盖率≥99%；", [(">=", 100, None, "Mbps"), (">=", 99, None, "%")]),
    ],
)
def test_conditions_stay_out(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("value", "unit", "made"),
    [
        (Decimal(15), "万m3", (150000, "m3")),
        (Decimal(1), "千亿级", (10**11, "")),
        (Decimal("3.5"), "亿元", (350_000_000, "元")),
        (Decimal(5), "km", (None, "")),
    ],
)
def test_scales_in_full(value, unit, made):
    assert expanded(value, unit) == made
