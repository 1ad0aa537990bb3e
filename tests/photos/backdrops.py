"""Draw what stands behind a product, from an easy sheet of paper to a shelf full of other goods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw
from products import draw_product

Backdrop = Literal["white", "grey", "colour", "table", "texture", "clutter"]
Size = tuple[int, int]

_CLOTHS = [(70, 130, 170), (200, 120, 110), (90, 150, 100), (210, 190, 120), (140, 120, 170)]


def _sheet(rng: np.random.Generator, size: Size, colour: tuple[int, int, int], fall: float) -> Image.Image:
    """Light a plain sheet unevenly: ``fall`` is the share lost from one side to the other."""
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[-1:1:64j, -1:1:64j]
    light = 1 - fall / 2 + fall / 2 * (x * np.cos(angle) + y * np.sin(angle)) / 1.42
    small = np.clip(np.asarray(colour) * light[..., None], 0, 255).astype(np.uint8)
    return Image.fromarray(small).resize(size, Image.Resampling.BICUBIC)


def _white(rng: np.random.Generator, size: Size) -> Image.Image:
    return _sheet(rng, size, (242, 240, 236), 0.08)


def _grey(rng: np.random.Generator, size: Size) -> Image.Image:
    return _sheet(rng, size, (172, 172, 172), 0.1)


def _colour(rng: np.random.Generator, size: Size) -> Image.Image:
    return _sheet(rng, size, _CLOTHS[int(rng.integers(len(_CLOTHS)))], 0.15)


def _table(rng: np.random.Generator, size: Size) -> Image.Image:
    """Stand a pale wall behind a darker table; the line between them is level."""
    picture = _sheet(rng, size, (216, 208, 192), 0.12)
    line = int(size[1] * rng.uniform(0.58, 0.68))
    wood = _sheet(rng, (size[0], size[1] - line), (148, 110, 78), 0.12)
    picture.paste(wood, (0, line))
    return picture


def _texture(rng: np.random.Generator, size: Size) -> Image.Image:
    """Lay a chequered cloth with a coarse grain."""
    first, second = rng.permutation(len(_CLOTHS))[:2]
    picture = _sheet(rng, size, _CLOTHS[int(first)], 0.1)
    pen = ImageDraw.Draw(picture, "RGBA")
    step = max(8, size[0] // 24)
    for x in range(0, size[0], step * 2):
        pen.rectangle((x, 0, x + step, size[1]), fill=(*_CLOTHS[int(second)], 80))
    for y in range(0, size[1], step * 2):
        pen.rectangle((0, y, size[0], y + step), fill=(*_CLOTHS[int(second)], 80))
    grain = rng.normal(0, 9, (size[1] // 3 + 1, size[0] // 3 + 1, 1))
    coarse = Image.fromarray(np.clip(128 + grain[..., 0], 0, 255).astype(np.uint8)).resize(size)
    pixels = np.asarray(picture, np.float32) + np.asarray(coarse, np.float32)[..., None] - 128
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _clutter(rng: np.random.Generator, size: Size) -> Image.Image:
    """Crowd a shelf with other goods, edge to edge."""
    picture = _sheet(rng, size, (120, 100, 80), 0.3)
    shapes = ("bottle", "jar", "box", "bag", "fruit", "basket")
    for _ in range(34):
        height = int(size[1] * rng.uniform(0.25, 0.6))
        product, alpha = draw_product(rng, shapes[int(rng.integers(len(shapes)))], height)
        place = (int(rng.uniform(-0.15, 0.95) * size[0]), int(rng.uniform(-0.15, 0.85) * size[1]))
        picture.paste(product, place, alpha)
    return picture


BACKDROPS: dict[Backdrop, Callable[[np.random.Generator, Size], Image.Image]] = {
    "white": _white,
    "grey": _grey,
    "colour": _colour,
    "table": _table,
    "texture": _texture,
    "clutter": _clutter,
}
