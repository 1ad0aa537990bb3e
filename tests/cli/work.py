"""Stand in for the cleaning of a photo, in a child process or in this one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from merchant_helper.cli.cleaning import Cleaned, Task
from merchant_helper.errors import DiskFull


def clean(task: Task) -> Cleaned:
    """Write something where the picture belongs."""
    Path(task.picture).parent.mkdir(parents=True, exist_ok=True)
    Path(task.picture).write_bytes(b"picture")
    return Cleaned(engine="plain", verdict="good", confidence=1.0)


def clean_or_die(task: Task) -> Cleaned:
    """Take the whole process down for a photo whose name says so."""
    if "die" in task.photo:
        os._exit(9)
    return clean(task)


def clean_or_stumble(task: Task) -> Cleaned:
    """Die under each photo the first time only."""
    mark = Path(task.photo + ".tried")
    if not mark.exists():
        mark.touch()
        os._exit(9)
    return clean(task)


def clean_or_burst(task: Task) -> Cleaned:
    """Break in a way that nobody thought of."""
    if "burst" in task.photo:
        raise ZeroDivisionError("burst")
    return clean(task)


def clean_until_full(task: Task) -> Cleaned:
    """Find the disk full at the third photo."""
    if "3" in Path(task.photo).name:
        raise DiskFull("đầy")
    return clean(task)


def clean_slowly(task: Task) -> Cleaned:
    """Take longer over the first photo than over all others."""
    time.sleep(0.3 if "1" in Path(task.photo).name else 0.01)
    return clean(task)


class SamePool:
    """Be a pool without children: calls run in the thread that asks."""

    def __init__(self, _workers: int) -> None:
        self.closed = False

    def __enter__(self) -> SamePool:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.closed = True

    def run(self, function: Callable[..., Any], *args: object, timeout: float) -> Any:
        assert timeout > 0
        return function(*args)
