"""Write a picture of at most so many bytes, with nothing in it but the picture."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from merchant_helper.photos.spec import Format

LOWEST_QUALITY = 60
#: Each step makes the sides this much shorter, where quality alone does not do.
_SHORTER = 0.85
_OPTIONS: dict[str, dict[str, Any]] = {
    "jpeg": {"subsampling": "4:2:0", "optimize": True},
    "webp": {"method": 4},
    "png": {"optimize": True},
}


def encode(
    image: Image.Image,
    *,
    quality: int,
    format: Format = "jpeg",
    max_bytes: int | None = None,
    min_side: int = 1,
) -> tuple[bytes, tuple[int, int]] | None:
    """Give the bytes and the size of an RGB picture, without metadata; a JPEG is baseline, 4:2:0.

    Where they are more than ``max_bytes``, quality goes down to 60 first, then size, the longer side not
    below ``min_side``. None when even that does not fit.
    """
    while True:
        data = _within(image, quality, format, max_bytes)
        if data is not None:
            return data, image.size
        shorter = round(max(image.size) * _SHORTER)
        if shorter < max(min_side, 1) or shorter == max(image.size):
            return None
        share = shorter / max(image.size)
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        image = image.resize(size, Image.Resampling.LANCZOS)


def _within(image: Image.Image, quality: int, format: Format, max_bytes: int | None) -> bytes | None:
    """Find the best quality that fits, by halving; None when the lowest does not fit."""
    data = _written(image, quality, format)
    if max_bytes is None or len(data) <= max_bytes:
        return data
    if format == "png":
        return None
    low, high = min(LOWEST_QUALITY, quality), quality - 1
    best = None
    while low <= high:
        middle = (low + high + 1) // 2
        data = _written(image, middle, format)
        if len(data) <= max_bytes:
            best, low = data, middle + 1
        else:
            high = middle - 1
    return best


def _written(image: Image.Image, quality: int, format: Format) -> bytes:
    file, bare = io.BytesIO(), image.copy()
    # Some formats write down what the picture was opened with: comments, profiles.
    bare.info = {}
    options = _OPTIONS[format] if format == "png" else {**_OPTIONS[format], "quality": quality}
    bare.save(file, format, **options)
    return file.getvalue()
