"""Count time by a clock that nobody can set, and that goes on while the laptop sleeps."""

from __future__ import annotations

import time


def steady() -> float:
    """Give the seconds since some fixed moment; a lid that was shut for an hour is an hour.

    The clock that Python calls monotonic stands still on a sleeping Linux or macOS; these two do not.
    """
    clock = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if clock is None else time.clock_gettime(clock)
