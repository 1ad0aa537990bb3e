"""Point at what one rule found, in plain small letters."""

from __future__ import annotations

from typing import NamedTuple

from merchant_helper.issues import Severity


class Hit(NamedTuple):
    """Be some plain letters of a group; ``keep`` of them stays, ``cut`` is where what goes ends."""

    group: str
    start: int
    end: int
    keep: tuple[int, int] | None = None
    cut: int | None = None
    severity: Severity | None = None


def apart(hits: list[Hit]) -> list[Hit]:
    """Leave out what lies in another of its group, or begins in it."""
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    ends: dict[str, int] = {}
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if hit.start >= ends.get(hit.group, 0):
            kept.append(hit)
            ends[hit.group] = hit.end
    return kept
