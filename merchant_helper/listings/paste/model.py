"""Hold what was read in a pasted post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# The fields that a post can tell, in the order in which they are shown.
FIELDS = ("name", "price", "unit", "unit_count", "unit_size", "weight_g")


@dataclass(frozen=True)
class Found:
    """Be one thing found: what it is read as, and where it stands in the text."""

    value: str | int
    seen: str
    start: int
    end: int


@dataclass(frozen=True)
class Guess:
    """Hold what one field may be: ``sure`` only where nothing else is possible, ``others`` to choose from."""

    sure: Found | None = None
    others: tuple[Found, ...] = ()


@dataclass(frozen=True)
class Reading:
    """Hold all that a post tells.

    ``text`` is the post as it was read (letters composed, drawing alphabets made plain); all places count in
    it. ``selling`` tells whether it offers something. ``description`` is the text without ``taken_out``:
    numbers, links and hashtags.
    """

    text: str
    selling: bool = False
    description: str = ""
    fields: Mapping[str, Guess] = field(default_factory=dict)
    taken_out: tuple[Found, ...] = ()

    def sure(self, name: str) -> str | int | None:
        """Give the value of a field that is sure, else none."""
        found = self.fields.get(name, Guess()).sure
        return found.value if found else None
