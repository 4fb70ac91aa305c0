"""Indicators pasted out of Excel or Word: rows with tabs by their columns, lines without by the reader's extraction.

Pure: text in, rows out, each with what an `IndicatorForm` would be filled with. Quoted cells of Excel may hold line
breaks; a table's first row may name its columns, else each column is told by what stands in it.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from calls.importing.indicators.collect import collect
from calls.importing.indicators.extract import Found, requirements
from calls.importing.structure import IndicatorRead, PartRead
from calls.importing.text import normalise

MAX_ROWS = 300
HEADS = (
    ("number", r"序号|编号|No\.?"),
    ("value_max", r"上限|最大值"),
    ("comparator", r"比较符?号?|限度|关系"),
    ("condition", r"(?:测试|试验|适用|限定|前提)?条件|测试环境|备注|说明"),
    ("unit", r"(?:计量)?单位"),
    ("group", r"分组|组别?"),
    ("text", r"原文|完整表述"),
    (
        "value",
        r"要求|(?:指标|考核|目标)(?:值|要求)|数值|目标|(?:预期|完成时)?(?:目标|指标)?值|指标要求|考核要求|技术要求",
    ),
    ("subject", r"(?:考核|技术|重点|绩效|性能)?指标(?:名称|内容|项)?|(?:指标)?名称|考核内容|内容|项目|参数(?:名称)?"),
)
_WORDED = re.compile(
    r"[≥≤<>=±~～]|不低于|不小于|不少于|不高于|不大于|不超过|优于|大于|小于|高于|低于|超过|达到|以上|以下|以内"
)
_PLAIN = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:\s*[~～\-—至]\s*[-+]?\d[\d,]*(?:\.\d+)?)?")
_NUMBER = re.compile(r"[（(]?\d{1,3}(?:[.．]\d{1,3})*[）)、.．]?$")
_UNIT = re.compile(r"[A-Za-zµΩ°℃%‰/·\-^²³\d()]{1,20}$|[\u4e00-\u9fff/]{1,4}$|[—\-/无]$")
_EMPTY_UNIT = {"-", "—", "/", "无", "——"}


@dataclass(frozen=True, slots=True)
class Pasted:
    """One indicator to be made: the ``line`` it comes from (1 is the first), that line's words, and the form's values.

    ``error``: why nothing can be made of the line (Chinese); ``note``: what was understood that a person may doubt.
    """

    line: int
    source: str
    values: dict[str, str] = field(default_factory=dict)
    error: str = ""
    note: str = ""


def read_pasted(text: str) -> list[Pasted]:
    """All indicators of a pasted text in its order; at most `MAX_ROWS` of them."""
    found: list[Pasted] = []
    table: list[tuple[int, list[str]]] = []
    for line, cells in _lines(text):
        if len(cells) > 1:
            table.append((line, cells))
            continue
        found += _table(table)
        table = []
        if cells and cells[0]:
            found += _sentence(line, cells[0])
    return [*found, *_table(table)][:MAX_ROWS]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells); a quoted cell of several lines is one cell, its line breaks blanks."""
    quoted = re.search(r'(?:^|\t)"', text, re.M) and text.count('"') % 2 == 0
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    )
    begins = 1
    for row in reader:
        cells = [normalise(" ".join(cell.split())).text.strip() for cell in row]
        if any(cells):
            yield begins, cells if len(cells) > 1 and "\t" in "\t".join(row) else cells[:1]
        begins = reader.line_num + 1


def _table(rows: list[tuple[int, list[str]]]) -> list[Pasted]:
    if not rows:
        return []
    heads = [_head(cell) for cell in rows[0][1]]
    if "subject" in heads and sum(1 for head in heads if head) >= min(2, len(heads)):
        body = rows[1:]
    else:
        body, heads = rows, _told_by_content([cells for _line, cells in rows])
    return [made for line, cells in body for made in _row(line, cells, heads)]


def _head(cell: str) -> str:
    bare = re.sub(r"[（(].*?[）)]|[\s：:*]", "", cell)
    return next((name for name, words in HEADS if re.fullmatch(words, bare)), "")


def _told_by_content(rows: list[list[str]]) -> list[str]:
    """A name for each column: numbers in a row, requirements with a figure, units, then words from left to right."""
    width = max(len(cells) for cells in rows)
    columns = [[cells[i] for cells in rows if i < len(cells) and cells[i]] for i in range(width)]
    heads = [""] * width

    def share(cells: list[str], pattern) -> float:
        return sum(1 for cell in cells if pattern(cell)) / len(cells) if cells else 0

    if share(columns[0], _NUMBER.fullmatch) > 0.9 and width > 2:
        heads[0] = "number"
    free = [i for i in range(width) if not heads[i] and columns[i]]
    figures = {
        i: share(
            columns[i], lambda cell: bool(_PLAIN.match(cell)) or bool(_WORDED.match(cell) and re.search(r"\d", cell))
        )
        for i in free
    }
    best = max(free[1:] or free, key=lambda i: figures[i], default=None)
    if best is not None and len(free) > 1:
        heads[best] = "value"
    for i in free:
        if not heads[i] and "unit" not in heads and "subject" in heads and share(columns[i], _UNIT.fullmatch) > 0.8:
            heads[i] = "unit"
        elif not heads[i]:
            heads[i] = "subject" if "subject" not in heads else "condition" if "condition" not in heads else ""
    return heads


def _row(line: int, cells: list[str], heads: list[str]) -> Iterator[Pasted]:
    given = {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell}
    source = "　".join(filter(None, cells))
    subject, asked, unit = given.get("subject", ""), given.get("value", ""), given.get("unit", "")
    unit = "" if unit in _EMPTY_UNIT else unit
    kept = {name: given[name] for name in ("number", "condition", "group") if name in given}
    words = given.get("text") or " ".join(filter(None, [f"{subject}{asked}", unit]))
    if not subject:
        yield Pasted(line, source, error="没有指标名称。")
        return
    if not asked:
        alone = requirements(subject)
        if not alone:
            yield Pasted(line, source, {**kept, "subject": subject[:200], "qualitative": "on", "text": words})
        for one in alone:
            yield Pasted(line, source, {**_values(one, subject), **kept, "text": words})
        return
    sign = given.get("comparator", "")
    asked = (sign if _WORDED.match(sign) else "") + asked + (f"~{given['value_max']}" if "value_max" in given else "")
    yield from _required(line, source, subject, asked, unit, {**kept, "text": words})


def _required(line: int, source: str, subject: str, asked: str, unit: str, kept: dict[str, str]) -> Iterator[Pasted]:
    has_unit = re.search(r"[A-Za-zµΩ°℃%‰\u4e00-\u9fff]$", asked)
    found = [one for one in requirements(f"{subject}{asked}{'' if has_unit else unit}") if one.at >= len(subject)]
    if found:
        for one in found:
            values = {**_values(one, subject), "subject": subject[:200], **kept}
            yield Pasted(line, source, values | ({"unit": unit} if unit else {}))
        return
    bare = _PLAIN.fullmatch(asked)
    if bare:
        low, high = [part.replace(",", "") for part in [*re.split(r"\s*(?:[~～—至]|(?<=\d)-)\s*", asked), ""][:2]]
        values = {"subject": subject[:200], "comparator": "range" if high else "=", "value": low, "value_max": high}
        note = "" if high else "没有写比较符号，按“=”录入"
        yield Pasted(line, source, {**values, "unit": unit, **kept}, note=note)
    elif re.search(r"\d", asked) and _WORDED.search(asked):
        yield Pasted(line, source, error="看不出要求的数值，请改写为如“≥70”的形式，或分成几行。")
    else:
        yield Pasted(line, source, {"subject": subject[:200], "qualitative": "on", "condition": "", **kept})


def _values(one: Found, subject: str) -> dict[str, str]:
    return {
        "subject": (one.subject or subject)[:200],
        "comparator": one.op,
        "value": f"{one.value.normalize():f}",
        "value_max": "" if one.value_max is None else f"{one.value_max.normalize():f}",
        "unit": one.unit,
        "condition": one.condition,
    }


def _sentence(line: int, words: str) -> list[Pasted]:
    """A line of text, read as the reader reads 考核指标."""
    part = PartRead(kind="indicators", heading="", text=words, start=0, end=len(words))
    read = collect((part,))
    if not read:
        return [Pasted(line, words, error="没有读出指标；请写明名称和要求，或每行一项、各列用 Tab 分开。")]
    return [Pasted(line, words, _read_values(one)) for one in read]


def _read_values(one: IndicatorRead) -> dict[str, str]:
    values = {"number": one.number[:20], "subject": one.subject or one.text[:200], "text": one.text, "group": one.group}
    if one.qualitative:
        return values | {"qualitative": "on", "subject": (one.subject or one.text)[:200]}
    return values | {
        "comparator": one.comparator,
        "value": "" if one.value is None else f"{one.value.normalize():f}",
        "value_max": "" if one.value_max is None else f"{one.value_max.normalize():f}",
        "unit": one.unit,
        "condition": one.condition,
    }
