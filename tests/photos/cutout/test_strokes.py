"""A brush corrects the cut-out where it went and close by, the same way every time, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
import scenes
from numpy.typing import NDArray
from PIL import Image

from merchant_helper.photos.cutout.strokes import reach, recut
from merchant_helper.photos.edit_values import Area
from merchant_helper.photos.hidden import drawn

SIZE = (800, 600)
Bytes = NDArray[np.uint8]


def overlap(one: Bytes, other: Bytes) -> float:
    one, other = one > 127, other > 127
    return float((one & other).sum() / (one | other).sum())


class Hurt:
    """Hold a scene whose mask lacks a bite of the product and has a block of backdrop too many."""

    def __init__(self, seed: int, backdrop: scenes.Backdrop) -> None:
        scene = scenes.draw(seed, size=SIZE, backdrop=backdrop)
        self.image, self.truth = scene.image, np.asarray(scene.alpha)
        left, top, right, bottom = scene.box
        self.mask = self.truth.copy()
        middle = (top + bottom) // 2
        self.mask[middle - 60 : middle + 30, left : (left + right) // 2] = 0
        self.mask[top + 50 : top + 110, right : right + 45] = 255
        self.strokes = [
            self.stroke((left + (right - left) / 4, middle - 45), (left + (right - left) / 4, middle + 20)),
            self.stroke((right + 15, top + 60), (right + 25, top + 100), keep=False),
        ]

    @staticmethod
    def stroke(*points: tuple[float, float], keep: bool = True, radius: float = 0.022) -> Area:
        return Area(tuple((x / SIZE[0], y / SIZE[1]) for x, y in points), radius, keep=keep)


@pytest.fixture(params=["colour", "white", "table"])
def hurt(request: pytest.FixtureRequest) -> Hurt:
    return Hurt(2, request.param)


def inside(stroke: Area) -> NDArray[np.bool_]:
    return np.asarray(drawn(SIZE, stroke)) > 0


def test_few_strokes_bring_the_true_outline_back(hurt: Hurt) -> None:
    mended = recut(hurt.image, hurt.mask, hurt.strokes)
    assert overlap(hurt.mask, hurt.truth) < 0.9
    assert overlap(mended, hurt.truth) > 0.98


def test_inside_the_strokes_she_is_right(hurt: Hurt) -> None:
    mended = recut(hurt.image, hurt.mask, hurt.strokes)
    keep, erase = (inside(one) for one in hurt.strokes)
    assert (mended[keep] == 255).all() and (mended[erase] == 0).all()


def test_no_byte_changes_beyond_the_strokes_reach(hurt: Hurt) -> None:
    mended = recut(hurt.image, hurt.mask, hurt.strokes)
    near = np.zeros(hurt.mask.shape, bool)
    for one in hurt.strokes:
        near |= inside(Area(one.points, one.radius + reach(one) + 2 / max(SIZE)))
    assert (mended != hurt.mask).any() and (mended[~near] == hurt.mask[~near]).all()


def test_the_same_strokes_give_the_same_bytes_and_what_goes_in_stays(hurt: Hurt) -> None:
    before = hurt.mask.copy()
    assert (recut(hurt.image, hurt.mask, hurt.strokes) == recut(hurt.image, hurt.mask, hurt.strokes)).all()
    assert (hurt.mask == before).all()


def test_a_later_stroke_wins_and_an_older_one_is_not_run_over() -> None:
    hurt = Hurt(2, "colour")
    keep, erase = Hurt.stroke((400, 300)), Hurt.stroke((400, 300), keep=False)
    assert (recut(hurt.image, hurt.mask, [keep, erase])[inside(erase)] == 0).all()
    assert (recut(hurt.image, hurt.mask, [erase, keep])[inside(keep)] == 255).all()
    kept = recut(hurt.image, hurt.mask, [keep])
    beside = Hurt.stroke((400 + 40, 300), keep=False)
    assert (recut(hurt.image, kept, [beside], before=[keep])[inside(keep) & ~inside(beside)] == 255).all()


def test_on_a_plain_wall_a_stroke_stays_a_stroke_with_a_rim() -> None:
    wall = Image.new("RGB", SIZE, (120, 120, 120))
    empty = np.zeros(SIZE[::-1], np.uint8)
    stroke = Hurt.stroke((400, 300))
    gained = recut(wall, empty, [stroke]) > 0
    widest = np.count_nonzero(inside(Area(stroke.points, stroke.radius + reach(stroke) + 2 / max(SIZE))))
    assert np.count_nonzero(inside(stroke)) <= np.count_nonzero(gained) <= widest


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (40, 30)])
def test_tiny_and_narrow_pictures_are_no_trouble(size: tuple[int, int]) -> None:
    image, mask = Image.new("RGB", size, "red"), np.zeros(size[::-1], np.uint8)
    strokes = [Area(((0.0, 0.0), (1.0, 1.0)), 0.1), Area(((0.5, 0.5),), 0.002, keep=False)]
    assert recut(image, mask, strokes).shape == mask.shape
