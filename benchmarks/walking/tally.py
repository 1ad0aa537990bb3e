"""Keep count of one product's way."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from walking.clock import modelled


@dataclass
class Book:
    """Count what was done and how long it took, by operator."""

    taps: int = 0
    in_picker: int = 0
    swipes: int = 0
    letters: int = 0
    decisions: int = 0
    pages: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def spend(self, operator: str, times: float = 1) -> None:
        """Add modelled time."""
        self.seconds[operator] += modelled(operator, times)

    def wait(self, seconds: float) -> None:
        """Add measured time."""
        self.seconds["wait"] += seconds

    @property
    def total(self) -> float:
        """Give all seconds."""
        return float(sum(self.seconds.values()))


@dataclass(frozen=True)
class Shown:
    """Hold the words of one page as it was shown."""

    step: str
    syllables: int
    sentences: tuple[int, ...]
    dead_end: bool


@dataclass(frozen=True)
class Slip:
    """Say what went wrong once, and what it took to be where she was."""

    kind: str
    where: str
    pressed: str
    undo_taps: int
    undone: bool
    letters_lost: int


@dataclass
class Tally:
    """Hold one product's way: the way itself, and apart from it what slips cost."""

    way: Book = field(default_factory=Book)
    slips_book: Book = field(default_factory=Book)
    shown: list[Shown] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    slipping: bool = False

    @property
    def book(self) -> Book:
        """Give the book that is being written in."""
        return self.slips_book if self.slipping else self.way

    @contextmanager
    def astray(self) -> Iterator[Book]:
        """Write what is done now into the book of slips."""
        before, self.slipping = self.slipping, True
        try:
            yield self.slips_book
        finally:
            self.slipping = before

    @property
    def seconds(self) -> float:
        """Give the time of everything, slips included."""
        return self.way.total + self.slips_book.total

    @property
    def taps(self) -> int:
        """Give the taps of the way itself, those in the phone's own list of pictures among them."""
        return self.way.taps + self.way.in_picker

    def syllables(self) -> tuple[float, int]:
        """Give median and maximum a page, over the pages of the way."""
        counts = [shown.syllables for shown in self.shown]
        return statistics.median(counts), max(counts)

    def sentences(self) -> tuple[float, int]:
        """Give median and maximum of all sentences on the way."""
        lengths = [length for shown in self.shown for length in shown.sentences]
        return statistics.median(lengths), max(lengths)
