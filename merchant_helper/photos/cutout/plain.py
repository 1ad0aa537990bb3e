"""Cut out a product from a plain background without any model: the engine that is always there.

Works on a small copy. Colour surfaces fitted to the border say what the background is; what is unlike them is
the first guess; then colour models of both sides and the picture's own edges are iterated to agreement, and
sides that hardly differ from the background are added where they end at an edge (``pale``).
It is a tool for plain backgrounds; on clutter its answer is worth nothing, which the verdict has to notice.

Measured (mean IoU on composites of 14 products, no parameter set per level) in ``benchmarks/quality.py``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi
from skimage.color import rgb2lab
from skimage.filters import threshold_otsu

from merchant_helper.photos.cutout.filters import Bools, Floats, GuidedFilter, box, calm
from merchant_helper.photos.cutout.pale import with_pale_parts
from merchant_helper.photos.cutout.parts import filled, off_the_frame, without_crumbs
from merchant_helper.photos.cutout.surfaces import border, distances

#: Bins per Lab channel, and how far a colour's count spreads to its neighbours.
BINS, SPREAD = 20, 0.7
ROUNDS = 3
#: Weights of what a pixel's own colour, its distance to the background and its neighbourhood say.
COLOUR, DISTANCE, PLACE = 0.6, 1.0, 1.0
#: Lowest threshold on the distance, in Lab units: below it sensor noise begins.
LEAST_DISTANCE = 3.0
#: Share of the threshold below which a pixel is taken for the background itself.
SAME = 0.5


class PlainEngine:
    """Find the product by colour and edges alone."""

    name = "plain"
    model: str | None = None

    def segment(self, rgb: NDArray[np.uint8]) -> Floats:
        """Give the probability of product for each pixel of a small picture (height x width x 3)."""
        return look(rgb)[0]


def look(rgb: NDArray[np.uint8]) -> tuple[Floats, float]:
    """Give the probability of product, and how badly smooth surfaces explain the border (Lab units)."""
    picture = rgb.astype(np.float32) / np.float32(255)
    lab = rgb2lab(calm(picture)).astype(np.float32)
    distance, unshaded = distances(lab)
    noise = float(np.percentile(distance[border(*distance.shape)], 80))
    first, threshold = _first_guess(distance, noise)
    if not first.any():
        return np.zeros(first.shape, np.float32), noise
    smooth = GuidedFilter(picture, radius=4, epsilon=5e-4)
    product, kept = _agree(smooth, _bins(lab), distance, threshold, first)
    whole = with_pale_parts(picture, unshaded, noise, kept)
    if (whole & ~kept).any():
        product = np.maximum(product, smooth(whole.astype(np.float32)))
    return _with_soft_rim(product, whole), noise


def _first_guess(distance: Floats, noise: float) -> tuple[Bools, float]:
    """Mark what is clearly unlike the background, and tell from which distance on."""
    height, width = distance.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    # Products stand in the middle; the corners are doubted a little (half of r squared, in diagonals).
    score = box(np.minimum(distance, 60.0), 1) * (1 - 0.175 * (x * x + y * y))
    threshold = _threshold(score, noise)
    mask = ndi.binary_closing(ndi.binary_opening(score > threshold), iterations=3)
    mask = filled(off_the_frame(mask), distance < SAME * threshold)
    return without_crumbs(mask), threshold


def _threshold(score: Floats, noise: float) -> float:
    """Split the scores by Otsu on a logarithmic scale, so that a pale side of the product is not given up.

    Clamped between what noise alone makes and what no plain background reaches.
    """
    floor = 0.4 + noise
    flat = float(np.ptp(score)) < 1e-6
    split = 0.0 if flat else float(np.exp(threshold_otsu(np.log(score + floor)))) - floor  # type: ignore[no-untyped-call]
    return min(max(split, 1.3 * noise, LEAST_DISTANCE), 6 + 5 * noise)


def _agree(
    smooth: GuidedFilter, bins: NDArray[np.int32], distance: Floats, threshold: float, first: Bools
) -> tuple[Floats, Bools]:
    """Let colour, distance, place and edges settle on one map; give also what it keeps as a mask."""
    unlike = np.clip((distance - threshold) / max(threshold * 0.5, 2.0), -1.5, 2.0)
    product = first.astype(np.float32)
    for _ in range(ROUNDS):
        colour = np.log(_density(bins, product) / _density(bins, 1 - product))[bins]
        place = np.clip(box(product, 10), 0.03, 0.97)
        vote = COLOUR * np.clip(colour, -2.5, 2.5) + DISTANCE * unlike + PLACE * np.log(place / (1 - place))
        product = smooth((1 / (1 + np.exp(-vote))).astype(np.float32))
    opened = ndi.binary_opening(off_the_frame(product > 0.5))
    return product, without_crumbs(filled(opened, distance < SAME * threshold))


def _with_soft_rim(product: Floats, kept: Bools) -> Floats:
    """Keep the soft rim of what stays, drop the rest, and close what is enclosed."""
    near = ndi.binary_dilation(kept, iterations=4)
    return np.where(near, np.maximum(product, ndi.binary_erosion(kept, iterations=2)), 0.0).astype(np.float32)


def _bins(lab: Floats) -> NDArray[np.int32]:
    """Number the colour cell of every pixel."""
    low, span = np.array((0, -80, -80), np.float32), np.array((100, 160, 160), np.float32)
    cell = np.clip((lab - low) / span * BINS, 0, BINS - 1).astype(np.int32)
    number: NDArray[np.int32] = (cell[..., 0] * BINS + cell[..., 1]) * BINS + cell[..., 2]
    return number


def _density(bins: NDArray[np.int32], weight: Floats) -> Floats:
    """Estimate how often each colour cell occurs, smoothed; never zero."""
    counts = np.bincount(bins.ravel(), weight.ravel(), BINS**3).reshape(BINS, BINS, BINS)
    spread = ndi.gaussian_filter(counts, SPREAD)
    density: Floats = (spread / max(spread.sum(), 1e-6)).ravel().astype(np.float32) + np.float32(2e-5)
    return density
