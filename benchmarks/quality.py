"""Measure the cut-outs against known masks, level by level.

    python benchmarks/quality.py FOLDER [--engine NAME] [--model FILE]

FOLDER holds ``LEVEL_NAME.jpg`` beside ``LEVEL_NAME.mask.png`` (8-bit alpha of the same size). Prints per
level: mean IoU, boundary F at 3 pixels, mean absolute error of alpha, the verdicts, how many "good" ones were
wrong (IoU under 0.85), and processor time. Without a FOLDER, drawn scenes with known outlines are used.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage as ndi

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "photos")]

from merchant_helper.photos.cutout import cut_out  # noqa: E402
from merchant_helper.photos.cutout.shelf import ModelShelf  # noqa: E402

WRONG = 0.85
SCENE_SIZE = (1200, 900)


@dataclass
class Level:
    """Gather the measures of one level."""

    overlap: list[float] = field(default_factory=list)
    boundary: list[float] = field(default_factory=list)
    error: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)
    wrong_good: int = 0


def pairs(folder: Path | None) -> Iterator[tuple[str, Image.Image, NDArray[np.uint8]]]:
    """Give level, photo and true alpha, one after another."""
    if folder is None:
        from scenes import BACKDROPS, draw

        for backdrop in BACKDROPS:
            for number, shape in enumerate(("bottle", "jar", "box", "bag", "fruit", "basket")):
                scene = draw(number, shape=shape, backdrop=backdrop, size=SCENE_SIZE)
                yield backdrop, scene.image, np.asarray(scene.alpha)
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


def measure(folder: Path | None, engine: str, models: Path | None) -> dict[str, Level]:
    """Cut every photo out and compare."""
    levels: dict[str, Level] = defaultdict(Level)
    for name, image, alpha in pairs(folder):
        started = time.process_time()
        cutout = cut_out(image, engine=engine, models=models)
        level = levels[name]
        level.seconds.append(time.process_time() - started)
        found, true = cutout.mask > 127, alpha > 127
        level.overlap.append(overlap(found, true))
        level.boundary.append(boundary(found, true))
        level.error.append(float(np.abs(cutout.mask.astype(float) - alpha).mean() / 255))
        level.verdicts[cutout.verdict] += 1
        level.wrong_good += cutout.verdict == "good" and level.overlap[-1] < WRONG
    return levels


def main() -> None:
    """Read the options, measure, print one line per level."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--engine", default="plain")
    parser.add_argument("--model", type=Path, help="a model file to measure instead of an engine's name")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quality-benchmark-") as folder:
        models = Path(folder) if options.model else None
        engine = ModelShelf(models).add(options.model).name if models else options.engine
        print(f"engine {engine}\n{'level':9}{'n':>4}{'IoU':>8}{'edge F':>8}{'MAE':>8}{'ms cpu':>8}  verdicts")
        for name, level in measure(options.folder, engine, models).items():
            means = [np.mean(level.overlap), np.mean(level.boundary), np.mean(level.error)]
            row = "".join(f"{mean:8.3f}" for mean in means)
            verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(level.verdicts.items()))
            print(
                f"{name:9}{len(level.overlap):4}{row}{1000 * np.mean(level.seconds):8.0f}"
                f"  {verdicts}; good but wrong: {level.wrong_good}"
            )


if __name__ == "__main__":
    main()
