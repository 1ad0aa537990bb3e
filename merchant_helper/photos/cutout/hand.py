"""Notice a hand that holds the product: skin-coloured, leaving the frame, and touching what was cut out.

A hand cannot be told from the product by its outline, so such a cut-out always needs a person's look. An
orange, a loaf or a brown box that stands free does not reach the frame; a beige cloth or a wooden table
reaches round the corners or is what the border is made of.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi
from skimage.color import rgb2lab

from merchant_helper.photos.cutout.filters import Bools, Floats, box
from merchant_helper.photos.cutout.surfaces import distance_to_background

#: Skin in Lab whatever its shade: hue angle in degrees, chroma, lightness (least, most).
HUE, CHROMA, LIGHT = (20.0, 72.0), (10.0, 40.0), (25.0, 88.0)
#: Share of the picture. The hands in 14 shop photos: 0.04 to 0.42.
AREA = (0.03, 0.5)
#: Share of a side from which skin leaves the frame there. It never leaves by opposite sides: that is a table.
LEAVES = 0.04
#: How far it reaches in from the frame, as a share of the picture.
REACH = 0.2
#: Distance to the border's surfaces (Lab units): a beige cloth is below 1, a hand before a wall above 3.
NO_BACKDROP = 3.0
#: In front of clutter only this tells: a hand is round and lit from one side (deviation of its lightness).
RELIEF = 3.0
#: More of the cut-out than this in skin colour: then the product itself is brown and leaves the frame.
ITSELF = 0.85
#: Looked at on every second pixel.
STEP = 2


def held_in_hand(rgb: NDArray[np.uint8], mask: Bools, *, busy: bool) -> bool:
    """Tell whether a hand holds what ``mask`` marks; ``busy`` when the backdrop explains nothing."""
    small, product = rgb[::STEP, ::STEP], mask[::STEP, ::STEP]
    if min(small.shape[:2]) < 16 or not product.any():
        return False
    lab = rgb2lab(box(small.astype(np.float32), 1) / np.float32(255)).astype(np.float32)
    labels, count = ndi.label(ndi.binary_opening(_skin(lab), iterations=2))
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:] / labels.size
    for number in np.flatnonzero((areas >= AREA[0]) & (areas <= AREA[1])) + 1:
        part = labels == number
        if _comes_in(part) and _holds(part, product) and _is_no_backdrop(lab, part, busy):
            return True
    return False


def _skin(lab: Floats) -> Bools:
    light, a, b = np.moveaxis(lab, -1, 0)
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a))
    skin: Bools = np.ones(light.shape, bool)
    for value, (least, most) in ((light, LIGHT), (chroma, CHROMA), (hue, HUE)):
        skin &= (value > least) & (value < most)
    return skin


def _comes_in(part: Bools) -> bool:
    """Tell whether it leaves the frame by one side or round one corner, and reaches well into the picture."""
    top, bottom, left, right = (
        float(line.mean()) >= LEAVES
        for line in (part[:2].any(0), part[-2:].any(0), part[:, :2].any(1), part[:, -2:].any(1))
    )
    if not (top or bottom or left or right) or (top and bottom) or (left and right):
        return False
    rows, columns = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
    height, width = part.shape
    into = (
        (rows[-1] + 1) / height if top else (height - rows[0]) / height if bottom else 0.0,
        (columns[-1] + 1) / width if left else (width - columns[0]) / width if right else 0.0,
    )
    return max(into) >= REACH


def _holds(part: Bools, product: Bools) -> bool:
    """Tell whether it touches the cut-out and is not all of it."""
    near = ndi.binary_dilation(part, iterations=3)
    return bool((near & product).any() and (part & product).sum() < ITSELF * product.sum())


def _is_no_backdrop(lab: Floats, part: Bools, busy: bool) -> bool:
    """Tell whether it is neither cloth nor table."""
    if busy:
        return float(lab[part][:, 0].std()) >= RELIEF
    return float(np.median(distance_to_background(lab)[part])) >= NO_BACKDROP
