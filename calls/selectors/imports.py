"""What the reader made of a document, counted for the page that asks whether to make a call of it."""

from typing import Any, NamedTuple

from calls.fitting import fitted
from calls.models import CallImport


class CategoryRead(NamedTuple):
    track: str
    category: str
    titles: list[str]


class ImportSummary(NamedTuple):
    """``facts`` of the notice by name; directions in their order, grouped as printed."""

    facts: dict[str, Any]
    groups: list[CategoryRead]
    directions: int
    indicators: int
    rules: int
    deadlines: list[str]
    doubts: list[dict[str, str]]


def doubts_of_import(row: CallImport) -> list[dict[str, str]]:
    """What a person must look at, {"where", "reason"} each: the reader's doubts and what a call cannot take as read.

    The one source for every page that counts them; once a call was made of the import, what stood then.
    """
    if row.result is None or row.call_id:
        return row.result["doubts"] if row.result else []
    return [*row.result["doubts"], *fitted(read=row.result, issuer=row.issuer).doubts]


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
        doubts=doubts_of_import(row),
    )
