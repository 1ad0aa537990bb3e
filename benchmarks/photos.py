"""Time the cleaning of photos beside rembg: wall clock, processor time and memory, in one run.

    python benchmarks/photos.py                            ours alone, engine plain
    python benchmarks/photos.py --model u2netp.onnx        ours and rembg, both with this file

Makes 12-megapixel JPEGs of its own (seeded drawings, sensor noise of 2 grey levels, quality 92). Ours is
``python -m merchant_helper clean``; the other is ``rembg p -m u2net_custom`` from the extra ``[bench]``
(``--rembg`` names another installation's). What they deliver differs and is part of the comparison: ours
gives a 1200-pixel white JPEG with a verdict and clean edges, rembg a 12-megapixel transparent PNG. The like
for like is rembg's library writing the same JPEG, once shrunk after and once before its work. The model file
is copied into the folder of this run and not kept. Processor time and memory are read from /proc, so on Linux
only. The children of ours step back for other work; rembg is made to step back as far.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "photos"), str(ROOT / "benchmarks")]

from cleaning import runs  # noqa: E402
from cleaning.cost import Cost  # noqa: E402
from cleaning.runs import Place  # noqa: E402

SHAPES = ("bottle", "jar", "box", "bag", "fruit", "basket")
BACKDROPS = ("colour", "grey", "table", "white")
SIZE, NOISE, QUALITY = (4000, 3000), 2.0, 92
# Memory over many photos: smaller ones, several shapes in turn.
SMALL, SMALL_PHOTOS = (2000, 1500), 6
# Asked of this program (rembg p's share, the model's run, and so on).
AT_LEAST, MEMORY_AT_MOST, MODEL_AT_MOST, GROWTH_AT_MOST, FIRST_AT_MOST_S = 8.0, 0.70, 5.0, 1.05, 2.0


def make_photos(folder: Path, count: int, size: tuple[int, int] = SIZE) -> list[Path]:
    """Draw the photos; the same ones every time."""
    from scenes import draw, encode

    folder.mkdir(parents=True)
    for number in range(count):
        scene = draw(
            number,
            shape=SHAPES[number % len(SHAPES)],
            backdrop=BACKDROPS[number % len(BACKDROPS)],
            size=size,
            noise=NOISE,
        )
        (folder / f"photo-{number:03}.jpg").write_bytes(encode(scene.image, quality=QUALITY))
    return sorted(folder.iterdir())


def tell(costs: list[Cost], photos: int) -> None:
    """Print the table."""
    print(f"\n{photos} photos of {SIZE[0] * SIZE[1] / 1e6:.0f} megapixels, {os.cpu_count()} cores, ", end="")
    print(f"load {os.getloadavg()[0]:.1f} at the end of these runs\n")
    print(f"{'':42}{'wall s':>8}{'s/photo':>9}{'cpu s':>8}{'MB/process':>12}{'MB together':>13}")
    for cost in costs:
        numbers = [cost.wall, cost.wall / photos, cost.processor, cost.largest, cost.together]
        widths, digits = (8, 9, 8, 12, 13), (1, 2, 1, 0, 0)
        cells = ["-" if n is None else f"{n:.{d}f}" for n, d in zip(numbers, digits, strict=True)]
        print(f"{cost.name:42}{''.join(f'{c:>{w}}' for c, w in zip(cells, widths, strict=True))}")
    print()


def line(words: str, value: float, limit: float, *, least: bool = False, unit: str = "x") -> None:
    """Print one measured number beside what is asked."""
    right = value >= limit if least else value <= limit
    asked = f"{'at least' if least else 'at most'} {limit:g}{unit}"
    print(f"{'ok  ' if right else 'MISS'} {words}: {value:.2f}{unit} ({asked})")


def compare(mine: Cost, them: list[Cost]) -> None:
    """Print the ratios to rembg."""
    command, *libraries = them
    line("wall clock, as fast as rembg p", command.wall / mine.wall, AT_LEAST, least=True)
    if mine.processor and command.processor:
        print(f"     by processor time: {command.processor / mine.processor:.2f}x")
    for cost in libraries:
        by_processor = (cost.processor or 0) / (mine.processor or 1)
        words = f"     like for like, {cost.name}: {cost.wall / mine.wall:.2f}x"
        print(f"{words}, by processor {by_processor:.2f}x")
    if mine.largest and command.largest and mine.together and command.together:
        line("peak of one process beside rembg p's", mine.largest / command.largest, MEMORY_AT_MOST)
        print(f"     all processes together: {mine.together / command.together:.2f}x")


def alone(place: Place, engine: str, flat: int) -> None:
    """Print what needs no other program."""
    line("first photo of a fresh process, second time", runs.first_photo(place, engine), FIRST_AT_MOST_S,
         unit=" s")  # fmt: skip
    if engine == "plain" or not Path("/proc").is_dir():
        return
    line("a photo beside the model's own run", runs.beside_the_model(place, engine), MODEL_AT_MOST)
    if flat:
        small = make_photos(place.work / "small", SMALL_PHOTOS, SMALL)
        before, after = runs.growth(place, engine, small, flat)
        words = f"memory over {flat} photos of {SMALL[0]}x{SMALL[1]}, {before:.0f} to {after:.0f} MB"
        line(words, after / before, GROWTH_AT_MOST)


def main() -> None:
    """Read the options, run everything in a folder of its own and clear it away."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=32)
    parser.add_argument("--model", type=Path, help="a model file of the U-2-Net family, used by both")
    parser.add_argument("--rembg", help="the rembg program of another installation")
    parser.add_argument("--workers", type=int)
    parser.add_argument(
        "--flat", type=int, default=200, help="photos in the run that watches memory; 0: none"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="photos-benchmark-") as folder:
        work = Path(folder)
        place = Place(work, make_photos(work / "photos", options.photos), options.workers)
        costs, engine, them = [runs.ours(place, "plain")], "plain", []
        if options.model:
            engine, model = runs.shelved(place, options.model)
            costs.append(runs.ours(place, engine))
            if rembg := runs.working_rembg(options.rembg):
                them = [runs.theirs(place, rembg, model)]
                them += [runs.library(place, rembg, model, way) for way in ("full", "shrunk")]
            else:
                print("rembg's command line is not installed here, so there is nothing to compare with:")
                print("install the extra [bench], or name another installation's program with --rembg.")
        else:
            print("No --model FILE was given, so only the plain engine is timed and rembg is left out.")
        tell([*costs, *them], options.photos)
        if them:
            compare(costs[-1], them)
        alone(place, engine, options.flat)


if __name__ == "__main__":
    main()
