"""Run long work that survives a crash.

The names load when first used: a child of the pool must not pay for the job engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from merchant_helper.jobs.engine import Jobs, Progress
    from merchant_helper.jobs.kind import StopJob
    from merchant_helper.jobs.pool import ChildDied, ChildPool, ChildTimedOut

__all__ = ["ChildDied", "ChildPool", "ChildTimedOut", "Jobs", "Progress", "StopJob"]

_PLACES = {
    "Jobs": "engine",
    "Progress": "engine",
    "StopJob": "kind",
    "ChildDied": "pool",
    "ChildPool": "pool",
    "ChildTimedOut": "pool",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
