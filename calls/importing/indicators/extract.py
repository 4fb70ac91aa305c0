"""考核指标 out of the text of a part: which numbers are requirements, of what, in which direction.

A number with a comparator is a requirement. A bare one is a requirement only where the sentence makes it one: after a
verb of doing (研制2类), in a list begun by a requirement (32TFLOPS、64TFLOPS), after 支持 or 为, or closing its clause
(视场角 120°). Any other bare number is a condition (1米距离, FOV 30°) and stays out.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from calls.importing.indicators.comparators import DELTA_VERB, comparator
from calls.importing.indicators.quantities import Quantity, quantities
from calls.importing.indicators.subjects import subject_of
from calls.importing.indicators.tables import TableFound, table_rows

# A clause is read back no further than this: keeps long text without punctuation linear.
LONGEST = 400
HARD = re.compile(r"[。；;\n！]")
CLAUSE = re.compile(r"[，,。；;：:\n！]")
VERBS = (
    "研制|研发|构建|建设|形成|制定|开发|建立|培养|建成|申请|授权|获得|发表|服务|实现|搭建|推广|完成|打造|培育|突破|编制|部署|设立|取得"
    "|引进|带动|落地|发布|适配|兼容|接入|提供|具备|覆盖|涵盖|支持|组织|开展|举办|生成|输出|制订|编写|改造|新增|建|集成|应用于|销售|年产|日产|年处理|日处理"
)
#: 15kV级…: a class of things. 波高1.5m条件下: how it is measured.
_CLASS = re.compile(r"\s?级(?![别联])[\u4e00-\u9fffA-Za-z]")
_UNDER = re.compile(r"[^，。；;\n]{0,24}(?:条件|工况|环境|状态|情况|海况|载荷|温度|压力|浓度)[下中]")
_BASELINE = re.compile(r"(?:现|目前|原|现状|现有水平|原来)(?:为|是)\s?$")
_WHEN = re.compile(r"\s?(?:以[上下内]|内)?时(?!间|长|延|刻|效|代|速)")
_ADJACENT_VERB = re.compile(rf"(?:{VERBS}|能力|产能|产量|规模)(?:了|出|至)?\s?$")
_VERB_BEFORE = re.compile(rf"(?:{VERBS})[^，。；、\d≥≤<>=]{{0,16}}$")
_LIST_LINK = re.compile(r"\s?(?:[（(][A-Za-z0-9]+[）)])?[\u4e00-\u9fffA-Za-z]{0,6}\s?(?:、|或者?|和|及|以及|与|/)\s?$")
_PERIOD = re.compile(
    r"每(?P<n>\d*)\s?(?P<period>小时|分钟|秒钟|秒|天|日|周|月|年|万次|千次)\s?"
    r"(?P<op>不超过|不大于|不高于|不多于|小于|低于|少于|大于|超过|不少于|不低于|≤|≥|<|>)\s?(?P<value>\d+(?:\.\d+)?)\s?(?P<unit>次|个|条|件|台|张)"
)
_TAKT = re.compile(
    r"(?P<op>不超过|不大于|不高于|小于|低于|少于|大于|超过|不少于|不低于|≤|≥|<|>)\s?"
    r"每\s?(?P<value>\d+(?:\.\d+)?)\s?(?P<period>秒|分钟|小时)\s?(?P<n>1|一)?\s?(?P<unit>次|个|件)"
)
_OPS = {
    word: op
    for op, words in (
        ("<=", "不超过 不大于 不高于 不多于 ≤"),
        ("<", "小于 低于 少于 <"),
        (">", "大于 超过 >"),
        (">=", "不少于 不低于 ≥"),
    )
    for word in words.split()
}


@dataclass(slots=True)
class Found:
    """One requirement: ``start``/``end`` in the text given, from its subject to its last word; ``at`` its number."""

    start: int
    end: int
    at: int
    subject: str
    op: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    condition: str
    joined_by_or: bool = False


def clause_starts(text: str) -> list[int]:
    """For each offset, where the clause begins in which it lies (an open bracket begins one of its own)."""
    starts: list[int] = []
    stack = [0]
    for index, char in enumerate(text):
        starts.append(stack[-1])
        if char in "（(":
            stack.append(index + 1)
        elif char in "）)":
            if len(stack) > 1:
                stack.pop()
        elif char in "。；;\n！":
            stack = [index + 1]
        elif char in "，,：:" and not _thousands(text, index):
            stack[-1] = index + 1
    starts.append(stack[-1])
    return starts


def _thousands(text: str, index: int) -> bool:
    return text[index] == "," and text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()


def requirements(text: str) -> list[Found]:
    """All requirements with a number, in the order of the text."""
    starts = clause_starts(text)
    special = _special(text, starts)
    rows, tables = table_rows(text)
    special += (_of_row(row) for row in rows if _plausible(row.quantity))
    taken = {at for pattern in (_PERIOD, _TAKT) for match in pattern.finditer(text) for at in range(*match.span())}
    taken.update(at for span in tables for at in range(*span))
    plain: list[Found] = []
    everything = [q for q in quantities(text) if q.start not in taken]
    for index, quantity in enumerate(everything):
        earlier = everything[index - 1] if index else None
        following = everything[index + 1] if index + 1 < len(everything) else None
        previous = plain[-1] if plain and earlier and plain[-1].at == earlier.start else None
        made = _judge(text, quantity, previous, following, max(starts[quantity.start], plain[-1].end if plain else 0))
        if made:
            plain.append(made)
    return sorted(special + plain, key=lambda found: found.at)


def _of_row(row: TableFound) -> Found:
    q = row.quantity
    return Found(
        row.name.start, row.value.end, row.value.start + q.start, row.name.text.strip(), row.op, q.value, q.value_max,
        row.unit, q.condition,
    )  # fmt: skip


def _special(text: str, starts: list[int]) -> list[Found]:
    """误唤醒每24小时不超过1次 → ≤1 次/24小时; 频率小于每3秒1次 → <3 秒/次 (the time of one)."""
    made = []
    for match in _PERIOD.finditer(text):
        start = max(starts[match.start()], match.start() - LONGEST)
        unit = f"{match['unit']}/{match['n']}{match['period']}"
        made.append(
            Found(
                start,
                match.end(),
                match.start("value"),
                text[start : match.start()],
                _OPS[match["op"]],
                Decimal(match["value"]),
                None,
                unit,
                "",
            )
        )
    for match in _TAKT.finditer(text):
        start = max(starts[match.start()], match.start() - LONGEST)
        subject = re.sub(r"(?:要求|应|需)$", "", text[start : match.start()])
        made.append(
            Found(
                start,
                match.end(),
                match.start("value"),
                subject,
                _OPS[match["op"]],
                Decimal(match["value"]),
                None,
                f"{match['period']}/{match['unit']}",
                "",
            )
        )
    return made


def _judge(text: str, q: Quantity, previous: Found | None, following: Quantity | None, begin: int) -> Found | None:
    begin = max(begin, q.start - LONGEST)
    before = text[begin : q.start]
    op, used, used_after = comparator(before, text[q.end : q.end + 12], q.unit)
    per = _PER.search(before) if q.unit else None
    if per and not op:
        # 不低于每分钟5%: the words that compare stand before 每分钟.
        op, used, used_after = comparator(before[: per.start()], text[q.end : q.end + 12], q.unit)
        used += len(per[0])
        q.unit = f"{q.unit}/{per['period']}" if op else q.unit
    if q.kind == "magnitude":
        op = op if used and op != "=" else ""
    if q.kind == "chinese" and q.unit and not op:
        ends = bool(re.match(r"[，。；;、\n）)]|$", text[q.end : q.end + 1]))
        op = "" if _later_in_clause(text, q, following) else _bare_chinese(before, q, ends=ends)
    elif not op and q.kind == "number":
        op = _bare(text, begin, q, previous, following)
    elif op == "=" and q.kind == "number" and not _equals(before, q):
        op = ""
    if op and _is_condition(text, q, following, before):
        return None
    if op == "=" and _BASELINE.search(before):
        return None
    if op == "=" and (_UNDER.match(text, q.end) or _WHEN.match(text, q.end)):
        return None
    if q.value_max is not None and op:
        op = "range"
    if not op or (q.kind == "chinese" and op == "=" and q.value < 2) or not _plausible(q):
        return None
    end = q.end + used_after
    subject, start, stop = subject_of(text, begin, q.start - used, end, q.unit)
    joined = bool(
        previous and re.search(r"或", text[previous.end : q.start]) and not HARD.search(text[previous.end : q.start])
    )
    return Found(
        start,
        stop,
        q.start,
        subject or (previous.subject if previous else ""),
        op,
        q.value,
        q.value_max,
        q.unit,
        q.condition,
        joined and "，" not in text[previous.end : q.start],
    )


def _is_condition(text: str, q: Quantity, following: Quantity | None, before: str) -> bool:
    """粒径≥0.2µm颗粒不多于50个: what is counted or measured has a number of its own, which is no requirement."""
    if re.search(r"[（(]\s?[A-Za-zΔ][\w()]{0,8}\s?=\s?$|，\s?[A-Za-zΔ][\w()]{0,8}\s?=\s?$", before) or (
        re.search(r"[A-Za-zΔ]\w{0,6}\s?=\s?$", before) and _in_brackets(text, q.start)
    ):
        return True
    if _WHEN.match(text, q.end):
        return True
    if _in_brackets(text, q.start) and "《" in text[max(0, q.start - 40) : q.start].rpartition("（")[2]:
        return True
    if (
        q.kind == "magnitude"
        or following is None
        or (q.kind == "chinese" and q.unit not in {"级", "类"})
        or (q.kind == "number" and re.match(r"[\u4e00-\u9fff]", q.unit) and q.unit not in _TIMES)
    ):
        return False
    between = text[q.end : following.start]
    if not re.match(r"\s?(?:以[上下内]|内|[）)])?的?[\u4e00-\u9fff]{2}", between) or re.search(
        r"[，,。；;、：:\n]|并(?!发|行|联)|且|和|及|与|或|到|至|由", between
    ):
        return False
    found = comparator(between, text[following.end : following.end + 12], following.unit)
    return bool(found[0]) and found[0] != "="


_PER = re.compile(r"每\s?(?P<period>秒|分钟|小时|天|日|周|月|年)\s?$")
_COUNTS = {"项", "条", "个", "种", "套", "台", "件", "家", "座", "款", "类", "篇", "部", "处"}
_TIMES = {"天", "小时", "分钟", "秒", "年", "个月", "月", "日"}


def _in_brackets(text: str, at: int) -> bool:
    head = text[max(0, at - 60) : at]
    return max(head.rfind("（"), head.rfind("(")) > max(head.rfind("）"), head.rfind(")"))


def _plausible(q: Quantity) -> bool:
    """No requirement has more than 15 significant digits, or 24 in all: such a number is an identifier."""
    return all(
        len(v.normalize().as_tuple().digits) <= 15 and abs(v.adjusted()) < 24
        for v in (q.value, q.value_max)
        if v is not None
    )


def _equals(before: str, q: Quantity) -> bool:
    """为, 是, = and 支持 before a number; 约 alone and 支持 before a counted noun are told apart by the unit."""
    return bool(q.unit) or before.rstrip().endswith("=")


def _bare_chinese(before: str, q: Quantity, *, ends: bool) -> str:
    if q.unit == "级" and re.search(r"抗\w{1,2}$|等级\w{0,2}$", before):
        return ">="
    # 制定技术规程两项，
    if q.value >= 2 and q.unit in _COUNTS and ends and re.search(r"[\u4e00-\u9fff]{3}$", before):
        return "" if re.search(r"(?:分为|分成|包括|以下|上述|这|前|后|的)$", before) else "="
    return (
        "=" if q.value >= 2 and _ADJACENT_VERB.search(before) and q.unit not in {"级", "维", "代", "层", "度"} else ""
    )


def _bare(text: str, begin: int, q: Quantity, previous: Found | None, following: Quantity | None) -> str:
    """Comparator of a number that has none beside it, or "" when it is no requirement."""
    before = text[begin : q.start]
    if q.tolerance and re.search(r"[\u4e00-\u9fff）)]\s?$", before):
        return "="
    if _CLASS.match(text, q.end) or re.search(r"(?:条件|环境|工况|温度)下[^，。；]{0,6}$", before):
        return ""
    if not q.unit:
        # 相对粘度2.4~3.2: a range says what it is without a unit
        return "range" if q.value_max is not None and re.search(r"[\u4e00-\u9fff]{2}$", before) else ""
    if previous and previous.at < q.start and _LIST_LINK.fullmatch(text[previous.end : q.start]):
        return ">=" if previous.op == "range" else previous.op
    if text[begin - 1 : begin] in {"（", "("}:
        return ""  # a condition in brackets
    if _later_in_clause(text, q, following):
        return ""
    if q.unit == "%" and DELTA_VERB.search(before):
        return ">="
    after = text[q.end : q.end + 2].lstrip()[:1]
    ends = re.fullmatch(r"[，,。；;、/）)（(和或及]?", after or "") or (
        q.value_max is not None and re.match(r"\s?(?:连续)?(?:可调|可控|之间|范围)", text[q.end : q.end + 6])
    )
    named = re.search(r"[\u4e00-\u9fff]{2}\s?$|[A-Za-z]{1,4}值\s?$|\d向$|[=]$", before)
    if ends and (named or (q.value_max is not None and not before.strip() and text[begin - 1 : begin] in {"：", ":"})):
        return "range" if q.value_max is not None else "="
    if re.search(r"等\s?$", before) and re.match(r"[个项家种类]", q.unit):
        return "="
    if _ADJACENT_VERB.search(before) or (_VERB_BEFORE.search(before) and re.match(r"[\u4e00-\u9fff]", q.unit)):
        return "="
    return ""


def _later_in_clause(text: str, q: Quantity, following: Quantity | None) -> bool:
    """A bare number followed in its clause by one with a comparator is that one's condition."""
    if not following:
        return False
    between = text[q.end : following.start]
    if CLAUSE.search(between) or re.search(r"[、（(]|并(?!发|行|联)|且(?!不)", between):
        return False
    return bool(comparator(between, text[following.end : following.end + 12], following.unit)[0])
