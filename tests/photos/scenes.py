"""Draw pictures of products whose exact outline is known.

Everything comes from a seed, so a test sees the same picture on every machine (noise included). A scene is
the photo and its alpha: 255 inside the product, 0 outside, the true share of the pixel on the edge.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from backdrops import BACKDROPS, Backdrop
from PIL import Image, ImageFilter
from products import Shape, draw_product

__all__ = ["BACKDROPS", "Backdrop", "Scene", "Shape", "draw", "encode"]

Format = Literal["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]


@dataclass(frozen=True)
class Scene:
    """Hold a photo (RGB), the product's alpha (L) and the box of alpha > .5 (left, top, right, bottom)."""

    image: Image.Image
    alpha: Image.Image
    box: tuple[int, int, int, int]


def draw(
    seed: int = 0,
    *,
    shape: Shape = "bottle",
    backdrop: Backdrop = "colour",
    size: tuple[int, int] = (1200, 900),
    fill: float = 0.72,
    at: tuple[float, float] = (0.5, 0.5),
    tilt: float = 0.0,
    shadow: bool = True,
    exposure: float = 1.0,
    cast: tuple[float, float, float] = (1.0, 1.0, 1.0),
    blur: float = 0.0,
    noise: float = 2.0,
) -> Scene:
    """Photograph one product.

    ``fill`` is the product's height as a share of the frame's; ``at`` its middle. ``tilt`` turns the whole
    scene clockwise, in degrees, as a camera held askew does. ``exposure`` and ``cast`` multiply the light,
    ``blur`` is a Gaussian sigma in pixels and ``noise`` the sensor's, in grey levels.
    """
    rng = np.random.default_rng(seed)
    # A turned camera needs more world than the frame shows.
    world = size if not tilt else (int(size[0] * 1.2), int(size[1] * 1.2))
    product, alpha = draw_product(rng, shape, max(8, round(size[1] * fill)))
    corner = (
        round(world[0] / 2 + (at[0] - 0.5) * size[0] - product.width / 2),
        round(world[1] / 2 + (at[1] - 0.5) * size[1] - product.height / 2),
    )
    picture = BACKDROPS[backdrop](rng, world)
    full = Image.new("L", world)
    full.paste(alpha, corner)
    if shadow:
        picture = _shade(picture, full, alpha.height)
    picture.paste(product, corner, alpha)
    if tilt:
        picture, full = (_turn(layer, tilt, size) for layer in (picture, full))
    picture = _expose(picture, rng, exposure, cast, blur, noise)
    box = full.point(lambda value: 255 if value > 127 else 0).getbbox() or (0, 0, 0, 0)
    return Scene(picture, full, box)


def encode(image: Image.Image, format: Format = "JPEG", **options: Any) -> bytes:
    """Write a picture as the bytes of a file; a good camera's quality unless told otherwise."""
    if format == "HEIF":
        import pillow_heif

        file = io.BytesIO()
        pillow_heif.from_pillow(image).save(file, quality=options.pop("quality", 90), **options)
        return file.getvalue()
    if format == "JPEG":
        options.setdefault("quality", 92)
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def _shade(picture: Image.Image, alpha: Image.Image, height: int) -> Image.Image:
    """Throw a soft shadow to the lower right."""
    step = max(1, height // 40)
    shadow = Image.new("L", alpha.size)
    shadow.paste(alpha, (step * 2, step))
    shadow = shadow.filter(ImageFilter.BoxBlur(step * 2))
    dark = picture.point(lambda value: int(value * 0.72))
    return Image.composite(dark, picture, shadow.point(lambda value: int(value * 0.8)))


def _turn(layer: Image.Image, tilt: float, size: tuple[int, int]) -> Image.Image:
    """Turn a layer about its middle and keep the frame."""
    turned = layer.rotate(-tilt, Image.Resampling.BICUBIC)
    left, top = (layer.width - size[0]) // 2, (layer.height - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))


def _expose(
    picture: Image.Image,
    rng: np.random.Generator,
    exposure: float,
    cast: tuple[float, float, float],
    blur: float,
    noise: float,
) -> Image.Image:
    """Let lens, light and sensor do their work, in that order."""
    if blur:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    pixels = np.asarray(picture, np.float32)
    if (exposure, *cast) != (1.0, 1.0, 1.0, 1.0):
        pixels = pixels * (np.asarray(cast, np.float32) * exposure)
    if noise:
        pixels = pixels + rng.standard_normal(pixels.shape, np.float32) * noise
    return Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))
