"""The five documents the portal is built on (fixtures/seeds), and the hand-made truth of two of them (tests/data)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from calls.importing import ReadCall, read_call

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "data"
SEEDS = ("000", "001", "002", "003", "004")


def seed_path(number: str) -> Path:
    return next((ROOT / "fixtures" / "seeds").glob(f"{number}_*.txt"))


@cache
def read_seed(number: str) -> ReadCall:
    """Seed 000 to 004, read once a run."""
    path = seed_path(number)
    return read_call(path.read_bytes(), path.name)


@cache
def truth() -> dict[str, Any]:
    return json.loads((DATA / "truth" / "calls.json").read_text(encoding="utf-8"))
