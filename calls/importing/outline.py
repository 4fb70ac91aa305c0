"""Where the notice ends and which annex is a guide (榜单/指南: directions) or a form (推荐表, 申报材料, 承诺书…)."""

import re
from dataclasses import dataclass, replace

from calls.importing.numbering import numbered, part_opening
from calls.importing.paragraphs import ANNEX_LINE, Document, Paragraph

FORM_HEADING = re.compile(
    r"(?:^填报须知|^填表说明|申报书|申报材料|申请书|申报表|申请表|推荐表|推荐函|任务书|承诺书|承诺函|证明材料|填报表|汇总表|信息表|指标表)"
    r"(?:[-—－].{1,12})?(?:[（(](?:格式|模板|样表|样式|参考)[）)])?$"
)
GUIDE_TITLE = re.compile(r"(?:榜单|指南|清单|需求表|任务表|目录)(?:[（(].{1,12}[）)])?$")
NOTICE_TITLE = re.compile(r"(?:通知|公告|通告)$")
ATTACHMENTS = re.compile(r"^附件?\s?[：:]")
ANNEX_NO = re.compile(r"[\d一二三四五六七八九十]+(?:[-—–]\d+)?")


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of paragraphs [first, last): kind is notice, guide, form or list (附件：1.…).

    ``number`` of its annex as printed, ``title`` (may stand over two lines), ``body`` the index where its text begins.
    """

    kind: str
    number: str
    title: str
    first: int
    body: int
    last: int


def plain(paragraph: Paragraph) -> str:
    return paragraph.text.replace("\t", " ").strip()


def is_form_heading(text: str) -> bool:
    spaceless = text.replace(" ", "")
    return len(spaceless) <= 40 and not re.search(r"[《》，。：:]", spaceless) and bool(FORM_HEADING.search(spaceless))


def title_of(document: Document, first: int, last: int) -> tuple[str, int]:
    """Title of an annex from its first lines, and the index after it. A title printed twice counts once."""
    lines: list[str] = []
    index = first
    while index < min(last, first + 3):
        text = plain(document.paragraphs[index])
        number = numbered(text)
        if lines and (number.style or text in lines) and number.rest in lines:
            index += 1
            continue
        if part_opening(text) or ANNEX_LINE.match(text) or len(text) > 60 or text[-1] in "。；，：:":
            break
        if number.style and not GUIDE_TITLE.search(number.rest):
            break
        if lines and (GUIDE_TITLE.search(lines[-1]) or is_form_heading(lines[-1])) and text not in lines:
            break
        lines.append(number.rest if number.style else text)
        index += 1
    return "".join(dict.fromkeys(lines)), index


def zones(document: Document) -> tuple[Zone, ...]:
    """The document cut at annex marks, attachment lists and form headings, in order."""
    count = len(document.paragraphs)
    cuts: list[tuple[int, str]] = [(0, "start")]
    forms = False
    for index, paragraph in enumerate(document.paragraphs):
        text = plain(paragraph)
        if ANNEX_LINE.match(text):
            cuts.append((index, "annex"))
            forms = False
        elif ATTACHMENTS.match(text):
            cuts.append((index, "list"))
        elif not forms and index and len(cuts) > 1 and is_form_heading(text) and cuts[-1][1] != "list":
            cuts.append((index, "form"))
            forms = True
    ends = [index for index, _ in cuts[1:]] + [count]
    made = [_zone(document, start, end, cut) for (start, cut), end in zip(cuts, ends, strict=True) if start < end]
    return tuple(_kinds(document, made))


def _zone(document: Document, start: int, end: int, cut: str) -> Zone:
    if cut == "list":
        return Zone("list", "", "", start, start, end)
    number, first = "", start
    if cut == "annex":
        found = ANNEX_NO.search(plain(document.paragraphs[start]))
        number, first = found[0] if found else "", start + 1
    title, body = title_of(document, first, end)
    kind = "form" if cut == "form" or is_form_heading(title) else {"start": "notice"}.get(cut, "guide")
    return Zone(kind, number, title, start, body, end)


def _kinds(document: Document, made: list[Zone]) -> list[Zone]:
    """A document that opens with the 榜单 itself has no notice."""
    issued = any(NOTICE_TITLE.search(plain(p)) for p in document.paragraphs[:6])
    if made and not issued and (GUIDE_TITLE.search(made[0].title) or _directions_at_once(document, made[0])):
        made[0] = replace(made[0], kind="guide")
    elif made and made[0].kind == "notice":
        made[0] = replace(made[0], title="", body=made[0].first)
    return made


def _directions_at_once(document: Document, zone: Zone) -> bool:
    """Part labels (揭榜任务：…) within its first dozen paragraphs."""
    head = document.paragraphs[zone.first : zone.first + 12]
    openings = [opening for p in head if (opening := part_opening(p.text))]
    return sum(opening.kind in {"task", "need", "goal", "indicators", "problem"} for opening in openings) >= 2
