"""Ask a disk with patience: a network drive that vanished may not answer for minutes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

#: A folder of 5,000 pictures is listed in a twentieth of a second; a cold disk takes its time.
PATIENCE_S = 5.0

_lock = threading.Lock()
_waiting: dict[Path, threading.Thread] = {}


def patiently(folder: Path, ask: Callable[[], T]) -> T:
    """Ask something of a folder and give the answer, or raise what it raised.

    Raises TimeoutError when nothing came for five seconds. Until that question is answered, every other one
    about the same folder is turned away at once: not more than one thread hangs on a dead drive.
    """
    answers: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            answers.append(ask())
        except BaseException as error:
            errors.append(error)

    asking = threading.Thread(target=work, name="watched-folder", daemon=True)
    with _lock:
        before = _waiting.get(folder)
        if before is not None and before.is_alive():
            raise TimeoutError(folder)
        _waiting.pop(folder, None)
    asking.start()
    asking.join(PATIENCE_S)
    if asking.is_alive():
        with _lock:
            _waiting[folder] = asking
        raise TimeoutError(folder)
    if errors:
        raise errors[0]
    return answers[0]
