"""Draw products: a body that is round in the light, a cap, a label with words on it."""

from __future__ import annotations

from typing import Literal

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

Shape = Literal["bottle", "jar", "box", "bag", "fruit", "basket"]

_COLOURS = [(150, 62, 20), (30, 110, 60), (200, 150, 40), (120, 40, 90), (40, 70, 140), (190, 60, 50)]
_WORDS = ["NUOC MAM 40", "MAT ONG", "CHE TUOI", "BANH TRANG", "MUOI TOM", "CA PHE"]
_WIDTH = {"bottle": 0.38, "jar": 0.75, "box": 0.7, "bag": 0.72, "fruit": 1.0, "basket": 1.25}
_FINER = 2  # drawn this much larger, so that the edge is the true share of the pixel


def draw_product(rng: np.random.Generator, shape: Shape, height: int) -> tuple[Image.Image, Image.Image]:
    """Give the product (RGB, colour reaching past its edge) and its alpha, both as large as the product."""
    width = max(8, round(height * _WIDTH[shape]))
    big = (width * _FINER, height * _FINER)
    mask = _outline(shape, big)
    colour = _COLOURS[int(rng.integers(len(_COLOURS)))]
    body = Image.new("RGB", big, colour)
    pen = ImageDraw.Draw(body)
    if shape in ("bottle", "jar"):
        cap = _COLOURS[int(rng.integers(len(_COLOURS)))]
        pen.rectangle((0, 0, big[0], big[1] * (0.09 if shape == "bottle" else 0.14)), fill=cap)
    if shape == "basket":
        _weave(pen, big, colour)
    elif shape != "fruit":
        _label(rng, pen, shape, big)
    product = _round(body).resize((width, height), Image.Resampling.BOX)
    return product, mask.resize((width, height), Image.Resampling.BOX)


def _outline(shape: Shape, size: tuple[int, int]) -> Image.Image:
    """Draw the silhouette, filling its box."""
    w, h = size
    mask = Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    if shape == "bottle":
        pen.rectangle((w * 0.33, 0, w * 0.67, h * 0.35), fill=255)
        pen.rounded_rectangle((0, h * 0.28, w - 1, h - 1), radius=w * 0.3, fill=255)
    elif shape == "jar":
        pen.rectangle((w * 0.06, 0, w * 0.94, h * 0.2), fill=255)
        pen.rounded_rectangle((0, h * 0.12, w - 1, h - 1), radius=w * 0.12, fill=255)
    elif shape == "box":
        pen.polygon([(0, h * 0.06), (w * 0.8, 0), (w - 1, h * 0.05), (w - 1, h - 1), (0, h - 1)], fill=255)
    elif shape == "bag":
        steps = [(w * (0.04 * (i % 2)), h * i / 24) for i in range(25)]
        pen.polygon(steps + [(w - 1 - x, y) for x, y in reversed(steps)], fill=255)
    elif shape == "fruit":
        pen.ellipse((0, h * 0.08, w - 1, h - 1), fill=255)
        pen.rectangle((w * 0.48, 0, w * 0.53, h * 0.12), fill=255)
    else:
        pen.polygon([(0, h * 0.35), (w - 1, h * 0.35), (w * 0.85, h - 1), (w * 0.15, h - 1)], fill=255)
        pen.arc((w * 0.15, 0, w * 0.85, h * 0.8), 180, 360, fill=255, width=max(4, w // 22))
    return mask


def _label(rng: np.random.Generator, pen: ImageDraw.ImageDraw, shape: Shape, size: tuple[int, int]) -> None:
    """Print a pale label with a name, a rule and small words."""
    w, h = size
    top, bottom = h * (0.5 if shape == "bottle" else 0.32), h * 0.88
    pen.rectangle((w * 0.06, top, w * 0.94, bottom), fill=(244, 238, 220))
    word = _WORDS[int(rng.integers(len(_WORDS)))]
    ink = _COLOURS[int(rng.integers(len(_COLOURS)))]
    large = max(8.0, w * 1.25 / len(word))
    pen.text((w * 0.1, top + h * 0.02), word, fill=ink, font=ImageFont.load_default(large))
    pen.rectangle((w * 0.1, top + h * 0.03 + large * 1.2, w * 0.9, top + h * 0.04 + large * 1.2), fill=ink)
    small = max(6.0, large * 0.45)
    line = top + h * 0.06 + large * 1.3
    while line + small < bottom - h * 0.02:
        pen.text(
            (w * 0.1, line),
            "thanh phan ca com 80% muoi bien",
            fill=(60, 50, 40),
            font=ImageFont.load_default(small),
        )
        line += small * 1.5


def _weave(pen: ImageDraw.ImageDraw, size: tuple[int, int], colour: tuple[int, int, int]) -> None:
    """Weave strips, lighter over darker."""
    w, h = size
    cell = max(4, w // 24)
    light = tuple(min(255, int(value * 1.35) + 20) for value in colour)
    for row, y in enumerate(range(int(h * 0.35), h, cell)):
        for x in range((row % 2) * cell, w, cell * 2):
            pen.rectangle((x, y, x + cell - 2, y + cell - 2), fill=light)


def _round(body: Image.Image) -> Image.Image:
    """Light the body from the upper left as a cylinder."""
    across = np.linspace(-1, 1, body.width, dtype=np.float32)
    light = 0.78 + 0.3 * np.sqrt(np.clip(1 - (across + 0.25) ** 2 / 1.6, 0, 1))
    row = Image.fromarray((np.clip(light, 0, 1) * 255).astype(np.uint8)[None, :])
    return ImageChops.multiply(body, Image.merge("RGB", [row.resize(body.size)] * 3))
