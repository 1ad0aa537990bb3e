"""Calls for children to take: each does one thing that real work may do to its process."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path


class Unpackable(Exception):
    """Be an error that can be pickled and not unpickled, as many are."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def add(a: int, b: int) -> int:
    return a + b


def nap(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def say_and_nap(file: str, seconds: float) -> None:
    Path(file).write_text(str(os.getpid()))
    time.sleep(seconds)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(kind: str) -> None:
    if kind == "value":
        raise ValueError("nước mắm")
    if kind == "unpackable":
        raise Unpackable("a", "b")
    sys.exit(3)


def chatter(n: int) -> str:
    sys.stdout.write("x" * n + "\n")
    sys.stdout.flush()
    os.write(1, b"y" * n)
    return "quiet"


def unpicklable() -> object:
    return lambda: None


def surroundings() -> dict[str, object]:
    return {
        "threads": os.environ.get("OMP_NUM_THREADS"),
        "nice": os.nice(0),
        "dbos": "dbos" in sys.modules,
        "sqlalchemy": "sqlalchemy" in sys.modules,
    }


def echo(data: bytes) -> bytes:
    return data
