"""Measures: each bench_*.py has `run() -> {name: {"value", "unit", "goal", "baseline"}}` (see __main__)."""
