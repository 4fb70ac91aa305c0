"""报送条件/申报条件 proposed as rules: each kind by its words, with its parameters, strength and clause.

A proposal is for an officer to accept; where the words are not clear, none is made.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from calls.importing.funding import AMOUNT, amount_wan, funding_terms, source_of
from calls.importing.indicators.numbers import CHINESE, number
from calls.importing.notice import Sentence
from calls.importing.structure import DirectionRead, RuleRead

N = rf"(?P<n>\d+|{CHINESE})"
APPLICANT = r"(?:申报主体|申报单位|申报企业|申请单位|揭榜单位|揭榜方|牵头单位|法人单位|单位|企业|主体)"
OURS = re.compile(r"^(?:本|我)(?:省|市|区|县|州|自治区)$")
LIMIT = r"(?:不超过|不得超过|不多于|最多|至多|限报?|只能|限|≤)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """``words`` of a clause and the parameters made of its match; ``strength`` overrides the clause's own."""

    kind: str
    words: re.Pattern[str]
    params: Callable[[re.Match[str]], dict[str, Any]]
    strength: str = ""


def _n(name: str) -> Callable[[re.Match[str]], dict[str, Any]]:
    return lambda match: {name: int(number(match["n"]))}


def _none(match: re.Match[str]) -> dict[str, Any]:
    return {}


def _region(match: re.Match[str]) -> dict[str, Any]:
    return {"region": re.sub(r"^(?:.*[在为于是])", "", match["region"])}


def _lead(match: re.Match[str]) -> dict[str, Any]:
    words = match["kinds"]
    return {
        "kinds": [kind for kind in ("企业", "高校", "科研院所", "医疗机构", "事业单位") if kind in words] or [words]
    }


def _participants(match: re.Match[str]) -> dict[str, Any]:
    """参与单位 ≤ N; 成员单位（含牵头单位） and 联合体单位 count the lead with them."""
    count = int(number(match["n"]))
    with_lead = re.search(r"含牵头|联合体(?:成员)?(?:单位|方)|联合(?:揭榜|申报)[（(]|总数", match[0])
    return {"max": count - 1 if with_lead and count > 1 else count, "leads": 1}


PLACE = r"(?P<region>[\u4e00-\u9fff]{2,8}?(?:省|市|自治区|州|县|区|新区))"
PATTERNS = (
    Pattern(
        "max_applications_per_applicant",
        re.compile(
            rf"(?:每[个家]|同一){APPLICANT}[^，。；]{{0,10}}?(?:申报|揭榜|申请|报送)?[^，。；]{{0,6}}?{LIMIT}(?:牵头)?(?:申报|申请|揭榜|报送)?\s?{N}\s?(?:个|项)(?:项目|任务|方向|榜单|产品)?"
        ),
        _n("max"),
    ),
    Pattern(
        "one_recommender",
        re.compile(rf"(?:只能|仅能|限|只可)(?:通过|由)\s?{N}\s?(?:个|家)推荐单位|不接受无推荐单位"),
        lambda m: {"max": 1, "required": True},
    ),
    Pattern(
        "not_former_winner",
        re.compile(
            r"(?:已|曾)(?:列入|入选|获得|入围|揭榜)[^，。；]{0,20}(?:优胜|入围|立项|支持|揭榜)[^，。；]{0,10}(?:不得|不再|不能)(?:重复)?(?:申报|支持|推荐)"
        ),
        _none,
    ),
    Pattern(
        "registered_in_region",
        re.compile(rf"(?:在|于)\s?{PLACE}(?:行政区域)?(?:范围)?内?(?:注册|登记|依法设立)"),
        _region,
    ),
    Pattern(
        "registered_in_region",
        re.compile(
            rf"(?:申报主体|申报单位|揭榜申报主体|申报企业|揭榜单位)(?:须|应|应当|必须)?(?:为|是){PLACE}(?:内)?(?=从事|注册|具有|具备|依法|的|内)"
        ),
        _region,
    ),
    Pattern("legal_person", re.compile(r"(?:具有|具备)独立(?:的)?(?:法人资格|法人地位|企业法人资格)"), _none),
    Pattern(
        "max_participants",
        re.compile(
            rf"(?:联合体|联合|参与|合作|参加)(?:参与|申报|揭榜|成员)?(?:(?:单位|方)(?:[（(]含牵头(?:单位|方)?[）)])?(?:数量|总数|数)?|[（(])"
            rf"\s?(?:原则上)?{LIMIT}\s?{N}\s?(?:家|个)"
        ),
        _participants,
    ),
    Pattern(
        "lead_organisation_kind",
        re.compile(
            r"(?:须|应|应当|必须|由|限)?(?P<kinds>企业|高校|科研院所|企业或(?:高校|科研院所))(?:作为)?牵头(?:申报|单位|揭榜)?"
        ),
        _lead,
    ),
    Pattern(
        "registered_years_min",
        re.compile(
            rf"(?:注册|成立|登记)(?:时间|年限)?(?:满|超过|不少于|需满|须满)?\s?{N}\s?(?P<unit>年|个月)(?:以上|及以上)?"
        ),
        lambda m: {"years": str(Decimal(number(m["n"])) / (12 if m["unit"] == "个月" else 1))},
    ),
    Pattern(
        "leader_age_max",
        re.compile(r"(?:年龄|周岁|负责人)[^，。；]{0,10}(?:不超过|不大于|不得超过|小于)\s?(?P<n>\d{2})\s?(?:周岁|岁)"),
        _n("max"),
    ),
    Pattern(
        "leader_age_max",
        re.compile(r"(?:19|20)(?P<born>\d{2})年1月1日(?:（含）)?(?:以后|之后)出生"),
        lambda m: {"born_from": f"19{m['born']}-01-01" if m["born"] > "30" else f"20{m['born']}-01-01"},
    ),
    Pattern(
        "running_projects_max",
        re.compile(
            rf"(?:在研|在建|承担的?在研)(?:的)?[^，。；]{{0,20}}?(?:项目)?[^，。；]{{0,10}}?{LIMIT}\s?{N}\s?(?:个|项)"
        ),
        _n("max"),
    ),
    Pattern("not_dishonest", re.compile(r"失信(?:被执行人|名单|联合惩戒|记录)|严重违法失信|信用中国|科研诚信"), _none),
    Pattern(
        "grant_cap",
        re.compile(
            rf"(?:每个|每项|单个|单项)[^，。；]{{0,20}}?(?:资助|支持|补助|奖励|财政)[^，。；]{{0,16}}?(?:不超过|最高|不高于)[^，。；\d]{{0,6}}(?P<amount>{AMOUNT.pattern})"
        ),
        lambda m: _cap(m),
    ),
    Pattern(
        "own_funding_min",
        re.compile(
            r"(?:自筹|配套|企业出资|自有资金)[^，。；]{0,20}?(?:比例|不低于|不少于)[^，。；\d]{0,12}(?P<n>\d+(?:\.\d+)?)\s?%"
        ),
        lambda m: {"ratio_percent": m["n"]},
    ),
    Pattern(
        "own_funding_min",
        re.compile(r"(?:自筹|配套)[^，。；]{0,20}?不低于[^，。；\d]{0,12}(?P<a>\d+)\s?[:：]\s?(?P<b>\d+)"),
        lambda m: {"ratio": f"{m['a']}:{m['b']}"},
    ),
    Pattern(
        "duration_max",
        re.compile(
            rf"(?:实施|执行|建设|研发|揭榜)(?:期限?|周期)(?:原则上|一般)?(?:不超过|不得超过|不长于|最长)\s?{N}\s?(?P<unit>年|个月)"
        ),
        lambda m: {"months": int(number(m["n"])) * (12 if m["unit"] == "年" else 1)},
    ),
    Pattern(
        "indicators_answered",
        re.compile(
            r"申报指标需?(?:须|应)?包含[^。；]{0,30}(?:所提及|提出|列出)的?指标|(?:须|应|必须)(?:覆盖|响应|满足)(?:榜单)?(?:全部|所有)(?:考核)?指标"
        ),
        _none,
    ),
    Pattern(
        "target_meets_requirement",
        re.compile(
            r"鼓励提出超过(?:预期|考核|榜单)?[^，。；]{0,6}(?:目标|指标)[^，。；]{0,12}|不低于榜单(?:考核)?指标"
        ),
        _none,
    ),
)


def _cap(match: re.Match[str]) -> dict[str, Any]:
    found = AMOUNT.search(match["amount"])
    return {"source": source_of(match[0], ""), "amount_wan": str(amount_wan(found))}


def with_region(rules: Iterable[RuleRead], region: str) -> list[RuleRead]:
    """本市, 我省 are the call's own region."""
    return [
        replace(rule, params={"region": region}) if region and OURS.match(str(rule.params.get("region", ""))) else rule
        for rule in rules
    ]


def strength_of(clause: str) -> str:
    if "原则上" in clause:
        return "principle"
    return "encouraged" if re.search(r"鼓励|优先", clause) else "must"


def clause_of(sentence: str, start: int, end: int) -> str:
    """The words between the commas around a match: strength is read from these, not from the whole sentence."""
    left = max(sentence.rfind(mark, 0, start) for mark in "，,；")
    right = min((i for mark in "，,；。" if (i := sentence.find(mark, end)) >= 0), default=len(sentence))
    return sentence[left + 1 : right]


def notice_rules(sentences: Iterable[Sentence]) -> list[RuleRead]:
    made: dict[tuple[str, str], RuleRead] = {}
    for sentence in sentences:
        for pattern in PATTERNS:
            match = pattern.words.search(sentence.text)
            if not match:
                continue
            params = pattern.params(match)
            clause = clause_of(sentence.text, match.start(), match.end())
            rule = RuleRead(pattern.kind, params, pattern.strength or strength_of(clause), sentence.text, sentence.ref)
            key = (rule.kind, str(params))
            if key in made and rule.kind == "one_recommender" and sentence.text not in made[key].clause_text:
                rule = replace(made[key], clause_text=made[key].clause_text + sentence.text)
            made[key] = made.get(key, rule) if rule.kind != "one_recommender" else rule
    return list(made.values())


def direction_rules(directions: Iterable[DirectionRead]) -> list[RuleRead]:
    """Rules of the directions' own parts; the same one for all becomes one of the call."""
    everything = list(directions)
    held: dict[tuple[str, str, str, str], tuple[RuleRead, list[int]]] = {}
    for index, direction in enumerate(everything):
        for rule in _own(direction):
            key = (rule.kind, str(rule.params), rule.strength, rule.clause_text)
            held.setdefault(key, (rule, []))[1].append(index)
    return [
        replace(rule, directions=() if len(indices) == len(everything) else tuple(indices))
        for rule, indices in held.values()
    ]


def _own(direction: DirectionRead) -> list[RuleRead]:
    made: list[RuleRead] = []
    for part in direction.parts:
        text = part.text.strip()
        if part.kind == "conditions":
            for rule in notice_rules([Sentence(text, part.heading, text)]):
                made.append(replace(rule, clause_text=text))
        elif part.kind == "funding":
            for term in funding_terms((part,)):
                if term.comparator in {"<=", "<"} and term.source != "own":
                    made.append(_term_rule("grant_cap", term.source, term.amount_wan, text, part.heading))
                elif term.comparator in {">=", ">"} and term.source == "own":
                    made.append(_term_rule("own_funding_min", term.source, term.amount_wan, text, part.heading))
        elif part.kind == "duration" and direction.duration_months and direction.duration_comparator == "<=":
            made.append(
                RuleRead("duration_max", {"months": direction.duration_months}, strength_of(text), text, part.heading)
            )
        elif part.kind == "other" and re.search(r"市区（?县?）?联动|市（区）?县联动|区县?联动|区级.{0,6}配套", text):
            made.append(RuleRead("district_funding_confirmed", {}, "must", text, part.heading))
    return made


def _term_rule(kind: str, source: str, amount: Decimal, text: str, heading: str) -> RuleRead:
    return RuleRead(kind, {"source": source, "amount_wan": str(amount)}, strength_of(text), text, heading)
