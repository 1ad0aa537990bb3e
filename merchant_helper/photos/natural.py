"""Frame the photo as it was taken around its product: what lies about in the shop stays outside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Box = tuple[int, int, int, int]
Shares = tuple[float, float, float, float]

#: Air around the product, as a share of its longer side.
AIR = 0.22
#: Pixels that neither side of the result falls below, as far as the photo has them: what markets ask for.
LEAST = 1000
#: Longest side by shortest, at most.
SLIMMEST = 4 / 3


def crop_around(product: Shares | None, size: tuple[int, int]) -> Box:
    """Give the frame around a product (left, top, right, bottom in shares) in pixels of a photo's ``size``.

    The product is never cut, the frame never leaves the photo. Without a product it is the whole photo.
    """
    width, height = size
    if product is None:
        return (0, 0, width, height)
    left, top, right, bottom = _in_pixels(product, size)
    air = 2 * AIR * max(right - left, bottom - top)
    wide, high = max(right - left + air, LEAST), max(bottom - top + air, LEAST)
    wide, high = max(wide, high / SLIMMEST), max(high, wide / SLIMMEST)
    first, last = _placed(left, right, wide, width)
    upper, lower = _placed(top, bottom, high, height)
    return (first, upper, last, lower)


def box_of(mask: NDArray[np.uint8]) -> Shares | None:
    """Give where a mask (8 bit, of any size) is more product than not, in shares; None for nowhere."""
    inside = mask > 127
    columns, rows = np.flatnonzero(inside.any(0)), np.flatnonzero(inside.any(1))
    if not len(rows):
        return None
    height, width = mask.shape
    return (
        float(columns[0] / width),
        float(rows[0] / height),
        float((columns[-1] + 1) / width),
        float((rows[-1] + 1) / height),
    )


def _in_pixels(product: Shares, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Put shares into pixels, inside the photo and the right way round."""
    left, right = sorted(min(max(share, 0.0), 1.0) * size[0] for share in (product[0], product[2]))
    top, bottom = sorted(min(max(share, 0.0), 1.0) * size[1] for share in (product[1], product[3]))
    return left, top, right, bottom


def _placed(start: float, end: float, wanted: float, whole: int) -> tuple[int, int]:
    """Lay a length around a stretch, in its middle where there is room, and inside the photo everywhere."""
    length = min(wanted, whole)
    first = min(max((start + end - length) / 2, 0), whole - length)
    return int(np.floor(first)), min(whole, int(np.ceil(first + length)))
