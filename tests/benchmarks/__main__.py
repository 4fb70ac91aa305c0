"""`make bench`: run tests/benchmarks/bench_*.py, write var/bench.json, print the table for docs/benchmarks.md.

`make bench ONLY=documents` runs one. Each module's ``run()`` finds a migrated, empty database (role `app`) and a
broker of its own, and answers {name: {"value": number, "unit": text, "goal": text, "baseline": text}}. A missed goal
is shown, never an error: a slow machine fails nothing. A measure that breaks is named at the end, status 1.
"""

import importlib
import json
import os
import platform
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from portal.running import layout

FOLDER = Path(__file__).parent
OUTPUT = layout.BASE_DIR / "var" / "bench.json"
KEYS = {"value", "unit", "goal", "baseline"}

Measures = dict[str, dict]


@contextmanager
def empty_portal() -> Iterator[None]:
    """A migrated database as tests have it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from portal.running import throwaway
    from tests.database_roles import acting_as_app

    with throwaway.running():
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        call_command("grant_roles", verbosity=0)
        with acting_as_app():
            yield
        connection.close()


def names(only: str) -> list[str]:
    found = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    if only and only not in found:
        sys.exit(f"没有名为 {only} 的测量；可选：{'、'.join(found)}")
    return [only] if only else found


def measured(name: str) -> Measures:
    results = importlib.import_module(f"tests.benchmarks.bench_{name}").run()
    for key, result in results.items():
        if not set(result) >= KEYS:
            raise ValueError(f"{key}: {sorted(KEYS - set(result))} missing")
    return results


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(results: Measures) -> str:
    lines = ["| 测量 | 值 | 单位 | 目标 | 对照 |", "|---|---:|---|---|---|"]
    for name, result in results.items():
        lines.append(
            f"| {name} | {number(result['value'])} | {result['unit']} | {result['goal']} | {result['baseline']} |"
        )
    return "\n".join(lines)


def keep(results: Measures) -> None:
    """Merge into var/bench.json: `ONLY=` renews its own part and leaves the others as they were."""
    try:
        kept = json.loads(OUTPUT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(json.dumps(kept | results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def main() -> int:
    results: Measures = {}
    broken = []
    with empty_portal():
        for name in names(sys.argv[1] if len(sys.argv) > 1 else ""):
            print(f"测量 {name} ……", file=sys.stderr, flush=True)
            try:
                results |= measured(name)
            except Exception:  # noqa: BLE001  (named at the end; the other measures go on)
                traceback.print_exc()
                broken.append(name)
    keep(results)
    print(f"\n{platform.machine()}，{os.cpu_count()} 核，{datetime.now().astimezone():%Y-%m-%d}\n\n{table(results)}")
    if broken:
        print(f"未能完成：{'、'.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
