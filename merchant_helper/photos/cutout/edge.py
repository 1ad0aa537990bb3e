"""Take the old background's colour out of a cut-out's soft edge.

In a pixel that is half product and half background the camera saw a mixture. Putting that mixture on white
leaves a rim of the old cloth around the product. Here the product's own colour is worked out for the band of
soft pixels alone: guessed from the sure product and sure background nearby, then corrected so that the two
guesses explain what was seen.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from merchant_helper.photos.cutout.filters import Bools, Floats, box

Places = NDArray[np.integer[Any]]

#: Alpha at which a pixel counts as nothing but background, or nothing but product.
SURE_NOT, SURE = 0.02, 0.98
#: Neighbourhoods asked for a colour, nearest first: times shrunk, radius then. The first one with an answer
#: counts most; ``ENOUGH`` sure pixels are an answer.
LEVELS = ((2, 1), (2, 3), (8, 2))
ENOUGH = 4
#: How much the guesses are trusted against what was seen.
STIFFNESS = 0.02
#: From one asked-for place in so many on, averaging the whole picture is quicker.
DENSE = 8


def decontaminate(rgb: NDArray[np.uint8], alpha: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Give the product's own colour in the soft edge.

    ``rgb`` is height x width x 3, ``alpha`` height x width in 0..1. Pixels that are surely product or surely
    background come back unchanged. Best on the final crop: time grows with its size.
    """
    band = (alpha > SURE_NOT) & (alpha < SURE)
    clean = np.array(rgb, np.uint8)
    if not band.any():
        return clean
    seen = rgb[band].astype(np.float32)
    share = alpha[band].astype(np.float32)[:, None]
    rows, columns, which = _cells(band)
    mean = seen.mean(0)
    product = _nearby(_halved_sums(rgb, alpha >= SURE), rows, columns, mean)[which]
    ground = _nearby(_halved_sums(rgb, alpha <= SURE_NOT), rows, columns, mean)[which]
    unexplained = seen - share * product - (1 - share) * ground
    weight = share / (share**2 + (1 - share) ** 2 + STIFFNESS)
    clean[band] = np.clip(product + weight * unexplained, 0, 255).round().astype(np.uint8)
    return clean


def _cells(band: Bools) -> tuple[Places, Places, Places]:
    """Give the blocks of 2 x 2 that the band runs through (rows, columns), and the block of each pixel."""
    rows, columns = np.nonzero(band)
    return _once((band.shape[0] + 1) // 2, (band.shape[1] + 1) // 2, rows >> 1, columns >> 1)


def _once(height: int, width: int, rows: Places, columns: Places) -> tuple[Places, Places, Places]:
    """Name each place once (rows, columns), and say which of these each of the given places is."""
    met = np.zeros(height * width, np.bool_)
    flat = rows * width + columns
    met[flat] = True
    once = np.flatnonzero(met)
    number = np.empty(height * width, np.int32)
    number[once] = np.arange(len(once), dtype=np.int32)
    down, across = np.divmod(once, width)
    return down, across, number[flat]


def _nearby(sums: Floats, rows: Places, columns: Places, mean: Floats) -> Floats:
    """Estimate, for each of these blocks, the colour of the sure pixels around it, else ``mean``."""
    colour = np.zeros((len(rows), 3), np.float32)
    left = np.ones((len(rows), 1), np.float32)
    shrink = 2
    for times, radius in LEVELS:
        while shrink < times:
            sums, shrink, rows, columns = _halved(sums), shrink * 2, rows >> 1, columns >> 1
        around = _means(sums, radius, rows, columns)
        total, weight = around[:, :3], around[:, 3:]
        trust = left * np.minimum(1.0, weight * (2 * radius + 1) ** 2 / ENOUGH)
        colour += trust * total / np.maximum(weight, 1e-6)
        left -= trust
    everywhere = sums.reshape(-1, 4).sum(0, dtype=np.float64)
    rest = everywhere[:3] / everywhere[3] if everywhere[3] else mean
    nearby: Floats = colour + left * rest.astype(np.float32)
    return nearby


def _halved_sums(rgb: NDArray[np.uint8], sure: Bools) -> Floats:
    """Add up the sure pixels of each block of 2 x 2: three colours and their number."""
    counted = np.empty((*sure.shape, 4), np.uint16)
    np.multiply(rgb, sure[..., None], out=counted[..., :3], casting="unsafe")
    counted[..., 3] = sure
    return _halved(counted).astype(np.float32)


def _means(sums: Floats, radius: int, rows: Places, columns: Places) -> Floats:
    """Average a square around some places; a band is a small part of the picture, so the rest is left out."""
    height, width = sums.shape[:2]
    down, across, which = _once(height, width, rows, columns)
    if len(down) * DENSE > height * width:
        return box(sums, radius)[rows, columns]
    padded = np.pad(sums, ((radius, radius), (radius, radius), (0, 0)), mode="edge")
    flat, line = padded.reshape(-1, 4), width + 2 * radius
    first = down * line + across
    total = np.zeros((len(down), 4), np.float32)
    for step in range(2 * radius + 1):
        for aside in range(2 * radius + 1):
            total += flat[first + (step * line + aside)]
    return np.asarray(total / np.float32((2 * radius + 1) ** 2))[which]


def _halved(sums: NDArray[Any]) -> NDArray[Any]:
    """Add up blocks of 2 x 2 pixels; what is missing at the rim counts as nothing."""
    height, width = sums.shape[:2]
    if height % 2 or width % 2:
        sums = np.pad(sums, ((0, height % 2), (0, width % 2), (0, 0)))
    rows = sums[0::2] + sums[1::2]
    halved: NDArray[Any] = rows[:, 0::2] + rows[:, 1::2]
    return halved
