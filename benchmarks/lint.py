"""Time the check of words beside a plain loop of regular expressions for the same phrases.

    python benchmarks/lint.py                    10,000 made listings, and as many honest ones
    python benchmarks/lint.py --listings 2000    fewer of them
    python benchmarks/lint.py --json             the same, as JSON

The plain loop is what one would write first: one expression for each phrase of lint.toml, whole words, small
and capital letters alike, and one for telephone numbers and addresses; nothing tells marks, neighbours or
places apart, and nothing says what to write instead. Ours does all of that. Both go over the same texts on
one core, in blocks by turns; a number is the processor time of all blocks.

Made listings say a superlative in four of five here; honest ones (tests/listings/texts) hold nothing to mend.
Exits with 1 when 10,000 listings would take 5 s or more, or when ours is not the faster one.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from made_listings import listings  # noqa: E402

from merchant_helper.listings.lint import EVERYWHERE, knowledge, lint  # noqa: E402

Texts = dict[str, str | None]
BLOCK, LIMIT_S, PER = 500, 5.0, 10_000
HONEST = ROOT / "tests" / "listings" / "texts" / "clean.toml"
CONTACT = r"(https?://|www\.|\.com|\.vn\b|(?<!\d)(?:\+?84|0)(?:[\s.-]?\d){9}\b|@\w+)"


def plain_patterns() -> list[re.Pattern[str]]:
    """Write one expression for each phrase, and one for contacts."""
    phrases = sorted(knowledge().rules)
    patterns = [re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE) for phrase in phrases]
    return [*patterns, re.compile(CONTACT, re.IGNORECASE)]


def made(count: int) -> Iterator[Texts]:
    """Give listings as they are made for other measurements, with superlatives in them."""
    return (
        {"name": one.name, "description": one.description.replace(" hơn", " nhất")} for one in listings(count)
    )


def honest(count: int) -> Iterator[Texts]:
    """Give the honest texts of the tests, again and again."""
    rows = tomllib.loads(HONEST.read_text("utf-8"))["text"]
    return islice(cycle({"name": row["title"], "description": row["description"]} for row in rows), count)


def plain_loop(patterns: list[re.Pattern[str]], texts: Texts) -> int:
    """Count what the plain loop finds."""
    return sum(len(pattern.findall(text)) for text in texts.values() if text for pattern in patterns)


def ours(texts: Texts) -> int:
    """Count what we find."""
    return len(lint(texts, EVERYWHERE, "food"))


def race(told: list[Texts]) -> dict[str, float]:
    """Let the two go over the same blocks by turns, and add up the seconds."""
    patterns = plain_patterns()
    ways: dict[str, Callable[[Texts], int]] = {"ours": ours, "plain": lambda one: plain_loop(patterns, one)}
    seconds, found = dict.fromkeys(ways, 0.0), dict.fromkeys(ways, 0)
    for one in told[:BLOCK]:
        ours(one)
    for start in range(0, len(told), BLOCK):
        for name, way in ways.items():
            clock = time.process_time()
            found[name] += sum(map(way, told[start : start + BLOCK]))
            seconds[name] += time.process_time() - clock
    scale = PER / len(told)
    return {
        "listings": len(told),
        "ours_s": seconds["ours"] * scale,
        "plain_s": seconds["plain"] * scale,
        "ratio": seconds["plain"] / seconds["ours"],
        "found": found["ours"],
        "plain_found": found["plain"],
    }


def main() -> int:
    """Measure both sorts of listings; 1 when a limit is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--listings", type=int, default=PER)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results = {name: race(list(of(options.listings))) for name, of in (("made", made), ("honest", honest))}
    if options.json:
        print(json.dumps(results, indent=1))
    else:
        for name, one in results.items():
            print(
                f"{name:8}{PER} listings {one['ours_s']:6.2f} s (limit {LIMIT_S:g}), plain loop "
                f"{one['plain_s']:6.2f} s: {one['ratio']:.1f} times faster; {one['found']:.0f} found, "
                f"plain loop {one['plain_found']:.0f}"
            )
    return int(any(one["ours_s"] >= LIMIT_S or one["ratio"] <= 1 for one in results.values()))


if __name__ == "__main__":
    sys.exit(main())
