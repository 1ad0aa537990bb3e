"""Say how bad a kind of words is at one place of selling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# "rest": the place takes it, nothing is said.
Level = Literal["block", "warn", "hint", "rest"]


@dataclass(frozen=True)
class Policy:
    """Hold what a place says differently from lint.toml: groups and their levels, and its own names.

    ``own`` are names (small letters, no spaces) that it may be called by; with ``own_in_title`` false not in a title.
    """

    levels: Mapping[str, Level] = field(default_factory=dict, hash=False)
    own: frozenset[str] = frozenset()
    own_in_title: bool = True


EVERYWHERE = Policy()
