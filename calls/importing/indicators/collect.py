"""All indicators of a direction, in the order of its text: quantitative, then grouped, and qualitative between them."""

import re

from calls.importing.indicators.extract import Found, requirements
from calls.importing.indicators.qualitative import qualitative
from calls.importing.structure import IndicatorRead, PartRead

ANY_OF = re.compile(
    r"以下(?:所列)?(?:一种或(?:多|几)种|一项或(?:多|几)项|任[一意](?:种|项)|若干)|一种或多种|若干方向或全部|任一项|任选其一|至少满足其中"
)
ITEM = re.compile(
    r"^\s*(?P<outer>\d{1,2})\s?[.．、](?!\d)|^\s*[（(]\s?(?P<inner>\d{1,2})\s?[）)]|^\s*(?P<half>\d{1,2})[）)]|^\s*(?P<ring>[①-⑳])",
    re.M,
)
INDICATOR_KINDS = ("indicators", "goal")


def indicator_parts(parts: tuple[PartRead, ...]) -> list[PartRead]:
    """考核指标 if the direction has it, else its 预期目标: never the same requirement twice."""
    for kind in INDICATOR_KINDS:
        chosen = [part for part in parts if part.kind == kind and part.text.strip()]
        if chosen:
            return chosen
    return []


def collect(parts: tuple[PartRead, ...]) -> tuple[IndicatorRead, ...]:
    return tuple(made for part in indicator_parts(parts) for made in _of_part(part))


def _of_part(part: PartRead) -> list[IndicatorRead]:
    text = part.text
    found = requirements(text)
    groups = _groups(text, found)
    made = [
        IndicatorRead(
            number=item_number(text, f.at),
            subject=f.subject[:200],
            comparator=f.op,
            value=f.value,
            value_max=f.value_max,
            unit=f.unit,
            condition=f.condition,
            group=group,
            qualitative=False,
            text=text[f.start : f.end].strip(),
            start=part.start + f.start,
            end=part.start + f.end,
        )
        for f, group in zip(found, groups, strict=True)
    ]
    for start, end in qualitative(text, [(f.start, f.end) for f in found]):
        words = text[start:end].strip()
        made.append(
            IndicatorRead(
                number=item_number(text, start),
                subject=words[:60],
                comparator="",
                value=None,
                value_max=None,
                unit="",
                condition="",
                group=_any_group(text, start),
                qualitative=True,
                text=words,
                start=part.start + start,
                end=part.start + end,
            )
        )
    return sorted(made, key=lambda i: (i.start, i.end))


def item_number(text: str, at: int) -> str:
    """The numbered item in which ``at`` lies, with its parent: 2(1)."""
    outer = inner = ""
    for match in ITEM.finditer(text, 0, at + 1):
        if match["outer"]:
            outer, inner = match["outer"], ""
        else:
            inner = f"({match['inner'] or match['half']})" if not match["ring"] else match["ring"]
    return outer + inner


def _any_group(text: str, at: int) -> str:
    return "any" if ANY_OF.search(text, 0, at) else ""


def _groups(text: str, found: list[Found]) -> list[str]:
    groups = [_any_group(text, f.at) for f in found]
    count = 0
    for index, one in enumerate(found):
        if one.joined_by_or and index:
            if not groups[index - 1].startswith("or"):
                count += 1
                groups[index - 1] = f"or{count}"
            groups[index] = groups[index - 1]
    return groups
