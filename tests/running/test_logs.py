"""What of the processes' words reaches the terminal, and how their logs stay small."""

import pytest

from portal.running import logs
from portal.running.logs import RotatingLog, TroubleFilter, open_log

OURS = "2026-11-15 09:00:00,123 {} [-] portal.notifications: said"
CELERY = "[2026-11-15 09:00:00,123: {}/MainProcess] said"
GUNICORN = "[2026-11-15 09:00:00 +0800] [4711] [{}] said"


def shown(*lines: str) -> list[str]:
    trouble = TroubleFilter()
    return [line for line in lines if trouble.passes(line.encode())]


@pytest.mark.parametrize("form", [OURS, CELERY, GUNICORN])
def test_only_warnings_and_errors_reach_the_terminal(form):
    lines = [form.format(level) for level in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")]
    assert shown(*lines) == lines[2:]


def test_a_traceback_is_shown_with_its_message_and_no_further():
    error, info = OURS.format("ERROR"), OURS.format("INFO")
    told = [error, "Traceback (most recent call last):", '  File "x.py", line 1', "ValueError: no"]
    assert shown(info, "a line of that", *told, info, "a line of that") == told


def test_a_process_that_cannot_start_says_why():
    told = ["Traceback (most recent call last):", '  File "x.py", line 1', "ModuleNotFoundError: No module named 'x'"]
    assert shown(" -------------- celery@here", "--- * *** * --", *told) == told
    assert shown("CommandError: 没有数据库") == ["CommandError: 没有数据库"]
    warning = "x.py:1: DeprecationWarning: old"
    assert shown(warning, "  old()", " -------------- celery@here") == [warning]


def test_words_about_errors_are_no_errors():
    info = OURS.format("INFO")
    assert shown(f"{info} ERROR pages are written", f"{info} ValueError: was caught") == []


def test_a_log_is_put_aside_when_it_is_full(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "LOG_BYTES", 10)
    with RotatingLog(tmp_path / "log" / "web.log") as log:
        for number in range(7):
            log.write(f"line number {number}\n".encode())
    kept = {path.name: path.read_text().split()[-1] for path in (tmp_path / "log").iterdir()}
    assert kept == {"web.log": "6", "web.log.1": "5", "web.log.2": "4", "web.log.3": "3"}


def test_a_full_log_is_put_aside_at_a_start(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "LOG_BYTES", 10)
    path = tmp_path / "postgres.log"
    path.write_text("more than it may hold")
    with open_log(path) as log:
        log.write(b"new")
    assert path.read_text() == "new"
    assert path.with_name("postgres.log.1").read_text() == "more than it may hold"
