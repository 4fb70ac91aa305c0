"""Documents with a truth: the five the portal is built on (fixtures/seeds), and made-up ones in other styles."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from calls.importing import ReadCall, read_call

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "data"
SEEDS = ("000", "001", "002", "003", "004")
OTHER_STYLES = sorted((DATA / "other_styles").glob("*.txt"))


def seed_path(number: str) -> Path:
    return next((ROOT / "fixtures" / "seeds").glob(f"{number}_*.txt"))


@cache
def read_seed(number: str) -> ReadCall:
    """Seed 000 to 004, read once a run."""
    path = seed_path(number)
    return read_call(path.read_bytes(), path.name)


@cache
def truth(number: str) -> dict[str, Any]:
    """The truth of one seed: that of 000 and 003 was given, that of the others made by reading them."""
    documents = [
        document
        for file in ("calls.json", "seeds_001_002_004.json")
        for document in json.loads((DATA / "truth" / file).read_text(encoding="utf-8"))["documents"]
    ]
    return next(document for document in documents if document["file"].startswith(number))


def truth_beside(path: Path) -> dict[str, Any]:
    """The truth of a made-up document, kept beside it."""
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
