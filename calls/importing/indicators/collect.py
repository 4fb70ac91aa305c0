"""All indicators of a direction, in the order of its text: quantitative, then grouped, and qualitative between them."""

import re
from bisect import bisect_right
from dataclasses import replace

from calls.importing.funding import about_money_or_term, is_body
from calls.importing.indicators.extract import Found, requirements
from calls.importing.indicators.qualitative import qualitative
from calls.importing.indicators.scale import expanded
from calls.importing.indicators.sense import judged
from calls.importing.structure import IndicatorRead, PartRead

ANY_OF = re.compile(
    r"以下(?:所列)?(?:一种或(?:多|几)种|一项或(?:多|几)项|任[一意](?:种|项)|若干)|一种或多种|若干方向或全部|任一项|任选其一|至少满足其中"
)
ITEM = re.compile(
    r"^\s*(?P<outer>\d{1,2})\s?[.．、](?!\d)|^\s*[（(]\s?(?P<inner>\d{1,2})\s?[）)]|^\s*(?P<half>\d{1,2})[）)]|^\s*(?P<ring>[①-⑳])",
    re.M,
)
INDICATOR_KINDS = ("indicators", "goal")
#: What the work yields besides its 考核指标; a 目标 in general words would say the same twice.
RESULTS = re.compile(r"成果|成效|效益|产出")


def indicator_parts(parts: tuple[PartRead, ...]) -> list[PartRead]:
    """考核指标 and 预期成果 if the direction has them, else its 预期目标, its 需求, or a text without parts.

    Never the same requirement twice.
    """
    for kind in INDICATOR_KINDS:
        if any(part.kind == kind and part.text.strip() for part in parts):
            return [part for part in parts if part.text.strip() and (part.kind == kind or _is_result(part))]
    if any(part.kind in {"need", "problem", "conditions"} for part in parts):
        return [part for part in parts if part.kind == "need" and part.text.strip()]
    return [part for part in parts if is_body(part)]


def _is_result(part: PartRead) -> bool:
    return part.kind == "goal" and bool(RESULTS.search(part.heading))


def collect(parts: tuple[PartRead, ...]) -> tuple[IndicatorRead, ...]:
    return tuple(made for part in indicator_parts(parts) for made in _of_part(part))


def _of_part(part: PartRead) -> list[IndicatorRead]:
    text = _work_alone(part.text) if is_body(part) else part.text
    found = requirements(text)
    if is_body(part) and not found:
        return []  # an open direction (其他…): its words say what may be proposed, not what must be reached
    items = _items(text)
    any_from = match.start() if (match := ANY_OF.search(text)) else len(text)
    groups = _groups(found, any_from)
    made = [_quantitative(part, f, _number(items, f.at), group) for f, group in zip(found, groups, strict=True)]
    for start, end in qualitative(text, sorted((f.start, f.end) for f in found)):
        words = text[start:end].strip()
        made.append(
            IndicatorRead(
                number=_number(items, start),
                subject=words[:60],
                comparator="",
                value=None,
                value_max=None,
                unit="",
                condition="",
                group="any" if start > any_from else "",
                qualitative=True,
                text=words,
                start=part.start + start,
                end=part.start + end,
            )
        )
    return _told_apart(part, sorted(made, key=lambda i: (i.start, i.end)))


#: 云端训练芯片可支持…: what a sentence speaks of.
TOPIC = re.compile(
    r"(?:到20\d\d年(?:底|末)?，)?(?P<topic>[\u4e00-\u9fffA-Za-z0-9]{2,14}?)(?:可|应|能|需)?(?:支持|具备|实现|达到|满足|采用|包括|在)"
)


def _told_apart(part: PartRead, found: list[IndicatorRead]) -> list[IndicatorRead]:
    """Of two sentences that name the same (算力 of a training chip, of an inference chip) each says whose it is."""
    topics: dict[str, set[str]] = {}
    for one in found:
        if not one.qualitative:
            topics.setdefault(one.subject, set()).add(_topic(part.text, one.start - part.start))
    made = []
    for one in found:
        if not one.qualitative and len(topics[one.subject]) > 1:
            whose = _joined(_topic(part.text, one.start - part.start), one.subject)
            one = replace(one, subject=whose[:200])
        made.append(one)
    return made


def _joined(topic: str, subject: str) -> str:
    """云端训练芯片 + 芯片典型功耗 → 云端训练芯片典型功耗."""
    if topic in subject:
        return subject
    shared = next((n for n in range(min(len(topic), len(subject)), 0, -1) if subject.startswith(topic[-n:])), 0)
    return topic + subject[shared:]


def _topic(text: str, at: int) -> str:
    begin = max(text.rfind(mark, 0, at) for mark in "。；;\n") + 1
    match = TOPIC.match(text[begin : at + 1])
    return match["topic"] if match else ""


def _work_alone(text: str) -> str:
    """A body without what it says of money and time; offsets stay."""
    return re.sub(
        r"[^。；;\n]+", lambda match: " " * len(match[0]) if about_money_or_term(match[0]) else match[0], text
    )


def _quantitative(part: PartRead, found: Found, number: str, group: str) -> IndicatorRead:
    norm, unit_norm = expanded(found.value, found.unit)
    made = IndicatorRead(
        number=number,
        subject=found.subject[:200],
        comparator=found.op,
        value=found.value,
        value_max=found.value_max,
        unit=found.unit,
        condition=found.condition,
        group=group,
        qualitative=False,
        text=part.text[found.start : found.end].strip(),
        start=part.start + found.start,
        end=part.start + found.end,
        value_norm=norm,
        unit_norm=unit_norm,
    )
    confidence, reason = judged(made)
    return replace(made, confidence=confidence, reason=reason)


def _items(text: str) -> list[tuple[int, str]]:
    """(offset, number) of every numbered item, an inner one with its parent: 2(1)."""
    made: list[tuple[int, str]] = []
    outer = ""
    for match in ITEM.finditer(text):
        if match["outer"]:
            outer = number = match["outer"]
        else:
            number = outer + (match["ring"] or f"({match['inner'] or match['half']})")
        made.append((match.start(), number))
    return made


def _number(items: list[tuple[int, str]], at: int) -> str:
    """Number of the item in which ``at`` lies."""
    index = bisect_right(items, at, key=lambda item: item[0])
    return items[index - 1][1] if index else ""


def _groups(found: list[Found], any_from: int) -> list[str]:
    groups = ["any" if f.at > any_from else "" for f in found]
    count = 0
    for index, one in enumerate(found):
        if one.joined_by_or and index:
            if not groups[index - 1].startswith("or"):
                count += 1
                groups[index - 1] = f"or{count}"
            groups[index] = groups[index - 1]
    return groups
