"""Scores what the reader makes of a document against a hand-made truth (its ``conventions`` say what each means)."""

import re
import unicodedata
from itertools import pairwise
from typing import Any

UNIT_ALIASES = {"μ": "µ", "°C": "℃", "个人次": "人次"}


def squash(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def unit(text: str | None) -> str:
    made = squash(text)
    for old, new in UNIT_ALIASES.items():
        made = made.replace(squash(old), squash(new))
    return made.lower()


def same(a: Any, b: Any) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(a)), abs(float(b)))


def quantity(truth: dict, guess: dict) -> bool:
    """Comparator and value agree, in the printed scale or with 万/亿 expanded."""
    if guess.get("op") not in [truth["op"], *truth.get("alt_ops", [])]:
        return False
    ranged = "range" in (guess["op"], truth["op"])
    if ranged and not same(truth.get("value_max"), guess.get("value_max")):
        return False
    values = [truth["value"]] + ([truth["value_norm"]] if truth.get("value_norm") is not None else [])
    return any(same(value, guess.get("value")) for value in values)


def unit_agrees(truth: dict, guess: dict) -> bool:
    return unit(guess.get("unit")) in {unit(truth["unit"]), unit(truth.get("unit_norm") or truth["unit"])}


def overlap(truth: dict, guess: dict) -> int:
    a, b = squash(truth["span"]), squash(guess.get("span"))
    return len(set(pairwise(a)) & set(pairwise(b)))


def pair(truths: list[dict], guesses: list[dict]) -> list[tuple[int, int, bool]]:
    """One to one: best overlap of text first among those whose comparator and value agree."""
    options = sorted(
        (
            (unit_agrees(t, g), overlap(t, g), i, j)
            for i, t in enumerate(truths)
            for j, g in enumerate(guesses)
            if quantity(t, g)
        ),
        key=lambda option: (-option[1], -option[0]),
    )
    used_truths: set[int] = set()
    used_guesses: set[int] = set()
    pairs = []
    for agrees, _, i, j in options:
        if i not in used_truths and j not in used_guesses:
            used_truths.add(i)
            used_guesses.add(j)
            pairs.append((i, j, agrees))
    return pairs


def amounts(items: list[dict] | None) -> list[tuple[str, float]]:
    return sorted((a["op"], float(a["value_wan"])) for a in items or [] if a.get("value_wan") is not None)


def figures(document: dict, guess: dict) -> dict[str, float]:
    """Shares for one document: titles, amounts, durations, precision, recall, unit, and ``ignored`` as a number."""
    n = dict.fromkeys(("titles", "amounts", "durations", "want", "tp", "fp", "unit", "ignored"), 0)
    for direction, other in zip(document["directions"], guess["directions"], strict=True):
        n["titles"] += squash(direction["title"]) == squash(other["title"])
        n["amounts"] += amounts(direction["amounts"]) == amounts(other["amounts"])
        n["durations"] += same(direction["duration_years"], other["duration_years"])
        pairs = pair(direction["indicators"], other["indicators"])
        matched = {i: agrees for i, _, agrees in pairs}
        wanted = [i for i, item in enumerate(direction["indicators"]) if not item.get("optional")]
        n["want"] += len(wanted)
        n["tp"] += sum(i in matched for i in wanted)
        n["unit"] += sum(matched.get(i, False) for i in wanted)
        extra = [g for j, g in enumerate(other["indicators"]) if j not in {j for _, j, _ in pairs}]
        ignored = [squash(span) for span in direction["ignore_spans"]]
        n["fp"] += len(extra)
        n["ignored"] += sum(any(squash(g["span"]) in span for span in ignored) for g in extra)
    count = len(document["directions"])
    return {
        "titles": n["titles"] / count,
        "amounts": n["amounts"] / count,
        "durations": n["durations"] / count,
        "precision": n["tp"] / max(1, n["tp"] + n["fp"]),
        "recall": n["tp"] / max(1, n["want"]),
        "unit": n["unit"] / max(1, n["want"]),
        "ignored": n["ignored"],
    }
