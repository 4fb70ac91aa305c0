"""What a requirement is about: the words before its comparator, or the noun after its unit."""

import re

from calls.importing.indicators.units import COUNTED, SCALES

_POINTING = r"[\s、，,/）)的和及与或且并]|以及|并且|其中"
# Words that open a clause and say nothing; the negative lookaheads keep 应用, 能耗, 即刻, 在线, 可重用 whole.
_LEAD = re.compile(
    rf"^(?:{_POINTING}|到\d{{4}}年|同时|在?项目执行期[内间]|可以|能够|可(?![重再靠视信穿用编])|能(?![耗效力源量])|应(?!用|急|答)|需(?!求)|要(?!素)|须"
    r"|即(?![刻时])|在(?!线)|实现|达到|具备|拥有|形成|完成|使(?!用)|将|对(?![话比齐抗象])|为(?!企)|包括|包含|最终|至少|如(?!实)|且)+"
)
_TRAIL = re.compile(
    r"(?:应|需|须|要求|要|可以|可|能够|(?<![性功智赋效产])能|控制在|控制|保持在|达到|均|都|各|分别|覆盖|数量达|在|达|为|是|约|有|[\s（(：:=、的和及与或])+$"
)
_VERBS = (
    "支持|服务|适配|兼容|接入|研制|研发|开发|建成|建立|建设|构建|创建|提供|形成|培养|培育|完成|实现|制定|组织|开展|覆盖|提出|获得|申请|授权|集成|生成|纳管|应用"
    "|具备|打造|编制|部署|推广|输出|突破|操作|解决|整合|驱动|涵盖|包括|搭建|采集|支撑|赋能|选取|引进|带动|取得"
)
_VERB_END = re.compile(rf"(?:^|{_VERBS}|中|不|有|出|到)$")
_NOUN = re.compile(
    r"\s?的?(?P<noun>(?:\dD|\dC|[\u4e00-\u9fffA-Za-z])"
    r"(?:(?!即|且|或|并(?!发|行|联)|落地|开展|进行|完成|形成|方面|上应用)[^，。；、：\n（(）)\d≥≤<>=]){0,24})"
)
_LIST_END = re.compile(r"等[）)]?(?P<noun>[^等、，]{2,})$")
_CLOSED_LIST = re.compile(r"等\s?$")
_LINE_NUMBER = re.compile(r"\s*(?:\d{1,2}\s?[.．、]|[（(]\s?\d{1,2}\s?[）)]|\d{1,2}[）)]|[①-⑳])\s?")


def counts_things(unit: str) -> bool:
    """个, 项, 万条 and the like: what is counted stands right after."""
    bare = re.sub(rf"^(?:{SCALES})(?=.)", "", unit)
    return (bare in COUNTED and not re.search(r"元|秒|分钟|小时|年|月|天|米|克|次$|倍|度", bare)) or bool(
        re.fullmatch(rf"(?:{SCALES})级?", unit)
    )


def subject_of(text: str, begin: int, stop: int, end: int, unit: str) -> tuple[str, int, int]:
    """(subject, start and end of the span). ``begin`` opens the clause, ``stop`` the comparator, ``end`` ends it."""
    number = _LINE_NUMBER.match(text, begin, stop)
    begin = number.end() if number else begin
    pointing = re.compile(rf"(?:{_POINTING})*").match(text, begin, stop)
    begin = pointing.end()
    before = text[begin:stop]
    lead = _LEAD.match(before)
    start = begin + (lead.end() if lead else 0)
    head = _TRAIL.sub("", text[start:stop])
    noun = _noun_after(text, end)
    if noun and (counts_things(unit) or _VERB_END.search(head) or re.search(r"[、和及与或]\s?$", before)):
        first = max(begin, text.rfind("、", begin, stop) + 1) if _CLOSED_LIST.search(before) else begin
        return noun[0].strip().removesuffix("的"), first, noun[1]
    listed = _LIST_END.search(head)
    if listed:
        return listed["noun"], start, end
    if "、" in head:
        # A list that closes with the subject: only the last item is its (性能损失、带宽≤20).
        cut = head.rfind("、") + 1
        if len(head) - cut >= 2 and not re.search(r"[和及与]", head[cut:]):
            lead = _LEAD.match(head[cut:])
            cut += lead.end() if lead else 0
            return head[cut:], start + cut, end
    return head, start, end


def _noun_after(text: str, end: int) -> tuple[str, int] | None:
    """The noun counted and where it ends; one that runs into the next number is cut at its 和 (1%算力和1MB显存)."""
    match = _NOUN.match(text, end)
    if not match:
        return None
    noun, stop = match["noun"], match.end("noun")
    if re.match(r"\s?[\d≥≤<>=]", text[stop : stop + 2]):
        cut = max(noun.rfind(word) for word in "和及与")
        if cut <= 0:
            return None
        noun, stop = noun[:cut], stop - (len(noun) - cut)
    return noun, stop
