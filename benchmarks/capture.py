"""Measure the advice on photos: each defect against what is said of it, false alarms, and time.

    python benchmarks/capture.py [FOLDER] [--all] [--no-time]

FOLDER holds good photos ``LEVEL_NAME.jpg`` beside ``LEVEL_NAME.mask.png`` (8-bit alpha); levels given by
``--without`` (L4: no good photos) are left out. Without a FOLDER, drawn scenes are used. Every photo is
spoilt in the ways of tests/photos/defects.py. The thresholds are to be set on every other product in the
order of their names, from the first; the table is of the rest, or of all with ``--all``. A hint is marked
with ``?``. The time is that of opening and judging one 12-megapixel JPEG beside its bare decoding.
"""

from __future__ import annotations

import argparse
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "photos")]

import defects  # noqa: E402
from scenes import draw, encode  # noqa: E402

from merchant_helper.photos.capture import inspect  # noqa: E402
from merchant_helper.photos.intake import Upright, open_upright  # noqa: E402
from merchant_helper.photos.receive import LOOK_AT  # noqa: E402

#: The photos stand for ones of this many times their size, as a phone would have taken them.
STANDS_FOR = 4
SIZE, NOISE, TIMED = (4000, 3000), 2.0, 6
GOOD, NOTHING = "good", "-"


@dataclass(frozen=True)
class Good:
    """Hold one good photo and its product's alpha."""

    level: str
    name: str
    image: Image.Image
    alpha: Image.Image


def good_photos(folder: Path | None, without: set[str], *, everything: bool) -> Iterator[Good]:
    """Give the good photos that are reported on."""
    if folder is None:
        for backdrop in ("white", "grey", "colour", "table", "texture"):
            for number, shape in enumerate(("bottle", "jar", "box", "bag", "fruit", "basket")):
                scene = draw(number + 31, shape=shape, backdrop=backdrop)  # type: ignore[arg-type]
                yield Good(backdrop, f"{backdrop} {shape}", scene.image, scene.alpha)
        return
    files = [file for file in sorted(folder.glob("*.jpg")) if file.name.partition("_")[0] not in without]
    products = sorted({file.stem.partition("_")[2] for file in files})
    held_out = set(products if everything else products[1::2])
    for file in files:
        level, _line, product = file.stem.partition("_")
        if product in held_out:
            with Image.open(file) as image, Image.open(file.with_suffix(".mask.png")) as mask:
                yield Good(level, file.stem, image.convert("RGB"), mask.convert("L"))


def said(image: Image.Image, times: int = STANDS_FOR) -> str:
    """Give what is said of a picture that stands for a photo of so many times its size."""
    issues = inspect(Upright(image, (image.width * times, image.height * times), "JPEG"))
    codes = [issue.code.partition(".")[2] + ("?" if issue.severity == "hint" else "") for issue in issues]
    return " + ".join(codes) or NOTHING


def confusion(photos: Iterator[Good]) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]], list[str]]:
    """Spoil every photo in every way; gives what was said, what was right by level, false alarms."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    alarms = []
    for photo in photos:
        table[GOOD][found := said(photo.image)] += 1
        if found != NOTHING:
            alarms.append(f"{photo.name}: {found}")
        for name, spoil in defects.SPOILT.items():
            rng = np.random.default_rng(zlib.crc32(f"{photo.name} {name}".encode()))
            spoilt = spoil(photo.image, photo.alpha, rng)
            table[name][found := said(spoilt, 1 if name == "few pixels" else STANDS_FOR)] += 1
            right[name][photo.level] += found.rstrip("?") == defects.CODE[name].partition(".")[2]
            right[name]["of " + photo.level] += 1
    return table, right, alarms


def print_tables(table: dict[str, Counter[str]], right: dict[str, Counter[str]], alarms: list[str]) -> None:
    """Print one line per defect: how often the right advice stood alone, by level, and what was said."""
    levels = sorted({key for counts in right.values() for key in counts if not key.startswith("of ")})
    print(f"{'defect':16}{'right':>9}  " + "".join(f"{level:>9}" for level in levels) + "  what was said")
    for name, counts in table.items():
        told = ", ".join(f"{count} {code}" for code, count in counts.most_common())
        if name == GOOD:
            print(
                f"{GOOD:16}{counts[NOTHING]:>4}/{counts.total():<4}"
                + " " * (2 + 9 * len(levels))
                + f"  {told}"
            )
            continue
        by_level = "".join(f"{right[name][level]:>5}/{right[name]['of ' + level]:<3}" for level in levels)
        hits = sum(right[name][level] for level in levels)
        print(f"{name:16}{hits:>4}/{counts.total():<4}  {by_level}  {told}")
    for alarm in alarms:
        print(f"said of a good photo: {alarm}")


def print_time() -> None:
    """Time opening and judging against the bare decoding, turn about, so that both see the same machine."""
    files = [
        encode(draw(seed, shape="jar", backdrop="table", size=SIZE, noise=NOISE).image)
        for seed in range(TIMED)
    ]
    bare, ours, busy = [], [], []
    for data in files:
        started = time.perf_counter()
        decode(data)
        between, processor = time.perf_counter(), time.process_time()
        inspect(open_upright(data, longest=LOOK_AT))
        bare.append(between - started)
        ours.append(time.perf_counter() - between)
        busy.append(time.process_time() - processor)
    first, second, third = (1000 * float(np.median(times)) for times in (bare, ours, busy))
    megapixels = SIZE[0] * SIZE[1] // 1_000_000
    print(
        f"{megapixels} MP JPEG, noise {NOISE:g}, median of {TIMED}: bare decode {first:.0f} ms, "
        f"open and judge {second:.0f} ms (processor {third:.0f} ms), ratio {second / first:.2f}"
    )


def decode(data: bytes) -> None:
    """Decode a JPEG whole, and do nothing with it."""
    import io

    with Image.open(io.BytesIO(data)) as image:
        image.load()


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--all", action="store_true", help="report on all products, not on the held-out half")
    parser.add_argument("--without", nargs="*", default=["L4"], help="levels to leave out")
    parser.add_argument("--no-time", action="store_true")
    options = parser.parse_args()
    if not options.no_time:
        print_time()
    photos = good_photos(options.folder, set(options.without), everything=options.all)
    print_tables(*confusion(photos))


if __name__ == "__main__":
    main()
