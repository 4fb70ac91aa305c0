"""What the reader made of a document, counted for the page that asks whether to make a call of it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from calls.fitting import fitted
from calls.models import CallImport, Doubt
from calls.selectors.doubts import open_doubts
from calls.source_spans import doubt_span


class CategoryRead(NamedTuple):
    track: str
    category: str
    titles: list[str]


class ImportSummary(NamedTuple):
    """``facts`` of the notice by name; directions in their order, grouped as printed. ``doubts`` are those that are
    open: of the call, once one was made of it."""

    facts: dict[str, Any]
    groups: list[CategoryRead]
    directions: int
    indicators: int
    rules: int
    deadlines: list[str]
    doubts: list[dict[str, Any]] | list[Doubt]


#: Below it the reader says why a person should look at an indicator.
SURE = 0.8


def doubts_read(row: CallImport) -> list[dict[str, Any]]:
    """What a person must look at in a reading: the reader's doubts, the indicators it is not sure of, and what a call
    cannot take as read. In the reader's form, each with its place in the text where that is known."""
    if row.result is None:
        return []
    read = row.result
    asked = {doubt.get("target") for doubt in read["doubts"]}
    made = [*read["doubts"], *_unsure(read, asked), *fitted(read=read, issuer=row.issuer).doubts]
    found = []
    for doubt in made:
        start, end = doubt_span(read, row.text, doubt) or (0, 0)
        found.append({"code": "", "target": "", "note": False} | doubt | {"start": start, "end": end})
    return found


def _unsure(read: dict[str, Any], asked: set[str | None]) -> Iterator[dict[str, Any]]:
    for place, direction in enumerate(read["directions"]):
        for index, indicator in enumerate(direction["indicators"]):
            target = f"indicator:{place}:{index}"
            if indicator.get("confidence", 1.0) < SURE and indicator.get("reason") and target not in asked:
                where = f"{direction['number']}{direction['title']}：{indicator['text']}"
                yield {"where": where, "reason": indicator["reason"], "code": "unsure", "target": target}


def import_summary(row: CallImport) -> ImportSummary | None:
    """None while there is nothing to show."""
    read = row.result
    if read is None:
        return None
    groups: list[CategoryRead] = []
    several = len(read["tracks"]) > 1
    for direction in read["directions"]:
        track = read["tracks"][direction["track"]]["title"] if several else ""
        if not groups or groups[-1][:2] != (track, direction["category"]):
            groups.append(CategoryRead(track, direction["category"], []))
        groups[-1].titles.append(direction["title"])
    return ImportSummary(
        facts={name: read[name] for name in ("title", "doc_no", "issuer", "region", "recipients", "year")},
        groups=groups,
        directions=len(read["directions"]),
        indicators=sum(len(direction["indicators"]) for direction in read["directions"]),
        rules=len(read["rules"]),
        deadlines=[deadline["printed"] for deadline in read["deadlines"]],
        doubts=(list(open_doubts(call=row.call)) if row.call else [one for one in doubts_read(row) if not one["note"]]),
    )
