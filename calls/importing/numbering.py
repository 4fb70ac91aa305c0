"""Numbers that open a paragraph: 一、 （一） 1. （1） 项目一： … and the part labels of a direction (揭榜任务： …)."""

import re
from dataclasses import dataclass

CN = "〇零一二三四五六七八九十百"
#: Words that number directions: 项目一、榜单1、方向（三）… Each is a style of its own: 专题 stands above 项目.
ITEMS = (
    "项目|课题|榜单|榜题|任务|方向|专题|题目|需求|子任务|难题|揭榜任务|技术需求|指南任务|重点任务|重点方向|领域|标的"
)

STYLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("chapter", rf"第\s?[{CN}\d]{{1,4}}\s?(?:章|部分|篇|节)[、：:\s]*"),
        (
            "item",
            rf"(?P<word>{ITEMS})\s?(?:[（(]\s?(?:[{CN}]{{1,3}}|\d{{1,3}})\s?[）)][：:、.．\s]?"
            rf"|\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}}[：:、.．\s]?|(?:[{CN}]{{1,3}}|\d{{1,3}})\s?(?:[：:、.．\s]|$))\s?",
        ),
        ("item", rf"第\s?(?:[{CN}]{{1,3}}|\d{{1,3}})\s?(?P<word>项|题|榜)\s?[：:、.．\s]\s?"),
        ("cn_dun", rf"[{CN}]{{1,3}}\s?[、.．]\s?"),
        ("cn_paren", rf"[（(]\s?[{CN}]{{1,3}}\s?[）)][、.．]?\s?"),
        ("num_paren", r"[（(]\s?\d{1,2}\s?[）)]\s?"),
        ("num_half", r"\d{1,2}[）)]\s?"),
        ("decimal", r"\d{1,2}(?:[.．]\d{1,2}){1,3}[.．]?(?:\s|(?=[\u4e00-\u9fff“]))"),
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
        if style == "item":
            style = f"item:{match['word']}"
        elif style == "decimal":
            style = f"decimal:{len(re.findall('[.．]', match[0].rstrip(' .．')))}"
        return Numbered(
            style,
            re.sub(r"[：:、.．\s]+$", "", match[0]) if style.startswith("item") else match[0].strip(),
            match.end(),
            text[match.end() :],
        )
    return Numbered("", "", 0, text)


# Headings as printed, by kind. The longest that fits is taken.
_LABELS = {
    "task": (
        "揭榜任务 主要任务 任务内容 研究内容 攻关内容 建设内容 主要内容 研究任务 攻关任务 任务描述 "
        "主要研究内容 研究方向 主要攻关内容"
    ),
    "need": "需求目标 需求内容 技术需求 需求背景 需求描述 榜单需求 需求说明 技术难题",
    "problem": (
        "拟解决问题 拟解决的问题 拟解决的关键问题 解决问题 关键技术问题 主要问题 榜单背景 背景 "
        "项目背景 现有基础 研究背景"
    ),
    "goal": (
        "预期目标 研究目标 总体目标 攻关目标 建设目标 主要目标 任务目标 目标任务 项目目标 预期成果 "
        "成果形式 预期成效 经济效益 预期效益"
    ),
    "indicators": (
        "考核指标 技术指标 主要技术指标 主要考核指标 绩效指标 核心指标 指标要求 关键技术指标 技术参数 "
        "主要技术参数 绩效目标 技术经济指标 验收指标 关键指标 预期指标 主要指标 技术要求 具体要求 技术指标要求 "
        "考核要求 产出指标 经济指标 经济指标要求 学术指标 效益指标 成果指标"
    ),
    "organisation": "组织方式 组织实施方式 实施方式",
    "conditions": (
        "申报条件 申报要求 揭榜条件 揭榜要求 对揭榜方要求 对揭榜方的要求 揭榜方条件 揭榜方要求 "
        "有关要求 申报主体 申报资格 申报方要求"
    ),
    "funding": (
        "资助强度 榜单金额 资助额度 支持强度 经费 资金支持 支持经费 榜单经费 项目经费 支持方式 "
        "支持方式与强度 支持方式和强度 悬赏金额 经费预算 资助金额 支持额度 揭榜金额 财政支持额度 "
        "拟投入资金 资金投入 资助经费 拟资助经费 支持方式及额度"
    ),
    "duration": (
        "实施期限 实施周期 执行期 项目周期 执行期限 完成时限 研发周期 揭榜期限 完成时间 实施年限 "
        "项目实施周期 项目执行期 攻关时限 攻关周期 项目实施期限 研究期限 实施期 时限要求 项目期限 "
        "完成期限"
    ),
    "other": (
        "其他说明 其他要求 其它说明 备注 有关说明 产权归属 发榜单位 需求单位 联系方式 成果归属 "
        "应用场景 出题单位 所属领域 项目编号 榜单编号 课题编号 需求编号 联系人 联系电话 知识产权归属 "
        "技术领域 需求方 编号 发榜方 知识产权"
    ),
}
PART_LABELS = {label: kind for kind, labels in _LABELS.items() for label in labels.split()}
#: For headings of other wordings, the first that fits.
KEYWORDS = (
    ("indicators", r"指标|技术参数"),
    ("goal", r"目标|成果|产出|成效|效益"),
    ("funding", r"经费|金额|资金|资助|支持(?:强度|方式|额度|标准)|出资|投入|悬赏|额度"),
    ("duration", r"期限|周期|时限|执行期|实施期|年限|时间要求"),
    ("conditions", r"条件|要求|资格|主体"),
    ("problem", r"问题|背景|现状|难题|痛点"),
    ("task", r"内容|任务|攻关|研究方向"),
    ("need", r"需求"),
    ("organisation", r"组织方式|实施方式"),
    ("other", r"说明|备注|归属|产权|联系|场景|编号"),
)
_LABEL = "|".join(sorted(PART_LABELS, key=len, reverse=True))
_OPEN, _CLOSE = r"[【\[<〈（(]?", r"[】\]>〉）)]?"
_PART = re.compile(
    rf"{_OPEN}(?:项目|课题|榜单|主要|具体|拟定?|预期)?({_LABEL})(?:[（(][^）)]{{1,20}}[）)])?{_CLOSE}\s*(?:[：:]\s*|\t|$)"
)
_BRACKETED = re.compile(rf"[【\[]({_LABEL})[】\]]\s*")
_WORDED = re.compile(r"[【\[]?([\u4e00-\u9fff与和及、/]{2,12})(?:[（(][^）)]{1,20}[）)])?[】\]]?\s*(?:[：:]\s*|\t)")
_WORDED_SENTENCE = re.compile(
    r"((?:主要|预期|拟|核心)[\u4e00-\u9fff]{0,6}(?:目标|任务|内容|指标|要求|成果|条件|问题))。\s*(?=\S)"
)
_TABLE_HEAD = re.compile(r"(?:考核|目标|预期|技术)?(?:指标)?(?:值|要求|参数)$|单位$|内容$|目标$|指标$")
_WORDED_BRACKETS = re.compile(r"[【\[]([\u4e00-\u9fff与和及、/]{2,12})[】\]]\s*")
#: 项目名称：… names a direction whose heading is a bare number, or has none.
_NAME = re.compile(
    r"(?:榜单|项目|需求|课题|任务|难题|榜题|标的|题目|方向)?(?:技术)?(?:需求|难题|任务|项目|榜单|课题)?(?:名称|题目)\s*(?:[：:]\s*|\t)(?=\S)"
)


@dataclass(frozen=True, slots=True)
class PartOpening:
    """A paragraph that opens a part: its kind, heading as printed, and where the text after it begins.

    ``worded``: the heading is not one of those known, its kind is told by a word in it.
    """

    kind: str
    heading: str
    text_at: int
    worded: bool = False


def part_opening(text: str) -> PartOpening | None:
    """``2.考核指标：…`` opens a part; a sentence that only mentions 考核指标, or a table's head, does not."""
    number = numbered(text)
    match = _PART.match(number.rest) or _BRACKETED.match(number.rest)
    kind, worded = (PART_LABELS[match[1]], False) if match else ("", True)
    if not match:
        match = _WORDED.match(number.rest) or _WORDED_SENTENCE.match(number.rest) or _WORDED_BRACKETS.match(number.rest)
        kind = kind_of_heading(match[1]) if match else ""
    if not match or not kind or _is_row(match[0], number.rest[match.end() :]):
        return None
    return PartOpening(kind, match[1], number.width + match.end(), worded)


def _is_row(label: str, rest: str) -> bool:
    """A row of a table of more than two columns, or the head of a table of two."""
    return "\t" in label and ("\t" in rest or bool(_TABLE_HEAD.match(rest)))


def kind_of_heading(heading: str) -> str:
    """Kind told by a word of the heading, "" for none."""
    return next((kind for kind, words in KEYWORDS if re.search(words, heading)), "")


def name_label(text: str) -> int:
    """Where the name begins that follows 项目名称： (0 when the paragraph is no such line)."""
    number = numbered(text)
    match = _NAME.match(number.rest)
    return number.width + match.end() if match else 0
