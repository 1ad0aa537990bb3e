"""Walk the pages as a careful older person does, on a cheap phone, and count what it asks of her.

``python benchmarks/walk.py [--seed N] [--json]`` starts the program in a folder of its own and opens it with
Chromium as a laptop and as a phone: 360 x 740, six times slower, 1 Mbit/s, plain http on http://lan.test, no
Internet. A volunteer makes the shop on the laptop and lets the phone in (not counted). Then she goes on the
phone from the first page to the kit, and through "one more like this". All of it twice: every word typed in
full, then with suggestions tapped where one says what she wants to say. The words are fixed in
walking/script.py; the seed draws the slips (walking/slips.py), and two photos of the first product are bad
ones: one taken in the dark, which she takes again, one that a chat has made small.

What is counted, on the way itself (slips and what undoes them are counted apart, but for the minutes):

page        one page of the product that came up, as often as it came up; the list of products is none
decision    a question that she answers by choosing or typing; a choice among the buttons of a form; a page
            that only asks whether what it shows is right; photos to choose. What was filled in already and
            left alone is none.
tap         a tap on the page or on a picture in the phone's own list; keys are not taps
letter      a letter in a box as it reads afterwards (keys for marks are counted in the time)
syllable    what stands between two spaces and holds a letter or digit, in all text that can be seen inside
            <main>: headings, labels, examples, buttons, suggestions, her own words on the pages that show
            them; not the helper's fold, the way back and page number above, the footer, what a box holds
minutes     a keystroke-level model (walking/clock.py) plus the waiting that was measured, with all slips

Exits with 1 when a target is missed. It takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "photos")]

from walking.owner import Owner  # noqa: E402
from walking.report import Walks, as_json, misses, table  # noqa: E402
from walking.script import FIRST, SECOND  # noqa: E402
from walking.slips import Plan  # noqa: E402
from walking.stage import Stage, stage, take_photos  # noqa: E402
from walking.tally import Tally  # noqa: E402
from walking.way import begin_another, open_shop, walk  # noqa: E402


def both_products(
    stage: Stage, photos: dict[str, Path], seed: int, *, suggestions: bool
) -> tuple[Tally, Tally]:
    """Walk a first product and one more like it, in a shop of its own."""
    phone = stage.let_in(open_shop(stage))
    owner = Owner(stage, phone, Plan.make(seed, troubles=True), FIRST, suggestions=suggestions)
    owner.arrive()
    shown = [photos[name] for name in ("front", "dark", "chat")]
    walk(owner, {"first": shown, "again": [photos["again"]]})
    first, owner.tally = owner.tally, Tally()
    owner.plan, owner.told = Plan.make(seed + 1, troubles=False), SECOND
    begin_another(owner)
    walk(owner, {"first": [photos["second"]], "again": [photos["again"]]})
    return first, owner.tally


def main() -> int:
    """Walk, and print what was counted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=3, help="draws the slips")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    asked = parser.parse_args()
    walks: Walks = {}
    with tempfile.TemporaryDirectory() as name:
        photos = take_photos(Path(name) / "photos")
        with stage(Path(name) / "data") as running:
            for way in ("typed", "tapped"):
                tallies = both_products(running, photos, asked.seed, suggestions=way == "tapped")
                walks |= {(way, product): t for product, t in zip(("first", "second"), tallies, strict=True)}
            outside = running.outside
    if asked.json:
        print(json.dumps(as_json(walks, outside, asked.seed), ensure_ascii=False, indent=1))
    else:
        print(table(walks, outside))
    return 1 if misses(walks, outside) else 0


if __name__ == "__main__":
    sys.exit(main())
