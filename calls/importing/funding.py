"""资助强度, 榜单金额, 出资 (in 万元), how many are supported, and how long the work may take."""

import re
from decimal import Decimal

from calls.importing.indicators.numbers import CHINESE, number
from calls.importing.structure import FundingRead, PartRead

_BEFORE = {
    "<=": r"不超过|不高于|不大于|最高|上限|至多|≤|以内|不多于|限额",
    ">=": r"不低于|不少于|不小于|至少|≥|最低|下限",
    ">": r"超过|大于|高于|>",
    "<": r"低于|小于|<",
}
AMOUNT = re.compile(r"(?P<value>\d+(?:,\d{3})*(?:\.\d+)?)\s?(?P<unit>亿元|万元|亿|万|元)(?P<after>以内|以上|（含）)?")
_FACTOR = {"亿": Decimal(10000), "万": Decimal(1), "元": Decimal("0.0001")}
SOURCES = (
    ("own", r"承担单位|自筹|配套出资|企业出资|揭榜方(?:出资|投入)|申报单位|牵头单位|自有资金|单位出资"),
    ("district", r"区级|区县|区（县）|县级|区财政|属地财政"),
    ("municipal", r"市级|市财政"),
    ("reward", r"奖励|奖补|后补助"),
    ("bounty", r"悬赏|揭榜金额|需求方|发榜(?:方|企业|单位)"),
)
_COUNT = re.compile(
    rf"(?:拟?支持|立项|拟资助|资助)\s?(?:不超过|至多|最多)?\s?(?:\d+\s?[~-]\s?)?(?P<n>\d+|{CHINESE})\s?(?:个|项)"
)
#: 2026年6月—2029年5月: months counted with both ends.
_SPAN = re.compile(
    r"(?P<y1>20\d\d)\s?[年./-]\s?(?P<m1>\d{1,2})\s?月?(?:\s?[./-]?\s?\d{1,2}\s?日?)?\s?(?:—+|–|-|~|至|到)\s?"
    r"(?P<y2>20\d\d)\s?[年./-]\s?(?P<m2>\d{1,2})\s?月?(?:\s?[./-]?\s?\d{1,2}\s?日?)?"
)
_DATE = re.compile(r"20\d\d\s?年(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?日)?")
#: Where 有关说明 and the like speak of money and time, these words name them.
_MONEY = re.compile(r"资助|财政|经费|补助|出资|自筹|资金|奖励|奖补")
_TERM = re.compile(r"(?:实施|执行|研究|完成|攻关|项目)?(?:周期|期限|执行期|实施期|年限|时限|时间)[^，。；]{0,8}$")
#: Said once before the directions, for each of them.
_EACH = re.compile(r"每(?:个|项)|各(?:个)?(?:项目|方向|任务|课题|榜单)|单个|均|除特殊说明|项目(?:实施|执行)")
_DURATION = re.compile(
    rf"(?P<before>不超过|不长于|不大于|不多于|最长|至多|≤|不少于|不低于|≥|原则上|一般)?(?:为)?\s?(?P<n>(?<!\d)\d{{1,2}}(?:\.\d+)?|{CHINESE}|半(?=年))\s?(?P<unit>年|个月|月)(?P<half>半)?(?P<after>以内|内|以上)?"
)


def comparator_of(before: str, after: str) -> str:
    for op, words in _BEFORE.items():
        if re.search(rf"(?:{words})(?:为|人民币|约)?\s?$", before):
            return op
    return {"以内": "<=", "以上": ">="}.get(after, "=")


def amount_wan(match: re.Match[str]) -> Decimal:
    value = number(match["value"]) * _FACTOR[match["unit"][0] if match["unit"][0] in _FACTOR else "元"]
    return value.normalize() if value != value.to_integral() else value.quantize(Decimal(1))


def source_of(words: str, heading: str) -> str:
    """Whose money: the nearest name before the amount, else the heading's."""
    best = ("grant", -1)
    for source, pattern in SOURCES:
        for match in re.finditer(pattern, words):
            if match.end() > best[1]:
                best = (source, match.end())
    return best[0] if best[1] >= 0 or heading not in {"悬赏金额", "揭榜金额"} else "bounty"


def is_body(part: PartRead) -> bool:
    """The whole text of a direction that has no headed parts."""
    return part.kind == "task" and not part.heading


def about_money_or_term(sentence: str) -> bool:
    """集团出资不超过900万元, 研制周期不超过30个月: what is paid and how long it takes, no requirement on the work."""
    return bool((_MONEY.search(sentence) and AMOUNT.search(sentence)) or _named_term(sentence))


def funding_terms(parts: tuple[PartRead, ...]) -> tuple[FundingRead, ...]:
    made: list[FundingRead] = []
    for part in parts:
        if part.kind == "funding":
            made += _terms(part.text, part.heading) or _bare_amount(part)
    if made:
        return tuple(made)
    for part in parts:
        if part.kind in {"organisation", "other"} or is_body(part):
            made += (
                term
                for sentence in re.split(r"[。；;\n]", part.text)
                if _MONEY.search(sentence)
                for term in _terms(sentence, part.heading)
            )
    return tuple(made)


def _terms(text: str, heading: str) -> list[FundingRead]:
    made: list[FundingRead] = []
    last = 0
    for match in AMOUNT.finditer(text):
        before = text[last : match.start()]
        clause = re.split(r"[，。；;]", before)
        words = clause[-1] if len(clause[-1]) > 3 else before
        made.append(
            FundingRead(source_of(words, heading), comparator_of(before, match["after"] or ""), amount_wan(match))
        )
        last = match.end()
    return made


def _bare_amount(part: PartRead) -> tuple[FundingRead, ...]:
    """A table's cell: the unit stands in the column's head, 财政经费（万元）."""
    match = re.search(r"\d+(?:,\d{3})*(?:\.\d+)?", part.text)
    unit = re.search(r"亿元|万元|元", part.heading)
    if not match or not unit:
        return ()
    amount = number(match[0]) * _FACTOR[unit[0][0]]
    after = re.match(r"\s?(以内|以上)", part.text[match.end() :])
    comparator = comparator_of(part.text[: match.start()], after[1] if after else "")
    return (FundingRead(source_of(part.heading, part.heading), comparator, amount),)


def supported_count(parts: tuple[PartRead, ...]) -> int | None:
    for part in parts:
        if part.kind in {"funding", "organisation", "other"} and (match := _COUNT.search(part.text)):
            return int(number(match["n"]))
    return None


def duration(parts: tuple[PartRead, ...]) -> tuple[int | None, str]:
    """Months and comparator: 不超过3年 → (36, "<="); 2026年6月—2029年5月 → (36, "=")."""
    for part in parts:
        if part.kind == "duration" and (found := _span(part.text) or _months(part.text)):
            return found
    for part in parts:
        named = part.kind in {"funding", "organisation", "other", "conditions"} or is_body(part)
        if named and (found := _named_term(part.text)):
            return found
    return None, ""


def said_for_all(preamble: str) -> tuple[tuple[int | None, str], int | None]:
    """((months, comparator), number supported) that the text before the directions states for each of them."""
    term: tuple[int | None, str] = (None, "")
    count = None
    for sentence in re.split(r"[。；;\n]", preamble):
        if not _EACH.search(sentence):
            continue
        term = term if term[0] else _named_term(sentence) or (None, "")
        if count is None and (match := _COUNT.search(sentence)):
            count = int(number(match["n"]))
    return term, count


def _named_term(text: str) -> tuple[int, str] | None:
    """A duration in running text: only where the words before it name one."""
    text = _DATE.sub("", text)
    for match in _DURATION.finditer(text):
        if _TERM.search(text[: match.start()]):
            return _read_months(match)
    return None


def _span(text: str) -> tuple[int, str] | None:
    match = _SPAN.search(text)
    if not match:
        return None
    months = (int(match["y2"]) - int(match["y1"])) * 12 + int(match["m2"]) - int(match["m1"]) + 1
    return (months, "=") if months > 0 else None


def _months(text: str) -> tuple[int, str] | None:
    """A date (2027年12月底前) is no term."""
    match = _DURATION.search(_DATE.sub("", text))
    return _read_months(match) if match else None


def _read_months(match: re.Match[str]) -> tuple[int, str]:
    months = (
        Decimal("0.5") * 12
        if match["n"] == "半"
        else number(match["n"]) * (12 if match["unit"] == "年" else 1) + (6 if match["half"] else 0)
    )
    before, after = match["before"] or "", match["after"] or ""
    if re.search(r"不超过|不长于|不大于|不多于|最长|至多|≤", before) or after in {"以内", "内"}:
        return int(months), "<="
    return int(months), ">=" if re.search(r"不少于|不低于|≥", before) or after == "以上" else "="
