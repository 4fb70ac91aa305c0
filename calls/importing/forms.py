"""The annexed forms: which preset they follow, and the rules that stand in them (字数, 证明材料, indicators)."""

import re

from calls.importing.notice import SENTENCE, Sentence
from calls.importing.numbering import numbered
from calls.importing.outline import Zone, is_form_heading, plain
from calls.importing.paragraphs import Document
from calls.importing.rules import notice_rules, strength_of
from calls.importing.structure import RuleRead

TEXT_LIMIT = re.compile(r"(?:不超过|不多于|控制在|限|≤)\s?(?P<n>\d{3,5})\s?字(?:以内)?")
FORM_KINDS = {"max_applications_per_applicant", "indicators_answered", "target_meets_requirement"}
# What is told apart by its form: 工信部2021 has the table of 重点指标, 河南2023 the same papers without it.
PRESETS = (
    ("miit2021", ("揭榜单位申报表", "重点指标填报表", "揭榜任务书", "揭榜任务承诺书")),
    ("henan2023", ("揭榜单位申报表", "揭榜任务书", "揭榜任务承诺书")),
)


def form_texts(document: Document, zones: tuple[Zone, ...]) -> list[str]:
    return [
        plain(document.paragraphs[i]) for zone in zones if zone.kind == "form" for i in range(zone.first, zone.last)
    ]


def form_preset(texts: list[str], has_funding: bool) -> str:
    """miit2021, henan2023, major_project (资助强度 or 榜单金额, no forms of the others), or "" when none is like it."""
    headings = [text.replace(" ", "") for text in texts if is_form_heading(text)]
    for preset, wanted in PRESETS:
        if all(any(name in heading for heading in headings) for name in wanted):
            return preset
    return "major_project" if has_funding else ""


def form_rules(texts: list[str]) -> list[RuleRead]:
    return [*_text_limits(texts), *_evidence(texts), *_stated(texts)]


def _text_limits(texts: list[str]) -> list[RuleRead]:
    """揭榜产品概述 ≤ 1000 字: the section is the label of its row, else the heading above."""
    made: dict[tuple[str, int], RuleRead] = {}
    heading = label = ""
    for text in texts:
        if is_form_heading(text):
            heading, label = numbered(text).rest, ""
        short = text.replace(" ", "")
        if 2 <= len(short) <= 14 and not re.search(r"[。，：:□]", short):
            label = short
        for match in TEXT_LIMIT.finditer(text):
            limit = int(match["n"])
            clause = _sentence_at(text, match.start())
            section = _section(short, clause, label, heading)
            rule = RuleRead("text_limit", {"section": section, "max": limit}, strength_of(clause), clause, heading)
            made.setdefault((section, limit), rule)
    return list(made.values())


def _section(text: str, clause: str, label: str, heading: str) -> str:
    """A row opens with its label; a note speaks of the form it stands under."""
    row = re.match(r"(?:揭榜)?(?:单位|产品|项目)(?:简介|概述)", text)
    if row:
        return row[0]
    return heading if text.startswith("注") or re.search(r"任务书|申报书", clause) else label or heading


def _sentence_at(text: str, at: int) -> str:
    start = max(max(text.rfind(mark, 0, at) for mark in "。；;！\n") + 1, at - 300)
    return SENTENCE.match(text, start, at + 300)[0].strip()


def _evidence(texts: list[str]) -> list[RuleRead]:
    """The numbered (and a last unnumbered) items below the heading 证明材料, until the next heading."""
    made: dict[str, RuleRead] = {}
    heading = ""
    for text in texts:
        if is_form_heading(text):
            heading = text if text.endswith("证明材料") else ""
            continue
        if not heading:
            continue
        item = numbered(text).rest
        title = re.match(r"[^。（(]{4,60}证明材料", item)
        if title and title[0] not in made:
            params = {"number": len(made) + 1, "title": title[0]}
            made[title[0]] = RuleRead("evidence_required", params, "must", text, heading)
    return list(made.values())


def _stated(texts: list[str]) -> list[RuleRead]:
    sentences = [
        Sentence(s[0].strip(), "附件", text) for text in texts for s in SENTENCE.finditer(text, numbered(text).width)
    ]
    return [rule for rule in notice_rules(sentences) if rule.kind in FORM_KINDS]
