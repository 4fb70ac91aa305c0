"""Numbers that open a paragraph: 一、 （一） 1. （1） 项目一： … and the part labels of a direction (揭榜任务： …)."""

import re
from dataclasses import dataclass

CN = "〇零一二三四五六七八九十百"

STYLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("chapter", rf"第\s?[{CN}\d]{{1,4}}\s?(?:章|部分|篇|节)[、：:\s]*"),
        (
            "item",
            rf"(?:项目|课题|榜单|榜题|任务|方向|专题|题目|需求|子任务)\s?(?:[{CN}]{{1,3}}|\d{{1,3}})\s?[：:、.．\s]\s?",
        ),
        ("cn_dun", rf"[{CN}]{{1,3}}\s?[、.．]\s?"),
        ("cn_paren", rf"[（(]\s?[{CN}]{{1,3}}\s?[）)][、.．]?\s?"),
        ("num_paren", r"[（(]\s?\d{1,2}\s?[）)]\s?"),
        ("num_half", r"\d{1,2}[）)]\s?"),
        ("decimal", r"\d{1,2}(?:[.．]\d{1,2}){1,3}[.．]?\s?(?=[\u4e00-\u9fff“])"),
        ("num_dot", r"\d{1,2}\s?[.．、]\s?(?![\d.])"),
        ("circled", r"[①-⑳⑴-⒇]\s?"),
    )
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """``style`` of STYLES (empty for none), ``printed`` number as printed, ``width`` of it, ``rest`` after it."""

    style: str
    printed: str
    width: int
    rest: str


def numbered(text: str) -> Numbered:
    """The number a paragraph opens with. ``2021年…`` and ``0.6m`` are no numbers."""
    for style, pattern in STYLES:
        match = pattern.match(text)
        if not match or (style == "decimal" and re.match(r"[\d.．]+\s?(?:米|万|亿|倍|元|[a-zA-Z])", text)):
            continue
        return Numbered(
            style,
            re.sub(r"[：:、.．\s]+$", "", match[0]) if style == "item" else match[0].strip(),
            match.end(),
            text[match.end() :],
        )
    return Numbered("", "", 0, text)


# Headings as printed, by kind. The longest that fits is taken.
_LABELS = {
    "task": ("揭榜任务 主要任务 任务内容 研究内容 攻关内容 建设内容 主要内容 研究任务 攻关任务 任务描述 主要研究内容"),
    "need": "需求目标 需求内容 技术需求 需求背景 需求描述 榜单需求",
    "problem": ("拟解决问题 拟解决的问题 拟解决的关键问题 解决问题 关键技术问题 主要问题 榜单背景 背景 项目背景"),
    "goal": ("预期目标 研究目标 总体目标 攻关目标 建设目标 主要目标 任务目标 预期成果 目标任务"),
    "indicators": (
        "考核指标 技术指标 主要技术指标 主要考核指标 绩效指标 核心指标 指标要求 "
        "绩效目标 技术经济指标 验收指标 关键指标 预期指标"
    ),
    "organisation": "组织方式 组织实施方式 实施方式 支持方式",
    "conditions": ("申报条件 申报要求 揭榜条件 揭榜要求 对揭榜方要求 对揭榜方的要求 揭榜方条件 有关要求"),
    "funding": (
        "资助强度 榜单金额 资助额度 支持强度 经费 资金支持 支持经费 榜单经费 项目经费 "
        "悬赏金额 经费预算 资助金额 支持额度 揭榜金额 财政支持额度 拟投入资金 资金投入"
    ),
    "duration": ("实施期限 实施周期 执行期 项目周期 执行期限 完成时限 研发周期 揭榜期限 完成时间 实施年限"),
    "other": ("其他说明 其他要求 其它说明 备注 有关说明 产权归属 发榜单位 需求单位 联系方式 成果归属"),
}
PART_LABELS = {label: kind for kind, labels in _LABELS.items() for label in labels.split()}
_LABEL = "|".join(sorted(PART_LABELS, key=len, reverse=True))
_PART = re.compile(rf"[【\[]?({_LABEL})(?:[（(][^）)]{{1,15}}[）)])?[】\]]?\s*(?:[：:]\s*|$)")
_BRACKETED = re.compile(rf"[【\[]({_LABEL})[】\]]\s*")


@dataclass(frozen=True, slots=True)
class PartOpening:
    """A paragraph that opens a part: its kind, heading as printed, and where the text after it begins."""

    kind: str
    heading: str
    text_at: int


def part_opening(text: str) -> PartOpening | None:
    """``2.考核指标：…`` opens a part; a sentence that only mentions 考核指标 does not."""
    number = numbered(text)
    match = _PART.match(number.rest) or _BRACKETED.match(number.rest)
    if not match:
        return None
    return PartOpening(PART_LABELS[match[1]], match[1], number.width + match.end())
