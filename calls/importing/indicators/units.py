"""Units as printed: measure words (个, 项, 万元, 人次) and Latin ones (Gb/s, TOPS/W, km2, °/h)."""

import re

# Longest first where one begins another.
WORDS = (
    "平方千米 平方公里 平方厘米 平方毫米 平方米 立方厘米 立方米 摄氏度 百分点 个百分点 人次 毫秒 微秒 纳秒 "
    "分钟 小时 个月 毫米 厘米 微米 纳米 千米 公里 海里 毫克 千克 公斤 公顷 千瓦时 千瓦 兆瓦 千卡 节点 自由度 "
    "勒克斯 标准卡 个工作日 工作日 比特 字节 像素 毫升 毫伏 毫安 伏 安 瓦 赫兹 兆赫 牛 帕 兆帕 万元 亿元 吨 "
    "元 美元 个 项 件 种 类 家 台 套 款 条 份 例 人 次 秒 分 时 天 日 周 年 月 米 克 升 度 级 倍 卡 核 维 位 "
    "剂 枝 针 家次 秒次 数量级 个数量级 架次 艘次 台套 台（套） 套（台） 人份 人天 人月 批次 样本 汉字 拷贝 学时 课时 "
    "标准箱 量子比特 飞行小时 只 尾 羽 粒 棵 袋 瓶 盒 桶 罐 床 穗 波 栋 间 顶 副 卷 箱 枚 炉 口井 万亩 千卡 大卡 焦 "
    "欧 欧姆 特斯拉 高斯 流明 坎德拉 丝 目 转 圈 "
    "对 字 帧 路 处 座 辆 架 艘 批 组 层 门 名 户 株 亩 张 页 篇 部 场 轮 期 片 颗 块 根 支 只 头 村 所 间 "
    "区县 县 市 省 通道 路段 点 道 口 盏 匹 幅 册 本 方 代 笔 单 轴 词 句 首 点位 步 行 "
    "列 成 折 阶 模态 语种 站 柜 站点 机柜 机架 万 亿"
)
COUNTED = sorted(set(WORDS.split()) - {"万", "亿"}, key=len, reverse=True)
CLASSIFIERS = "|".join(
    [
        "个",
        "项",
        "件",
        "种",
        "类",
        "家",
        "台",
        "套",
        "款",
        "条",
        "份",
        "例",
        "名",
        "张",
        "篇",
        "部",
        "级",
        "倍",
        "处",
        "座",
        "辆",
        "架",
        "组",
        "层",
        "路",
        "对",
        "次",
        "人",
        "维",
        "位",
        "节点",
        "门",
        "批",
        "成",
        "天",
        "小时",
        "颗",
        "片",
        "块",
        "期",
        "轮",
        "场",
    ]
)
SCALES = "万亿|千亿|百亿|亿|千万|百万|万"

_LATIN = (
    "% ‰ ° ℃ °C ′ ″ ' K P E B M G T k w W kW MW GW kWh MWh Wh Ah mAh V kV mV A mA µA C F Ω KΩ kΩ MΩ mΩ Hz kHz "
    "KHz MHz GHz THz Pa kPa MPa GPa N kN mN Nm N·m N.m J kJ MJ g kg mg µg ng t m mm cm dm km µm um nm pm m² "
    "m2 km2 km² cm2 cm² mm2 mm² m3 m³ cm3 cm³ mm3 ha L mL ml µL h H min s S sec ms µs us ns ps d dB dBm dBi "
    "dBc bit bits bps kbps Mbps Gbps Tbps Kbps b Kb Mb Gb Tb KB MB GB TB PB EB Byte Bytes byte B/s pixel px "
    "dpi ppm ppb fps Fps FPS QPS qps TPS tps IOPS rpm r rad mrad deg lx lm cd Lux lux sr mol mmol µmol TOPS "
    "Tops GOPS POPS FLOPS GFLOPS TFLOPS PFLOPS EFLOPS GFlops TFlops PFlops EFlops Flops MIPS DMIPS core cores "
    "token tokens Tokens Token wps words FS bar mbar cP Bq Sv Gy ohm Ohm MVA kVA var nT mT W/m K/s IU DoF dof "
    "°T Nm °Bx gBr tCO2 kgCO2 a kOe Oe GOe MGOe bpm nit nits NIT LUT Mpps pps Vpp Vrms"
)
LATIN = set(_LATIN.split())
#: SI units and those of trades, each with or without a prefix.
_BASE = (
    "g|m|s|A|K|mol|M|Hz|N|Pa|J|W|V|F|Ω|ohm|S|Wb|T|H|lm|lx|Bq|Ci|Gy|Sv|L|l|eV|B|bit|bits|b|bps|sps|Sa|Wp|Wh|VA|VAr|var|Ah"
    "|atm|bar|Torr|Gal|cal|rad|sr|Da|pt|D|P|St|C|t|gce|tce|cells|cell|copies|U|IU|EU|TU|CFU|cfu|PFU|ppm|ppb|ppt|NTU|FNU|cps"
)
_SCALED = re.compile(rf"(?:[yzafpnµumcdhkKMGTPE])?(?:{_BASE})|%(?:ID|FS|F\.S\.?|RH|SOC|DOD)?|wt%|vol%|mol%|at%|w/w")
_RAISED = r"(?:\^?[-−]?[1-4](?:/[2-4])?(?![\dA-Za-z.%])|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
_FACTOR = rf"(?:(?:wt|vol|mol|at)%|%ID|%F\.S\.?|[A-Za-zµΩ][A-Za-zµΩ]{{0,9}}|°(?:C|F|T|Bx|dH)?|[%‰℃′″]){_RAISED}?"
_JOINT = r"(?:[/·.*×]|(?<=[A-Za-z])-(?=[A-Za-z]))"
LATIN_UNIT = (
    rf"{_FACTOR}(?:{_JOINT}{_FACTOR}){{0,3}}"
    rf"(?:/[（(]{_FACTOR}(?:[·.*](?:24h|{_FACTOR})){{0,2}}[）)]|/√{_FACTOR}|/100(?:g|mL|km))?"
)
_WORDS = "|".join(COUNTED)
_PER = rf"(?:{_WORDS}|[（(][\u4e00-\u9fff·]{{1,8}}[）)]|[\u4e00-\u9fff]{{1,4}}(?=[，。；、）)\n]|$))"
_UNIT = re.compile(
    rf"\s?(?P<latin>(?:(?:{SCALES})(?=[A-Za-z%µ]))?(?:/(?=[A-Za-z℃µ]))?{LATIN_UNIT})(?:/(?P<per>{_PER}))?"
    rf"|\s?(?P<word>(?:{SCALES})?(?:{_WORDS}|{SCALES})(?:/(?:[（(]{_FACTOR}(?:[·.*]{_FACTOR})?[）)]|{LATIN_UNIT}|{_PER}))?)"
    rf"|(?P<each>/{_PER})"
)
#: What stands right after a number and before a mark is a unit, known or not.
_UNKNOWN = re.compile(r"\s?(?P<unit>/?[A-Za-zµ]{1,8}(?:/[A-Za-zµ]{1,6})?)(?=\s?[，。；、）)\n]|\s?$)")
_NO_UNIT = re.compile(r"(?:INT|FP|TF|BF|GPU|CPU|AI|IP|PCT|SCI|EI|PCT专利)", re.I)
# 分 and 级 and 点 also begin other words.
_NOT_A_UNIT = re.compile(
    r"分(?:别|布|析|为|级|类|层|区|散|享)|级联|点(?:云|对)|度量|位置|时(?:间|延|刻|空)|年度|月度|次级|"
    r"家庭|人(?:工|机|形|脸|体)|方(?:案|向|面)|路(?:径|由)|件(?:套)|部署|成(?:本|功|果|像)|本(?:地|体)|"
    r"单(?:位|元|卡|机)|行(?:业|为)|期(?:间|内)|类型|组(?:合|织)|核心|卡(?:车|口)|市(?:场)|所(?:有)|"
    r"层级|口径|代(?:码|表)|支持|点击|词典|句法|站立|道路|列表|步骤|条件|项目|种子|套件|款式|场地|轮式|"
    r"片上|块状|页面|对话|对比|字符|维度|维护|级别"
)


def latin_ok(text: str) -> bool:
    """Every factor is a known unit or one with an SI prefix, with or without a power."""
    plain = re.sub(_RAISED, "", text.replace("F.S.", "FS"))
    parts = [part for part in re.split(r"[/·.*×（）()√-]", plain) if part]
    return bool(parts) and all(_known(part) for part in parts)


def _known(part: str) -> bool:
    part = re.sub(rf"^(?:{SCALES})", "", part)
    return part in LATIN or bool(_SCALED.fullmatch(part)) or bool(re.fullmatch(r"%\w+|(?:24|100)(?:h|g|mL|km)", part))


def unit_at(text: str, at: int) -> tuple[str, int]:
    """The unit that begins at ``at`` (a space may stand before it) and its end; ("", at) for none."""
    match = _UNIT.match(text, at)
    if match and match["word"]:
        # A scale alone is no measure word that could begin another.
        if match["word"] not in SCALES.split("|") and _NOT_A_UNIT.match(text, match.start("word")):
            return "", at
        return match["word"], match.end()
    if match and match["each"]:
        return match["each"], match.end()
    found = _latin(text, match, at) if match else ("", at)
    if found[0]:
        return found
    unknown = _UNKNOWN.match(text, at)
    if unknown and not _NO_UNIT.match(unknown["unit"]):
        return unknown["unit"], unknown.end()
    return "", at


def _latin(text: str, match: re.Match[str], at: int) -> tuple[str, int]:
    whole, start = match["latin"], match.start("latin")
    percent = re.compile(r"%\s?FS(?![A-Za-z])(?:/(?:℃|°C|K|h)(?![A-Za-z]))?").match(text, start)
    if percent:
        return percent[0], percent.end()
    # The longest leading part that is a unit: “ms内”, “TOPS INT8”, “m/s”, “g/0.5ms”.
    ends = {
        len(whole),
        *(m.start() for m in re.finditer(r"[/·.*×（(\-]", whole) if whole[m.start() - 2 : m.start()] != "%F"),
    }
    for end in sorted(ends, reverse=True):
        if end and latin_ok(whole[:end]) and not re.match(r"[A-Za-z0-9]", text[start + end : start + end + 1]):
            if end == len(whole) and match["per"]:
                return text[start : match.end()], match.end()
            return whole[:end], start + end
    return "", at
