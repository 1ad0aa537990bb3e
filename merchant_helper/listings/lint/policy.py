"""Say how bad a kind of words is at one place of selling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from merchant_helper.listings.lint.knowledge import knowledge

# "rest": the place takes it, nothing is said.
Level = Literal["block", "warn", "hint", "rest"]


@dataclass(frozen=True)
class Policy:
    """Hold what a place says differently from lint.toml: groups and their levels, and its own names.

    ``own`` are names (small letters, no spaces) that it may be called by; with ``own_in_title`` false not in
    a title.
    """

    levels: Mapping[str, Level] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    own_in_title: bool = True
    _tables: dict[str | None, Mapping[str, Level]] = field(default_factory=dict, compare=False, repr=False)

    def table(self, kind: str | None) -> Mapping[str, Level]:
        """Give the level of each group for goods of a kind."""
        known = self._tables.get(kind)
        if known is None:
            groups = knowledge().groups
            known = {
                key: "block" if kind in group.strict else group.severity for key, group in groups.items()
            }
            known = {**known, **self.levels}
            # Kinds come from outside, any number of them.
            if len(self._tables) < 100:
                self._tables[kind] = known
        return known


EVERYWHERE = Policy()
