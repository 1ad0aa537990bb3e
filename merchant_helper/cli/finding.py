"""Say how one thing stands that this program needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """Say how one thing stands; ``fix`` is empty when there is nothing to do."""

    check: str
    state: State
    message: str
    fix: str = ""
