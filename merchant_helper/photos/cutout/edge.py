"""Take the old background's colour out of a cut-out's soft edge.

In a pixel that is half product and half background the camera saw a mixture. Putting that mixture on white
leaves a rim of the old cloth around the product. Here the product's own colour is worked out for the band of
soft pixels alone: guessed from the sure product and sure background nearby, then corrected so that the two
guesses explain what was seen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from merchant_helper.photos.cutout.filters import Floats, box

#: Alpha at which a pixel counts as nothing but background, or nothing but product.
SURE_NOT, SURE = 0.02, 0.98
#: Neighbourhoods asked for a colour, nearest first: times shrunk, radius then. The first one with an answer
#: counts most; ``ENOUGH`` sure pixels are an answer.
LEVELS = ((2, 1), (2, 3), (4, 4), (8, 5))
ENOUGH = 4
#: How much the guesses are trusted against what was seen.
STIFFNESS = 0.02


def decontaminate(rgb: NDArray[np.uint8], alpha: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Give the product's own colour in the soft edge.

    ``rgb`` is height x width x 3, ``alpha`` height x width in 0..1. Pixels that are surely product or surely
    background come back unchanged. Best on the final crop: time grows with its size.
    """
    alpha = np.clip(alpha.astype(np.float32), 0.0, 1.0)
    band = (alpha > SURE_NOT) & (alpha < SURE)
    clean = np.array(rgb, np.uint8)
    if not band.any():
        return clean
    seen = rgb.astype(np.float32)
    share = alpha[band][:, None]
    product = _nearby(seen, np.where(alpha >= SURE, 1.0, 0.0).astype(np.float32), band)
    ground = _nearby(seen, np.where(alpha <= SURE_NOT, 1.0, 0.0).astype(np.float32), band)
    unexplained = seen[band] - share * product - (1 - share) * ground
    weight = share / (share**2 + (1 - share) ** 2 + STIFFNESS)
    clean[band] = np.clip(product + weight * unexplained, 0, 255).round().astype(np.uint8)
    return clean


def _nearby(seen: Floats, sure: Floats, band: NDArray[np.bool_]) -> Floats:
    """Estimate, for each pixel of the band, the colour of the sure pixels around it."""
    rows, columns = np.nonzero(band)
    sums = np.concatenate([seen * sure[..., None], sure[..., None]], -1)
    colour = np.zeros((len(rows), 3), np.float32)
    left = np.ones((len(rows), 1), np.float32)
    shrink = 1
    for times, radius in LEVELS:
        while shrink < times:
            sums, shrink = _halved(sums), shrink * 2
        around = box(sums, radius)[rows // shrink, columns // shrink]
        total, weight = around[:, :3], around[:, 3:]
        trust = left * np.minimum(1.0, weight * (2 * radius + 1) ** 2 / ENOUGH)
        colour += trust * total / np.maximum(weight, 1e-6)
        left -= trust
    everywhere = sums.reshape(-1, 4).sum(0, dtype=np.float64)
    rest = everywhere[:3] / everywhere[3] if everywhere[3] else seen[band].mean(0)
    nearby: Floats = colour + left * rest.astype(np.float32)
    return nearby


def _halved(sums: Floats) -> Floats:
    """Add up blocks of 2 x 2 pixels; what is missing at the rim counts as nothing."""
    height, width = sums.shape[:2]
    if height % 2 or width % 2:
        sums = np.pad(sums, ((0, height % 2), (0, width % 2), (0, 0)))
    rows = sums[0::2] + sums[1::2]
    halved: Floats = rows[:, 0::2] + rows[:, 1::2]
    return halved
