"""Find the sides of a product that are nearly the backdrop's colour: a white carton on a white table.

What was found so far is the product's print and its strong colours. Beside it, what differs from the backdrop
only a little may be the rest of the product, its shadow, or the backdrop's own unrest. Three things tell them
apart: a shadow keeps the backdrop's hue, a shadow ends softly, and unrest is everywhere.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage as ndi

from merchant_helper.photos.cutout.filters import Bools, Floats, box
from merchant_helper.photos.cutout.parts import without_holes
from merchant_helper.photos.cutout.surfaces import border

#: Differences (Lab units, lightness in shade left out) tried one after another; noise alone reaches the last.
LEVELS = (4.0, 3.0, 2.5, 2.0, 1.6)
#: A level is asked only where the border stays below it by this factor.
ABOVE_NOISE = 1.5
#: Smaller additions are left to the engine; larger ones are a second thing. Shares of what was found.
LEAST, MOST = 0.01, 1.5
#: Share of the new outline that must stand out, and from how much of the backdrop's own steps on.
SHARE, STANDS_OUT = 0.9, 2.0
#: Which of the steps in the border counts as the backdrop's own, in hundredths.
UNREST = 95
#: Step over two pixels against step over ten: 0.2 on an even ramp, 0.3 to 0.7 on edges that a lens drew.
#: Measured on 56 composites: additions that are shadow at most 0.27, that are product 0.29 and more.
SHARP = 0.29
NEAR, FAR = 1, 5


def with_pale_parts(picture: Floats, colour: Floats, noise: float, product: Bools) -> Bools:
    """Add to ``product`` what belongs to it though it hardly differs from the backdrop.

    ``picture`` is RGB in 0..1, ``colour`` the distance to the backdrop with shade left out, ``noise`` what
    the border itself reaches.
    """
    levels = [level for level in LEVELS if level >= ABOVE_NOISE * noise]
    if not levels or not product.any():
        return product
    score = box(colour, 1)
    # Looked for around what was found: outside of that nothing can be a part of it.
    seen = _around(product)
    if not (score[seen] > levels[-1])[~product[seen]].any():
        return product
    found = product.copy()
    found[seen] = _grown(_Outline(picture, seen), score[seen], product[seen], levels)
    return found


def _around(product: Bools) -> tuple[slice, slice]:
    """Frame the mask and as much again on every side."""
    spans = []
    for axis in (1, 0):
        marked = np.flatnonzero(product.any(axis))
        margin = max(16, int(marked[-1]) - int(marked[0]))
        spans.append(slice(max(0, int(marked[0]) - margin), int(marked[-1]) + margin))
    return spans[0], spans[1]


def _grown(outline: _Outline, score: Floats, product: Bools, levels: list[float]) -> Bools:
    """Go down the levels, and keep each time what has an outline of its own."""
    grown, size = product, int(product.sum())
    for level in levels:
        reached = _reached(score > level, grown)
        parts = ndi.binary_opening(reached & ~grown, iterations=2)
        labels, count = ndi.label(parts)
        areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
        fitting = np.flatnonzero((areas >= LEAST * size) & (areas <= MOST * size)) + 1
        if len(fitting) == 0:
            continue
        rim = reached & ~ndi.binary_erosion(reached, border_value=1)
        kept = [number for number in fitting if outline.shows(labels == number, rim)]
        if kept:
            more = grown | np.isin(labels, kept)
            grown = without_holes(ndi.binary_closing(more, iterations=2) & reached | more)
    return grown


class _Outline:
    """Tell whether a part ends at an edge that a lens drew, and not in a shadow or in unrest."""

    def __init__(self, picture: Floats, seen: tuple[slice, slice]) -> None:
        calm = box(picture, 1)
        step = _steps(calm, NEAR)
        usual = float(np.percentile(step[border(*step.shape)], UNREST))
        highest = ndi.maximum_filter(step[seen], 5)
        self._clear = highest > STANDS_OUT * usual
        self._sharp = highest / np.maximum(ndi.maximum_filter(_steps(calm[seen], FAR), 5), 1e-6)

    def shows(self, part: Bools, rim: Bools) -> bool:
        """Ask the stretch of the whole ``rim`` that belongs to ``part``."""
        edge = ndi.binary_dilation(part) & rim
        return bool(
            edge.any() and self._clear[edge].mean() >= SHARE and np.median(self._sharp[edge]) >= SHARP
        )


def _reached(unlike: Bools, product: Bools) -> Bools:
    """Mark what hangs together with the product, without holes."""
    labels, count = ndi.label(ndi.binary_opening(unlike) | product)
    touched = np.zeros(count + 1, bool)
    touched[labels[product]] = True
    return without_holes(touched[labels])


def _steps(picture: Floats, reach: int) -> Floats:
    """Tell how much the colour changes from ``reach`` pixels before a place to as many behind."""
    wide = np.pad(picture, ((reach, reach), (reach, reach), (0, 0)), mode="edge")
    inner = np.s_[reach:-reach]
    down = wide[2 * reach :, inner] - wide[: -2 * reach, inner]
    across = wide[inner, 2 * reach :] - wide[inner, : -2 * reach]
    steps: Floats = np.sqrt((down * down + across * across).sum(-1))
    return steps
