"""Let a request to end take the same tidy way out as Ctrl+C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

# SIGBREAK is what Windows sends for Ctrl+Break and to the members of a process group.
REQUESTS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGBREAK") if hasattr(signal, name))


class AskedToEnd(KeyboardInterrupt):
    """Say that somebody else, not the person at the keyboard, asked this program to end."""


@dataclass
class Request:
    """Remember that the end was asked for, for whoever swallowed the exception."""

    made: bool = False


@contextmanager
def ending_politely() -> Iterator[Request]:
    """Raise AskedToEnd in the main thread when this process is asked to end."""
    request = Request()
    if threading.current_thread() is not threading.main_thread():
        yield request
        return

    def end(_number: int, _frame: FrameType | None) -> None:
        # A second request must not interrupt the tidying up that the first one began.
        for number in REQUESTS:
            signal.signal(number, signal.SIG_IGN)
        request.made = True
        raise AskedToEnd

    before = {number: signal.signal(number, end) for number in REQUESTS}
    try:
        yield request
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let every request to end wait until this is done: what is counted must be told."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[tuple[int, FrameType | None]] = []

    def wait(number: int, frame: FrameType | None) -> None:
        waiting.append((number, frame))

    before = {number: signal.signal(number, wait) for number in (signal.SIGINT, *REQUESTS)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number, frame in waiting[:1]:
            handler = before[number]
            if callable(handler):
                handler(number, frame)
