"""Run a model once on a small drawn picture, in a process of its own that has no network.

A file that only looks like a model may crash the runtime, take all memory or never end: that costs the child,
not the program. Passing shows that the model works here with the cable out.
"""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from typing import Any

from merchant_helper.errors import EngineUnavailable, ModelRefused
from merchant_helper.issues import Issue
from merchant_helper.jobs import ChildDied, ChildPool

ISSUE_CODES = ("model.not_a_model", "model.does_not_run", "model.no_runtime")
# The largest model on a slow laptop, its libraries read from a slow disk.
PATIENCE_S = 180.0


def try_out(file: Path, name: str | None = None) -> None:
    """Raise ModelRefused where the model does not run on this computer; ``name`` is how people know it."""
    known_as = name or file.stem
    try:
        with ChildPool(1) as pool:
            code = pool.run(first_run, str(file), timeout=PATIENCE_S)
    except ChildDied:
        code = "model.does_not_run"
    if code is not None:
        raise ModelRefused(Issue(code, "file", "block", {"name": known_as}))


def first_run(file: str) -> str | None:
    """Be the child's part: cut the network off and run the model; gives the code of what is wrong."""
    from merchant_helper.photos.cutout.rembg_engine import DoesNotRun, run_once

    cut_off()
    try:
        run_once(Path(file))
    except EngineUnavailable as error:
        if isinstance(error.__cause__, ImportError | SystemExit):
            return "model.no_runtime"
        return "model.does_not_run" if isinstance(error, DoesNotRun) else "model.not_a_model"
    return None


def cut_off() -> None:
    """Let nothing in this process reach a network any more."""

    def refuse(*_args: Any, **_more: Any) -> Any:
        raise OSError(errno.ENETUNREACH, "no network in a trial")

    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, refuse)
    socket.getaddrinfo = refuse
