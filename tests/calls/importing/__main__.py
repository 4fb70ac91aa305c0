"""`make score`: the reader's figures for every document with a truth, as a table for docs/benchmarks.md."""

from pathlib import Path
from typing import Any

from calls.importing import read_call
from calls.importing.export import scored
from tests.calls.importing.scoring import figures
from tests.calls.importing.seeds import OTHER_STYLES, SEEDS, seed_path, truth, truth_beside

SHOWN = ("titles", "amounts", "durations", "precision", "recall", "unit")


def row(path: Path, document: dict[str, Any]) -> str:
    made = scored(read_call(path.read_bytes(), path.name), path.name)
    found, count = len(made["directions"]), len(document["directions"])
    if found != count:
        return f"| {path.stem} | {found} / {count} |" + " – |" * (len(SHOWN) + 1)
    result = figures(document, made)
    indicators = sum(len(direction["indicators"]) for direction in document["directions"])
    return f"| {path.stem} | {count} | {indicators} | " + " | ".join(f"{result[name]:.3f}" for name in SHOWN) + " |"


def main() -> None:
    print(
        "| 文件 | 方向 | 指标 | 标题 | 金额 | 期限 | 精确率 | 召回率 | 单位 |\n|---|---:|---:|" + "---:|" * len(SHOWN)
    )
    for number in SEEDS:
        print(row(seed_path(number), truth(number)))
    for path in OTHER_STYLES:
        print(row(path, truth_beside(path)))


if __name__ == "__main__":
    main()
