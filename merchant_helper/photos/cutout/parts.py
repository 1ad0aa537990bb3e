"""Tidy a yes/no mask: one product, no crumbs, no pinholes."""

from __future__ import annotations

import numpy as np
from scipy import ndimage as ndi

from merchant_helper.photos.cutout.filters import Bools

#: A piece smaller than this share of the largest is a crumb (a bunch or a pair of shoes keeps its parts).
CRUMB = 0.12
#: A piece that lies on the frame counts this much less: the product is asked to stand free.
ON_THE_FRAME = 0.3
#: A hole is a handle's, not a label's, from this share of the picture on, when this much of it is background.
#: What stands in it may add this little to its area.
OPEN_HOLE, ALL_BACKGROUND, EMPTY = 0.004, 0.9, 1.01


def off_the_frame(mask: Bools) -> Bools:
    """Clear the outermost pixels, where nothing can be known about the other side."""
    inner = mask.copy()
    inner[0] = inner[-1] = False
    inner[:, 0] = inner[:, -1] = False
    return inner


def without_holes(mask: Bools) -> Bools:
    """Fill everything that cannot be reached from the frame (scipy's own way is three times as slow)."""
    labels, count = ndi.label(~mask)
    if count == 0:
        return mask
    outside = np.zeros(count + 1, bool)
    for line in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        outside[line] = True
    outside[0] = False
    closed: Bools = ~outside[labels]
    return closed


def without_crumbs(mask: Bools) -> Bools:
    """Keep the main piece and those of a like size."""
    labels, count = ndi.label(mask)
    if count == 0:
        return mask
    area = np.bincount(labels.ravel(), minlength=count + 1).astype(float)
    area[0] = 0
    frame = np.concatenate(
        [labels[:2].ravel(), labels[-2:].ravel(), labels[:, :2].ravel(), labels[:, -2:].ravel()]
    )
    area[np.unique(frame)] *= ON_THE_FRAME
    kept: Bools = (area >= max(CRUMB * area.max(), 1e-9))[labels]
    return kept


def filled(mask: Bools, background: Bools) -> Bools:
    """Fill what the product encloses, but leave the inside of a handle open.

    ``background`` marks pixels that look just like the background. A hole stays open when it is large, nearly
    all of it looks so, and nothing stands in it: a white label on a white table has print on it.
    """
    closed = without_holes(mask)
    labels, count = ndi.label(closed & ~mask)
    if count == 0:
        return mask
    area = np.bincount(labels.ravel(), minlength=count + 1)
    alike = np.bincount(labels.ravel(), background.ravel(), count + 1) / np.maximum(area, 1)
    for hole in np.flatnonzero((area >= OPEN_HOLE * mask.size) & (alike >= ALL_BACKGROUND)):
        if hole and np.count_nonzero(without_holes(labels == hole)) <= area[hole] * EMPTY:
            closed &= labels != hole
    return closed


def large_pieces(mask: Bools, share: float = 0.25) -> int:
    """Count the pieces with at least ``share`` of the largest one's area."""
    labels, count = ndi.label(mask)
    if count == 0:
        return 0
    area = np.bincount(labels.ravel())[1:]
    return int((area >= share * area.max()).sum())


def overlap(first: Bools, second: Bools) -> float:
    """Tell the share that two masks have in common (IoU), 0 when both are empty."""
    either = np.count_nonzero(first | second)
    return float(np.count_nonzero(first & second) / either) if either else 0.0
