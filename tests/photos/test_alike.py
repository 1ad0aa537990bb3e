"""A photo that was packed again is known again; another photo is not taken for it."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
import scenes
from PIL import Image

from merchant_helper.photos.alike import ALIKE, Lookalikes, distance, fingerprint
from merchant_helper.photos.receive import LOOK_AT

SHAPES: tuple[scenes.Shape, ...] = ("bottle", "jar", "box", "bag", "fruit", "basket")


def packed(image: Image.Image, side: int, quality: int) -> Image.Image:
    small = image.copy()
    small.thumbnail((side, side))
    with Image.open(io.BytesIO(scenes.encode(small, quality=quality))) as opened:
        return opened.convert("RGB")


def mark(image: Image.Image) -> str:
    made = fingerprint(image)
    assert made is not None and len(made) == 16
    return made


COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "half": lambda image: packed(image, image.width // 2, 85),
    "sent through a chat": lambda image: packed(image, 640, 70),
    "a thumbnail": lambda image: packed(image, 320, 75),
    "packed again": lambda image: packed(image, image.width, 40),
    "a little brighter": lambda image: image.point(lambda value: min(255, round(value * 1.1))),
}


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("backdrop", ["white", "colour", "table", "texture", "clutter"])
def test_a_copy_is_known_again(copy: str, backdrop: scenes.Backdrop) -> None:
    for seed, shape in enumerate(SHAPES):
        photo = scenes.draw(seed, shape=shape, backdrop=backdrop, size=(1600, 1200)).image
        assert distance(mark(photo), mark(COPIES[copy](photo))) <= ALIKE


@pytest.mark.parametrize("backdrop", ["white", "colour", "table", "texture"])
def test_other_products_on_the_same_cloth_are_other_photos(backdrop: scenes.Backdrop) -> None:
    marks = [
        mark(scenes.draw(seed, shape=shape, backdrop=backdrop, at=(0.4 + 0.04 * seed, 0.5)).image)
        for seed, shape in enumerate(SHAPES)
    ]
    assert [pair for pair in combinations(marks, 2) if distance(*pair) <= ALIKE] == []


def test_a_blank_picture_is_like_no_other() -> None:
    assert fingerprint(Image.new("RGB", (LOOK_AT, 900), (200, 190, 180))) is None
    assert fingerprint(Image.new("RGB", (1, 1))) is None
    seen = Lookalikes([(None, "trắng.jpg")])
    assert seen.look(None, "cũng trắng.jpg") == []


def test_the_nearest_one_is_named() -> None:
    seen = Lookalikes([("ffff000000000000", "a"), ("fff0000000000000", "b"), ("0000000000000001", "c")])
    assert seen.like("fff0000000000001") == "b"
    assert seen.like("00000000ffff0000") is None
    issues = seen.look("0000000000000003", "d")
    assert [(i.code, i.severity, i.params) for i in issues] == [("photo.alike", "hint", {"name": "c"})]
    assert seen.like("0000000000000003") == "d"


def test_composites_of_different_products_are_not_alike(shared: Path) -> None:
    files = [f for f in sorted((shared / "data/photos/masked").glob("*.jpg")) if not f.name.startswith("L4")]
    marks = [(file, mark(Image.open(file))) for file in files]
    near = [
        (a.name, b.name)
        for (a, first), (b, second) in combinations(marks, 2)
        if distance(first, second) <= ALIKE
    ]
    assert near == []
    for file, own in marks:
        with Image.open(file) as photo:
            assert distance(own, mark(packed(photo.convert("RGB"), 512, 75))) <= ALIKE
