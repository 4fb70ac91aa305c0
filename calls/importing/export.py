"""A ReadCall as plain JSON values: in the form that the scorer compares, and in full."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any

from calls.importing.structure import DirectionRead, IndicatorRead, ReadCall

# source → kind for a ceiling, kind otherwise
KINDS = {
    "grant": ("grant_cap", "grant"),
    "municipal": ("municipal_grant_cap", "grant"),
    "district": ("district_grant_cap", "grant"),
    "own": ("self_fund_min", "self_fund_min"),
    "bounty": ("bounty_cap", "bounty_cap"),
    "reward": ("post_reward_cap", "reward"),
}


def plain(value: Any) -> Any:
    """Dataclasses, dates and decimals as JSON values; decimals as strings, without a trailing .0."""
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def scored(call: ReadCall, file: str) -> dict[str, Any]:
    """The form of `read_call`: {"file", "call": {…}, "directions": […]} with quantitative indicators only."""
    hidden = {"directions", "text", "origin", "raw", "body", "places"}
    facts = {f.name: plain(getattr(call, f.name)) for f in dataclasses.fields(call) if f.name not in hidden}
    return {"file": file, "call": facts, "directions": [_direction(call, direction) for direction in call.directions]}


def _direction(call: ReadCall, direction: DirectionRead) -> dict[str, Any]:
    months = direction.duration_months
    return {
        "number": direction.number,
        "category": direction.category,
        "title": direction.title,
        "track": call.tracks[direction.track].title,
        "parts": [{"kind": part.kind, "heading": part.heading, "text": part.text} for part in direction.parts],
        "amounts": [
            {
                "kind": KINDS[term.source][term.comparator not in {"<=", "<"}],
                "op": term.comparator,
                "value_wan": float(term.amount_wan),
            }
            for term in direction.funding
        ],
        "duration_years": months / 12 if months else None,
        "duration_op": direction.duration_comparator or None,
        "supported_count": direction.supported_count,
        "indicators": [_indicator(call, indicator) for indicator in direction.indicators if not indicator.qualitative],
        "qualitative": [call.printed(i.start, i.end) for i in direction.indicators if i.qualitative],
    }


def _indicator(call: ReadCall, indicator: IndicatorRead) -> dict[str, Any]:
    return {
        "span": call.printed(indicator.start, indicator.end),
        "subject": indicator.subject,
        "op": indicator.comparator,
        "value": _number(indicator.value),
        "value_max": _number(indicator.value_max),
        "unit": indicator.unit,
        "condition": indicator.condition,
        "group": indicator.group,
        "number": indicator.number,
        "start": indicator.start,
        "end": indicator.end,
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
