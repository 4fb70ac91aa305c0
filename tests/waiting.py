"""Waiting for another process to have done something."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(condition: Callable[[], T], *, seconds: float = 30.0, what: str = "") -> T:
    """The first true answer of ``condition``; fails when there is none in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := condition():
            return answer
        threading.Event().wait(0.03)
    raise AssertionError(f"not within {seconds} s: {what or condition}")
