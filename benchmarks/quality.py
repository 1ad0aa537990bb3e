"""Measure the cut-outs against known masks, level by level.

    python benchmarks/quality.py [FOLDER] [--engine NAME] [--model FILE] [--sheet FILE.png]
    python benchmarks/quality.py FOLDER --out-of X [--results LINES] [--sheet FILE.png]
    python benchmarks/quality.py [FOLDER] --edge

FOLDER holds ``LEVEL_NAME.jpg`` beside ``LEVEL_NAME.mask.png`` (8-bit alpha of the same size). Prints per
level: mean IoU, boundary F at 3 pixels, mean absolute error of alpha, the verdicts, how many "good" ones
were wrong (IoU under 0.9), and processor time; a model is measured after the engine. Without a FOLDER, drawn
scenes with known outlines are used.

``--out-of`` scores what ``merchant-helper clean FOLDER --out X --mask`` wrote instead of cutting out; LINES
is what it printed with ``--json``, for the verdicts. ``--sheet`` draws before, mask and product on white for
a person to look at. ``--edge`` measures the colour of the soft edge on white, the true alpha being known.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage as ndi

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "photos"), str(ROOT / "benchmarks")]

from sheet import Entry, contact_sheet  # noqa: E402

from merchant_helper.photos.cutout import cut_out  # noqa: E402
from merchant_helper.photos.cutout.edge import decontaminate  # noqa: E402
from merchant_helper.photos.cutout.shelf import ModelShelf  # noqa: E402
from merchant_helper.photos.intake import Upright  # noqa: E402
from merchant_helper.photos.rendition import render  # noqa: E402
from merchant_helper.photos.spec import RenditionSpec  # noqa: E402

RIGHT = 0.9
SCENE_SIZE = (1200, 900)
SHEET_SIZE = 400

Photo = tuple[str, Image.Image, NDArray[np.uint8]]


@dataclass(frozen=True)
class Outcome:
    """Hold what came of one photo."""

    mask: NDArray[np.uint8]
    verdict: str
    seconds: float = 0.0


@dataclass
class Level:
    """Gather the measures of one level."""

    overlap: list[float] = field(default_factory=list)
    boundary: list[float] = field(default_factory=list)
    error: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    wrong_good: int = 0


def pairs(folder: Path | None) -> Iterator[Photo]:
    """Give LEVEL_NAME, photo and true alpha, one after another."""
    if folder is None:
        from scenes import BACKDROPS, draw

        for backdrop in BACKDROPS:
            for number, shape in enumerate(("bottle", "jar", "box", "bag", "fruit", "basket")):
                scene = draw(number, shape=shape, backdrop=backdrop, size=SCENE_SIZE)
                yield f"{backdrop}_{shape}", scene.image, np.asarray(scene.alpha)
        return
    for photo in sorted(folder.glob("*.jpg")):
        with Image.open(photo) as image, Image.open(photo.with_suffix(".mask.png")) as mask:
            yield photo.stem, image.convert("RGB"), np.asarray(mask.convert("L"))


def overlap(found: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    """Give the intersection over the union."""
    return float((found & true).sum() / max(1, (found | true).sum()))


def boundary(found: NDArray[np.bool_], true: NDArray[np.bool_], reach: int = 3) -> float:
    """Give the F measure of the outlines, a pixel counting as met within ``reach``."""
    lines = [mask & ~ndi.binary_erosion(mask) for mask in (found, true)]
    near = [ndi.distance_transform_edt(~line) <= reach for line in lines]
    precision = (lines[0] & near[1]).sum() / max(1, lines[0].sum())
    recall = (lines[1] & near[0]).sum() / max(1, lines[1].sum())
    return float(2 * precision * recall / max(1e-9, precision + recall))


def cutter(engine: str, models: Path | None) -> Callable[[str, Image.Image], Outcome]:
    """Give a function that cuts a photo out now."""

    def cut(_name: str, image: Image.Image) -> Outcome:
        started = time.process_time()
        cutout = cut_out(image, engine=engine, models=models)
        return Outcome(cutout.mask, cutout.verdict, time.process_time() - started)

    return cut


def reader(out: Path, results: Path | None) -> Callable[[str, Image.Image], Outcome]:
    """Give a function that reads what the command ``clean`` made of a photo, an empty mask if nothing."""
    lines = [json.loads(line) for line in results.read_text("utf-8").splitlines()] if results else []
    verdicts = {Path(line["source"]).stem: line["verdict"] for line in lines if line["kind"] == "item"}

    def read(name: str, image: Image.Image) -> Outcome:
        file = out / f"{name}.mask.png"
        if not file.is_file():
            return Outcome(np.zeros((image.height, image.width), np.uint8), verdicts.get(name) or "missing")
        with Image.open(file) as mask:
            return Outcome(np.asarray(mask.convert("L")), verdicts.get(name) or "unknown")

    return read


def measure(
    folder: Path | None, outcome: Callable[[str, Image.Image], Outcome], entries: list[Entry] | None
) -> dict[str, Level]:
    """Compare every photo's outcome with the truth, and note what a contact sheet shows of it."""
    levels: dict[str, Level] = defaultdict(Level)
    for name, image, alpha in pairs(folder):
        came = outcome(name, image)
        level = levels[name.partition("_")[0]]
        found, true = came.mask > 127, alpha > 127
        level.seconds.append(came.seconds)
        level.overlap.append(overlap(found, true))
        level.boundary.append(boundary(found, true))
        level.error.append(float(np.abs(came.mask.astype(float) - alpha).mean() / 255))
        level.verdicts[came.verdict] += 1
        level.wrong_good += came.verdict == "good" and level.overlap[-1] < RIGHT
        if entries is not None:
            caption = f"{name}: {came.verdict}, IoU {level.overlap[-1]:.3f}"
            entries.append(
                Entry(image, Image.fromarray(came.mask), _on_white(image, came.mask), caption, came.verdict)
            )
    return levels


def _on_white(image: Image.Image, mask: NDArray[np.uint8]) -> Image.Image | None:
    spec = RenditionSpec(size=SHEET_SIZE, min_size=1)
    picture = render(Upright(image, image.size, "JPEG"), spec, mask=mask)
    if picture.held:
        return None
    return Image.open(io.BytesIO(picture.data))


def tell(title: str, levels: dict[str, Level]) -> None:
    """Print one line per level."""
    print(f"{title}\n{'level':9}{'n':>4}{'IoU':>8}{'edge F':>8}{'MAE':>8}{'ms cpu':>8}  verdicts")
    for name, level in levels.items():
        means = [np.mean(level.overlap), np.mean(level.boundary), np.mean(level.error)]
        row = "".join(f"{mean:8.3f}" for mean in means)
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(level.verdicts.items()))
        print(
            f"{name:9}{len(level.overlap):4}{row}{1000 * np.mean(level.seconds):8.0f}"
            f"  {verdicts}; good but wrong: {level.wrong_good}"
        )


def edge_errors(folder: Path | None) -> dict[str, list[float]]:
    """Mix products over other pictures with a known soft alpha, and compare the soft band on white.

    Each photo's product, a little inside its outline, is put over the next photo's backdrop.
    """
    errors: dict[str, list[float]] = defaultdict(list)
    photos = [photo for photo in pairs(folder) if not photo[0].startswith(("L4", "clutter"))]
    for number, (_, image, true) in enumerate(photos):
        product = np.asarray(image, np.float32)
        behind = np.asarray(photos[(number + 17) % len(photos)][1].resize(image.size), np.float32)
        inner = ndi.binary_erosion(true > 250, iterations=6).astype(np.float32)
        alpha = np.where(true > 250, ndi.gaussian_filter(inner, 1.5), 0).astype(np.float32)
        band = (alpha > 0.02) & (alpha < 0.98)
        share = alpha[..., None]
        mixed = (share * product + (1 - share) * behind).astype(np.uint8)
        ways = {
            "colour times alpha": mixed * share,
            "mixture as it is": mixed.astype(np.float32),
            "decontaminated": decontaminate(mixed, alpha).astype(np.float32),
        }
        for way, colour in ways.items():
            off = (share * (colour - product))[band]
            errors[way].append(float(np.abs(off).mean()))
    return errors


def main() -> None:
    """Read the options, measure, print one line per level."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--engine", default="plain")
    parser.add_argument("--model", type=Path, help="a model file to measure as well")
    parser.add_argument("--out-of", type=Path, help="a folder that the command clean has filled")
    parser.add_argument("--results", type=Path, help="the lines that clean printed with --json")
    parser.add_argument("--sheet", type=Path, help="write a contact sheet (PNG) of the last one measured")
    parser.add_argument("--edge", action="store_true", help="measure the colour of the soft edge instead")
    options = parser.parse_args()
    if options.edge:
        print("soft edge on white, mean absolute error in grey levels")
        for way, errors in edge_errors(options.folder).items():
            print(f"{way:20}{np.mean(errors):6.1f}  (worst photo {np.max(errors):.1f}, n {len(errors)})")
        return
    entries: list[Entry] | None = [] if options.sheet else None
    if options.out_of:
        read = reader(options.out_of, options.results)
        tell(f"out of {options.out_of}", measure(options.folder, read, entries))
    else:
        cut = cutter(options.engine, None)
        tell(f"engine {options.engine}", measure(options.folder, cut, entries))
    if options.model:
        entries = [] if options.sheet else None
        with tempfile.TemporaryDirectory(prefix="quality-benchmark-") as folder:
            name = ModelShelf(Path(folder)).add(options.model).name
            tell(f"engine {name}", measure(options.folder, cutter(name, Path(folder)), entries))
    if entries is not None:
        contact_sheet(entries, options.sheet)


if __name__ == "__main__":
    main()
