"""How sure the reader is of an indicator, and what about it a person should look at."""

import re

from calls.importing.indicators.comparators import less_is_better
from calls.importing.indicators.subjects import counts_things
from calls.importing.structure import IndicatorRead

#: Below this a person is asked.
SURE = 0.8
MORE = re.compile(r"带宽|吞吐|利用率|成功率|准确率|覆盖率|召回率|速率|数量|帧率")
DELTA = re.compile(r"提升|提高|降低|减少|下降|缩短|压缩|低于|高于|优于|减重|节约|节省")
UNDER = re.compile(r"在[^，]*[下中]$")
FEW = re.compile(r"衰减|下降|损|漏|误|丢")
TIME_UNITS = {"s", "秒", "ms", "毫秒", "min", "分钟"}


def judged(indicator: IndicatorRead) -> tuple[float, str]:
    """(confidence from 0 to 1, reason in Chinese below `SURE`, else "")."""
    reason = against_sense(indicator)
    if reason:
        return 0.5, reason
    if not indicator.subject:
        return 0.6, "没有读出指标的名称，请对照原文填写。"
    # A bare number says “=”; whether at least or exactly is meant, the words do not tell.
    return (0.85, "") if indicator.comparator == "=" else (0.95, "")


def against_sense(indicator: IndicatorRead) -> str:
    """Why its comparator looks turned round, or ""."""
    if indicator.qualitative or not indicator.subject:
        return ""
    subject, unit = UNDER.sub("", indicator.subject), indicator.unit
    if re.search(r"^(?:秒|分钟|小时)/", unit):
        return "按每次用时理解（频率写成了“每…秒1次”），请核对方向。"
    if counts_things(unit):
        return ""
    less = less_is_better(subject, unit)
    if less and indicator.comparator in {">=", ">"} and not DELTA.search(subject):
        return "这类指标通常越小越好，而原文要求不低于该值，请核对。"
    more = MORE.search(subject[-8:]) and not FEW.search(subject[-8:])
    if more and indicator.comparator in {"<=", "<"} and not DELTA.search(subject):
        return "这类指标通常越大越好，而原文要求不超过该值，请核对。"
    if re.search(r"速度$", subject) and unit in TIME_UNITS:
        return "“速度”的单位是时间，按用时理解，请核对。"
    return ""
