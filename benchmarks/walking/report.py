"""Hold two ways of a product against the targets, and print them as a table or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from walking.tally import Tally

Measure = Callable[[Tally], float]


@dataclass(frozen=True)
class Line:
    """Be one row: what is measured, how, and the most it may be for the first and the second product.

    ``way`` is the way it is held to: typed in full, suggestions tapped, or both.
    """

    name: str
    measure: Measure
    first: float
    second: float
    way: str = "both"


LINES = (
    Line("pages", lambda t: len(t.way.pages), 14, 7),
    Line("decisions", lambda t: t.way.decisions, 15, 8),
    Line("taps (phone's own picture list too)", lambda t: t.taps, 35, 20),
    Line("letters typed in full", lambda t: t.way.letters, 130, 45, "typed"),
    Line("letters typed, suggestions tapped", lambda t: t.way.letters, 60, 45, "tapped"),
    Line("minutes, slips included", lambda t: t.seconds / 60, 8, 3),
    Line("syllables a page, median", lambda t: t.syllables()[0], 40, 40),
    Line("syllables a sentence, median", lambda t: t.sentences()[0], 12, 12),
    Line("taps to undo a wrong press, most", lambda t: max((s.undo_taps for s in t.slips), default=0), 2, 2),
    Line("wrong presses not undone", lambda t: sum(not s.undone for s in t.slips), 0, 0),
    Line("boxes that lost letters", lambda t: sum(s.letters_lost for s in t.slips), 0, 0),
    Line("dead ends", lambda t: sum(s.dead_end for s in t.shown), 0, 0),
)
# Told, not held to anything.
MORE: tuple[tuple[str, Measure], ...] = (
    ("syllables a page, most", lambda t: t.syllables()[1]),
    ("syllables a sentence, most", lambda t: t.sentences()[1]),
    ("wrong presses, Back, reload, sleep", lambda t: len(t.slips)),
    ("taps of slips, undoing included", lambda t: t.slips_book.taps),
    ("pages of slips", lambda t: len(t.slips_book.pages)),
    ("swipes", lambda t: t.way.swipes),
)
WAYS = ("typed", "tapped")
PRODUCTS = ("first", "second")
Walks = dict[tuple[str, str], Tally]


def misses(walks: Walks, outside: list[str]) -> list[str]:
    """Name every target that was missed."""
    found = [
        f"{product}, {way}: {line.name}"
        for (way, product), tally in walks.items()
        for line in LINES
        if line.way in ("both", way) and line.measure(tally) > _target(line, product)
    ]
    return found + [f"asked of the Internet: {url}" for url in outside]


def _target(line: Line, product: str) -> float:
    return line.first if product == "first" else line.second


def table(walks: Walks, outside: list[str]) -> str:
    """Give the table for people."""
    head = f"{'':<37}" + "".join(f"{f'{product}, {way}':>19}" for product in PRODUCTS for way in WAYS)
    rows = [head]
    for line in LINES:
        cells = [_cell(line, way, product, walks) for product in PRODUCTS for way in WAYS]
        rows.append(f"{line.name:<37}" + "".join(f"{cell:>19}" for cell in cells))
    for name, measure in MORE:
        cells = [_number(measure(walks[way, product])) for product in PRODUCTS for way in WAYS]
        rows.append(f"{name:<37}" + "".join(f"{cell + '       ':>19}" for cell in cells))
    rows += [
        "",
        f"requests to the Internet: {len(outside)} (target 0)",
        "",
        *_seconds(walks),
        "",
        *_pages(walks),
    ]
    missed = misses(walks, outside)
    return "\n".join([*rows, "", f"missed: {'; '.join(missed)}" if missed else "all targets met"])


def _cell(line: Line, way: str, product: str, walks: Walks) -> str:
    if line.way not in ("both", way):
        return "-       "
    value, target = line.measure(walks[way, product]), _target(line, product)
    return f"{_number(value)} / {_number(target)} {'met' if value <= target else 'MISSED':<6}"


def _number(value: float) -> str:
    return f"{value:.1f}" if isinstance(value, float) and value != int(value) else f"{int(value)}"


def _seconds(walks: Walks) -> list[str]:
    rows = []
    for (way, product), tally in walks.items():
        for name, book in (("way", tally.way), ("slips", tally.slips_book)):
            parts = ", ".join(f"{what} {seconds:.0f}" for what, seconds in book.seconds.items())
            rows.append(f"seconds, {product}, {way}, {name}: {parts or '0'}")
    return rows


def _pages(walks: Walks) -> list[str]:
    rows = []
    for (way, product), tally in walks.items():
        words = ", ".join(f"{shown.step} {shown.syllables}" for shown in tally.shown)
        rows.append(f"syllables, {product}, {way}: {words}")
        for slip in tally.slips:
            rows.append(
                f"slip, {product}, {way}: {slip.kind} on {slip.where} ({slip.pressed}): "
                f"{slip.undo_taps} taps, {'undone' if slip.undone else 'NOT UNDONE'}, "
                f"boxes that lost letters {slip.letters_lost}"
            )
    return rows


def as_json(walks: Walks, outside: list[str], seed: int) -> dict[str, Any]:
    """Give everything that was measured, for other programs."""
    return {
        "version": 1,
        "seed": seed,
        "walks": [
            {
                "product": product,
                "way": way,
                "measures": {line.name: line.measure(tally) for line in LINES},
                "targets": {line.name: _target(line, product) for line in LINES if line.way in ("both", way)},
                "more": {name: measure(tally) for name, measure in MORE},
                "seconds": {"way": dict(tally.way.seconds), "slips": dict(tally.slips_book.seconds)},
                "pages": [asdict(shown) for shown in tally.shown],
                "slips": [asdict(slip) for slip in tally.slips],
            }
            for (way, product), tally in walks.items()
        ],
        "outside": outside,
        "missed": misses(walks, outside),
    }
