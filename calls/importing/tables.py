"""Directions printed as a table: 序号 | 榜单名称 | 主要研究内容 | 考核指标 | 经费（万元） | 实施周期, one row each."""

import re
from dataclasses import dataclass

from calls.importing.numbering import PART_LABELS
from calls.importing.outline import Zone
from calls.importing.paragraphs import Document, Paragraph

NAME = re.compile(r"(?:榜单|项目|任务|技术|需求|课题|方向|榜题|题目)?名称$|^(?:任务|研究|攻关)?方向$")
NUMBER = re.compile(r"^(?:序号|编号|号)$")
KINDS = (
    ("indicators", r"指标"),
    ("goal", r"目标|成果"),
    ("task", r"内容|任务|攻关"),
    ("need", r"需求"),
    ("funding", r"经费|金额|资金|额度|强度"),
    ("duration", r"周期|期限|时限|年限|执行期"),
    ("conditions", r"条件|要求"),
    ("other", r"单位|备注|说明|联系"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One direction of a table: its number and title, and (kind, heading, cell) of the other columns."""

    number: str
    title: str
    start: int
    end: int
    columns: tuple[tuple[str, str, Cell], ...]


def cells(paragraph: Paragraph) -> list[Cell]:
    made, at = [], paragraph.start
    for text in paragraph.text.split("\t"):
        made.append(Cell(at, at + len(text), text.strip()))
        at += len(text) + 1
    return made


def column_kind(head: str) -> str:
    """Kind of a part for the head of a column, "" for none."""
    bare = re.sub(r"[（(].*?[）)]|\s", "", head)
    if bare in PART_LABELS:
        return PART_LABELS[bare]
    return next((kind for kind, words in KINDS if re.search(words, bare)), "")


def read_rows(document: Document, zone: Zone) -> list[Row]:
    """Rows below a head that names a title and says what is asked (指标, 内容 or 目标)."""
    heads: list[str] = []
    rows: list[Row] = []
    for index in range(zone.first, zone.last):
        paragraph = document.paragraphs[index]
        if "\t" not in paragraph.text:
            continue
        found = cells(paragraph)
        texts = [re.sub(r"\s", "", cell.text) for cell in found]
        asked = {column_kind(text) for text in texts if not NAME.search(text)}
        if any(NAME.search(text) for text in texts) and asked & {"indicators", "task", "goal", "need"}:
            heads = texts
        elif heads and len(found) == len(heads) and (row := _row(heads, found, paragraph)):
            rows.append(row)
    return rows


def _row(heads: list[str], found: list[Cell], paragraph: Paragraph) -> Row | None:
    title = next(index for index, head in enumerate(heads) if NAME.search(head))
    if not found[title].text:
        return None
    number = next((cell.text for head, cell in zip(heads, found, strict=True) if NUMBER.match(head)), "")
    columns = tuple(
        (kind, head, cell)
        for index, (head, cell) in enumerate(zip(heads, found, strict=True))
        if index != title and cell.text and (kind := column_kind(head))
    )
    return Row(number, found[title].text, paragraph.start, paragraph.end, columns)
