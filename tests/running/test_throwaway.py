"""The services of one run of the tests: what a killed run left is cleared away by the next one."""

import fcntl
import tempfile
from pathlib import Path

from portal.running import throwaway


def test_folders_of_killed_runs_are_removed_and_those_in_use_are_not(services):
    root = Path(tempfile.gettempdir())
    abandoned, living = root / f"{throwaway.PREFIX}abandoned", root / f"{throwaway.PREFIX}living"
    for folder in (abandoned, living):
        (folder / "pg").mkdir(parents=True)
        (folder / throwaway.LOCK).touch()
    with (living / throwaway.LOCK).open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        throwaway._remove_abandoned()
        assert not abandoned.exists()
        assert living.exists()
    throwaway._remove_abandoned()
    assert not living.exists()
    assert Path(services["PORTAL_VAR"]).exists()
