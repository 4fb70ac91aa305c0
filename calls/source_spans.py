"""Where something that was read stands in the text it was read from, when the reader did not say so."""

from datetime import date
from typing import Any

Span = tuple[int, int]


def span_of(text: str, words: str, start: int = 0, end: int | None = None) -> Span | None:
    """The first stretch of ``text[start:end]`` that says ``words``, blanks and line breaks aside."""
    wanted = "".join(words.split())
    if not wanted:
        return None
    at = text.find(words.strip(), start, len(text) if end is None else end)
    if at >= 0:
        return at, at + len(words.strip())
    places = [index for index in range(start, len(text) if end is None else min(end, len(text)))
              if not text[index].isspace()]  # fmt: skip
    at = "".join(text[index] for index in places).find(wanted)
    return (places[at], places[at + len(wanted) - 1] + 1) if at >= 0 else None


def doubt_span(read: dict[str, Any], text: str, doubt: dict[str, Any]) -> Span | None:
    """Where the doubt is about: what it says itself, else what its target prints."""
    if doubt.get("end"):
        return doubt["start"], doubt["end"]
    kind, _colon, index = doubt.get("target", "").partition(":")
    if kind == "indicator":
        direction, _colon, number = index.partition(":")
        found = read["directions"][int(direction)]["indicators"][int(number)]
        return found["start"], found["end"]
    if kind == "direction":
        found = read["directions"][int(index)]
        heading = text.find("\n", found["start"], found["end"])
        return found["start"], found["end"] if heading < 0 else heading
    if kind == "deadline":
        return span_of(text, read["deadlines"][int(index)]["printed"])
    if kind == "rule":
        return span_of(text, read["rules"][int(index)]["clause_text"])
    if kind == "track":
        return span_of(text, read["tracks"][int(index)]["title"])
    return fact_span(text, read.get(kind)) if kind else None


def fact_span(text: str, value: Any) -> Span | None:
    """Where a fact's words stand; a date as “2023年9月22日”."""
    if not isinstance(value, str):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return span_of(text, value)
    return span_of(text, f"{day.year}年{day.month}月{day.day}日")
