"""Tell light that colours everything from a backdrop that has a colour of its own.

On a coloured cloth nobody can tell by looking at the picture alone, so nothing is said there: only where a
pale backdrop and the palest part of the product show the same tint, or where nothing in the frame is free of
it.
"""

from __future__ import annotations

import numpy as np

from merchant_helper.photos.cutout.surfaces import border
from merchant_helper.photos.lab import Floats
from merchant_helper.photos.subject import Subject

#: L* from which a backdrop counts as pale, and the chroma from which it is no longer taken for a wall's own;
#: walls are rarely blue, so that less of it is enough.
PALE, TINT, BLUE_TINT = 62.0, 20.0, 14.0
#: How far apart both witnesses may be: cosine of the hue angle, and ratio of chroma.
SAME_HUE, SAME_CHROMA = 0.85, 0.45
#: How much a backdrop's colour may vary (a*, b*): wall and table are two colours, and neither is a witness.
PLAIN = 7.0
#: Chroma along the common hue that all but one in a hundred places show; plain cloths of one colour with a
#: product of that colour reach 25. Lamps are yellow or green; what is blue all over is a blue cloth.
EVERYWHERE = 28.0
#: Darker places have no colour to speak of (L*), and fewer of the others than this are no witness.
_TOO_DARK, _FEWEST = 25.0, 100


def is_cast(subject: Subject) -> bool:
    """Tell whether the light, and not the things, has a colour."""
    return _witnesses_agree(subject) or _nothing_is_free_of_it(subject.small)


def _witnesses_agree(subject: Subject) -> bool:
    ring = border(*subject.mask.shape) & ~subject.mask
    if not ring.any() or not subject.mask.any():
        return False
    backdrop, product = np.median(subject.small[ring], axis=0), subject.small[subject.mask]
    palest = np.median(product[product[:, 0] >= np.percentile(product[:, 0], 90)], axis=0)
    tints = float(np.hypot(*backdrop[1:])), float(np.hypot(*palest[1:]))
    enough = BLUE_TINT if backdrop[2] < -4 else TINT
    if subject.small[ring][:, 1:].std(0).max() > PLAIN:
        return False
    if backdrop[0] < PALE or tints[0] < enough or tints[1] < SAME_CHROMA * tints[0]:
        return False
    return float(backdrop[1:] @ palest[1:]) >= SAME_HUE * tints[0] * tints[1]


def _nothing_is_free_of_it(small: Floats) -> bool:
    colours = small.reshape(-1, 3)
    colours = colours[colours[:, 0] > _TOO_DARK][:, 1:]
    if len(colours) < _FEWEST:
        return False
    common = np.median(colours, axis=0)
    if common[1] < 0:
        return False
    strength = max(float(np.hypot(*common)), 1e-6)
    return float(np.percentile(colours @ common, 1)) >= EVERYWHERE * strength
