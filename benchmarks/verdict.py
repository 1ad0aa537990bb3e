"""Measure whether the verdict tells right cut-outs from wrong ones, on products it was not set on.

    python benchmarks/verdict.py MASKED REFUSE [--model FILE]

MASKED holds ``LEVEL_NAME.jpg`` beside ``LEVEL_NAME.mask.png``, REFUSE photos in which there is no single
product to cut out. The limits in ``Thresholds`` were set on the products of ``FITTED`` and every second photo
of REFUSE; the others were only reported on. Prints, for the plain engine and for the model, per half: right
ones (IoU at least 0.9) accepted as good, wrong ones accepted, and how many a person is asked about; then
which trust the right and the wrong ones reach, from which a limit can be set again. Ends with status 1 when
a photo of REFUSE came out good.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from quality import overlap, pairs  # noqa: E402

from merchant_helper.photos.cutout import Engine, load  # noqa: E402
from merchant_helper.photos.cutout.frame import find  # noqa: E402
from merchant_helper.photos.cutout.shelf import ModelShelf  # noqa: E402
from merchant_helper.photos.cutout.verdict import LIMITS, judge, trusted  # noqa: E402

#: The half that limits were set on; the other half never was.
FITTED = (
    "Alpro-Blueberry-Soyghurt",
    "Aubergine",
    "Galia-Melon",
    "Golden-Delicious",
    "Nectarine",
    "Red-Delicious",
    "Tropicana-Juice-Smooth",
)
HELD_OUT = (
    "Arla-Natural-Mild-Low-Fat-Yoghurt",
    "Conference",
    "God-Morgon-Apple-Juice",
    "Leek",
    "Passion-Fruit",
    "Satsumas",
    "Yoggi-Strawberry-Yoghurt",
)
RIGHT = 0.9


@dataclass(frozen=True)
class Case:
    """Hold one photo's outcome; ``score`` is its IoU, None where there is nothing to cut out."""

    level: str
    fitted: bool
    score: float | None
    verdict: str
    trust: float
    busy: bool

    @property
    def right(self) -> bool:
        """Tell whether the cut-out may be used as it is."""
        return self.score is not None and self.score >= RIGHT


def cases(masked: Path, refuse: Path, engine: Engine) -> Iterator[Case]:
    """Cut out and judge every photo."""
    for name, image, alpha in pairs(masked):
        level, _, product = name.partition("_")
        yield _case(level, product in FITTED, image, engine, alpha > 127)
    for number, photo in enumerate(sorted(refuse.glob("*.jpg"))):
        with Image.open(photo) as image:
            yield _case("refuse", number % 2 == 0, image.convert("RGB"), engine, None)


def _case(level: str, fitted: bool, image: Image.Image, engine: Engine, true: np.ndarray | None) -> Case:
    found = find(image, engine)
    trust, noise = trusted(found.small, found.mask, engine)
    verdict = judge(found.small, found.mask, engine).verdict
    score = None if true is None else overlap(found.full > 127, true)
    return Case(level, fitted, score, verdict, trust, noise > LIMITS.busy)


def tell(engine: str, seen: list[Case]) -> None:
    """Print the table of one engine and the trust that decides."""
    print(f"\nengine {engine}\n{'half':12}{'photos':14}{'n':>4}{'right':>7}{'right, good':>13}"
          f"{'wrong, good':>13}{'asked':>7}")  # fmt: skip
    for half, fitted in (("set on", True), ("held out", False)):
        for levels in (("L0", "L1", "L2"), ("L3",), ("L4",), ("refuse",)):
            some = [case for case in seen if case.fitted == fitted and case.level in levels]
            right = [case for case in some if case.right]
            good = [case for case in some if case.verdict == "good"]
            accepted = sum(case.right for case in good)
            share = f"{accepted} ({accepted / len(right):.0%})" if right else "-"
            print(f"{half:12}{'-'.join(levels):14}{len(some):4}{len(right):7}{share:>13}"
                  f"{len(good) - accepted:13}{len(some) - len(good):7}")  # fmt: skip
    for busy in (False, True):
        for fitted in (True, False):
            some = [case for case in seen if case.busy == busy and case.fitted == fitted]
            right = sorted(case.trust for case in some if case.right)
            wrong = sorted((case.trust for case in some if not case.right), reverse=True)
            print(f"  {'busy' if busy else 'calm'} border, {'set on' if fitted else 'held out'}: right from "
                  f"{', '.join(f'{trust:.2f}' for trust in right[:4]) or '-'} (of {len(right)}); wrong up to "
                  f"{', '.join(f'{trust:.2f}' for trust in wrong[:4]) or '-'} (of {len(wrong)})")  # fmt: skip


def main() -> int:
    """Read the options, measure both engines, tell; 1 when a photo to be refused came out good."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("masked", type=Path)
    parser.add_argument("refuse", type=Path)
    parser.add_argument("--model", type=Path, help="a model file of the U-2-Net family")
    options = parser.parse_args()
    print(f"limits: plain with itself {LIMITS.consistent}, model with plain {LIMITS.agreeing}, "
          f"{LIMITS.agreeing_when_busy} where the border is busy (over {LIMITS.busy})")  # fmt: skip
    passed = 0
    with tempfile.TemporaryDirectory(prefix="verdict-benchmark-") as folder:
        engines = [load("plain")]
        if options.model:
            engines.append(load(ModelShelf(Path(folder)).add(options.model).name, Path(folder)))
        for engine in engines:
            seen = list(cases(options.masked, options.refuse, engine))
            tell(engine.model or engine.name, seen)
            passed += sum(case.verdict == "good" for case in seen if case.level == "refuse")
    if passed:
        print(f"\n{passed} photos without a single product came out good")
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main())
