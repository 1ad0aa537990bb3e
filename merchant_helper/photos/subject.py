"""Guess where the product stands, fast enough to say so while its photo is still being sent.

This is no cut-out: a box good enough to judge a photo by. What the border's colours do not explain is the
product; a stretch of border that none of the other sides knows is a product that leaves the frame there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage as ndi

from merchant_helper.photos.cutout.surfaces import border, distance_to_background
from merchant_helper.photos.lab import Floats, lab

Bools = NDArray[np.bool_]

LOOK_AT = 192
#: Lab units (lightness halved) from which a stretch of border is foreign to another side.
FOREIGN = 11.0
#: A small thing that stands out this much more than a mask as a whole (99.7th percentile over median) is the
#: product, and the mask the grain of its backdrop; the part of its height that the thing must reach.
OUTSTANDING, OUTSTANDS = 4.0, 0.4
#: A product leaves the frame over at least this share of a side; over more than the other it is the backdrop.
SHORTEST_RUN, LONGEST_RUN = 0.05, 0.9
_BAND = 0.05


@dataclass(frozen=True)
class Subject:
    """Hold what was found; lengths are shares of the frame's width and height.

    ``box`` is left, top, right, bottom, or None when nothing stands out. ``area`` is the product's share of
    the frame, ``unrest`` how badly smooth surfaces explain the border (Lab units), ``foreign`` the share of
    border that they were not asked to explain, in ``stretches``. ``second`` is how large the next thing
    beside the product is, as a share of it. ``rgb`` is what was looked at, ``small`` the same in Lab, and
    ``mask`` the product in it.
    """

    box: tuple[float, float, float, float] | None
    area: float
    cut_off: bool
    unrest: float
    foreign: float
    stretches: int
    second: float
    rgb: NDArray[np.uint8]
    small: Floats
    mask: Bools


def find_subject(image: Image.Image) -> Subject:
    """Look for one product on a plain backdrop in an upright RGB picture."""
    shrunk = _shrunk(image)
    small = lab(shrunk)
    foreign, leaving = _foreign_border(small)
    distance = distance_to_background(_patched(small, foreign))
    ring = border(*distance.shape)
    known = ring & ~foreign
    unrest = float(np.percentile(distance[known], 80)) if known.any() else 0.0
    mask, second = _product(distance, foreign, unrest)
    strange = float(np.count_nonzero(foreign) / np.count_nonzero(ring))
    cut_off = bool((mask & leaving).any()) or 1 <= _sides_touched(mask) <= 3
    return Subject(
        box=_box(mask),
        area=float(mask.mean()),
        cut_off=cut_off,
        unrest=unrest,
        foreign=strange,
        stretches=int(ndi.label(foreign)[1]),
        second=second,
        rgb=np.asarray(shrunk),
        small=small,
        mask=mask,
    )


def brightest(subject: Subject) -> float:
    """Give the L* of the brightest twentieth of the frame or of the product, whichever is brighter."""
    lightness = subject.small[..., 0]
    frame = float(np.percentile(lightness, 95))
    if not subject.mask.any():
        return frame
    return max(frame, float(np.percentile(lightness[subject.mask], 95)))


def _shrunk(image: Image.Image) -> Image.Image:
    """Average down to the size that is looked at; at least 16 pixels a side, so that there is a border."""
    share = LOOK_AT / max(image.size)
    size = (max(16, round(image.width * share)), max(16, round(image.height * share)))
    return image.resize(size, Image.Resampling.BOX if share < 1 else Image.Resampling.BILINEAR)


def _band(length: int) -> int:
    """Say how many pixels deep the border is that :func:`border` marks."""
    return max(2, round(length * _BAND))


def _foreign_border(small: Floats) -> tuple[Bools, Bools]:
    """Mark the stretches of border whose colour at least two of the other sides do not have.

    Gives all of them, and those that reach the very edge: a product may also come close and stay inside.
    """
    foreign, leaving = np.zeros(small.shape[:2], bool), np.zeros(small.shape[:2], bool)
    depths = (_band(small.shape[0]),) * 2 + (_band(small.shape[1]),) * 2
    bands = [_outside_first(small, side)[:depth] for side, depth in enumerate(depths)]
    edges = [_profile(band[: (len(band) + 1) // 2]) for band in bands]
    for side, band in enumerate(bands):
        others = [edge for other, edge in enumerate(edges) if other != side]
        at_edge = _strange(edges[side], others)
        _outside_first(leaving, side)[: len(band), at_edge] = True
        _outside_first(foreign, side)[
            : len(band), at_edge | _strange(_profile(band[len(band) // 2 :]), others)
        ] = True
    return foreign, leaving


def _outside_first(picture: NDArray[Any], side: int) -> NDArray[Any]:
    """Turn a picture so that one side's outermost pixels are its first row; what is written shows in both."""
    return (picture, picture[::-1], picture.swapaxes(0, 1), picture[:, ::-1].swapaxes(0, 1))[side]


def _profile(band: Floats) -> Floats:
    """Give the colour along a band, without its grain."""
    smooth: Floats = ndi.uniform_filter1d(np.median(band, 0), 3, axis=0, mode="nearest")
    return smooth


def _strange(side: Floats, others: list[Floats]) -> Bools:
    """Mark the places of a side that at least two of the others do not know."""
    unknown_to = np.sum([_apart(side, other) > FOREIGN for other in others], axis=0)
    return _runs(unknown_to >= 2)


def _apart(side: Floats, other: Floats) -> Floats:
    """Tell for each place of a side how far the nearest colour of another side is."""
    off = side[:, None] - other[None]
    off[..., 0] *= 0.5
    nearest: Floats = np.sqrt((off * off).sum(-1)).min(1)
    return nearest


def _runs(strange: Bools) -> Bools:
    """Keep the stretches of a length that a product may have."""
    labels, count = ndi.label(ndi.binary_closing(strange, iterations=2) | strange)
    lengths = np.bincount(labels, minlength=count + 1) / len(strange)
    fits = (lengths >= SHORTEST_RUN) & (lengths <= LONGEST_RUN)
    fits[0] = False
    kept: Bools = fits[labels]
    return kept


def _patched(small: Floats, foreign: Bools) -> Floats:
    """Paint foreign stretches of border with the nearest border that is not, before surfaces are fitted."""
    if not foreign.any():
        return small
    known = border(*foreign.shape) & ~foreign
    if not known.any():
        return small
    nearest = ndi.distance_transform_edt(~known, return_distances=False, return_indices=True)
    patched = small.copy()
    patched[foreign] = small[tuple(nearest)][foreign]
    return patched


def _product(distance: Floats, foreign: Bools, unrest: float) -> tuple[Bools, float]:
    """Mark the main thing that is unlike the backdrop, and say how large the next one beside it is."""
    score = ndi.uniform_filter(np.minimum(distance, 60.0), 3)
    mask, second = _main_thing(score > _threshold(score, unrest), foreign)
    top = float(np.percentile(score, 99.7))
    if mask.any() and top > OUTSTANDING * float(np.median(score[mask])):
        small, beside = _main_thing(score > OUTSTANDS * top, foreign)
        if small.any() and _is_compact(small) and not _is_compact(mask):
            return small, beside
    return mask, second


def _main_thing(seen: Bools, foreign: Bools) -> tuple[Bools, float]:
    """Keep the largest thing in the middle; the next one counts when it stands free of it and of the edge."""
    mask: Bools = ndi.binary_fill_holes(ndi.binary_closing(ndi.binary_opening(seen), iterations=2) | foreign)
    labels, count = ndi.label(mask)
    if count == 0:
        return mask, 0.0
    height, width = mask.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    # The product is the large thing in the middle, not the larger one in a corner.
    weight = np.bincount(labels.ravel(), (1.2 - 0.5 * (x * x + y * y)).ravel(), count + 1)
    weight[0] = 0
    chosen = int(weight.argmax())
    main: Bools = labels == chosen
    # A strip along the edge alone is something else that looks in.
    if not (main & ~border(height, width)).any():
        main[:] = False
        return main, 0.0
    return main, _beside(labels, chosen)


def _beside(labels: NDArray[np.int32], chosen: int) -> float:
    """Give the size of the largest thing that stands beside the product, not above, below or in it."""
    places = ndi.find_objects(labels)
    own, largest = places[chosen - 1], 0
    for number, place in enumerate(places, 1):
        apart = place[1].start >= own[1].stop or place[1].stop <= own[1].start
        inside = place[1].start > 2 and place[1].stop < labels.shape[1] - 2
        if number != chosen and apart and inside:
            largest = max(largest, int((labels[place] == number).sum()))
    return largest / int((labels[own] == chosen).sum())


def _is_compact(mask: Bools) -> bool:
    """Tell a thing from the grain of a backdrop, which is ragged or reaches across the frame."""
    box = _box(mask)
    if box is None:
        return False
    filled = float(mask.mean()) / max((box[2] - box[0]) * (box[3] - box[1]), 1e-6)
    return filled > 0.5 and max(box[2] - box[0], box[3] - box[1]) < 0.9


def _sides_touched(mask: Bools) -> int:
    """Count the sides that a mask reaches over more than a corner's length.

    Smoothing keeps it two pixels off the very edge.
    """
    edges = (mask[:3].any(0), mask[-3:].any(0), mask[:, :3].any(1), mask[:, -3:].any(1))
    return sum(float(edge.mean()) >= SHORTEST_RUN for edge in edges)


def _threshold(score: Floats, unrest: float) -> float:
    """Split backdrop from product by Otsu on a logarithmic scale, within what noise and colour allow."""
    values = np.log(score + 0.4 + unrest)
    counts, edges = np.histogram(values, 128)
    middles = (edges[1:] + edges[:-1]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * middles)
    gap = sums / np.maximum(below, 1) - (sums[-1] - sums) / np.maximum(above, 1)
    split = float(np.exp(middles[int(np.argmax(below * above * gap * gap))])) - 0.4 - unrest
    return min(max(split, 1.3 * unrest, 3.0), 6 + 5 * unrest)


def _box(mask: Bools) -> tuple[float, float, float, float] | None:
    """Frame a mask, in shares of the picture."""
    columns, rows = np.flatnonzero(mask.any(0)), np.flatnonzero(mask.any(1))
    if not len(rows):
        return None
    height, width = mask.shape
    return (
        float(columns[0] / width),
        float(rows[0] / height),
        float((columns[-1] + 1) / width),
        float((rows[-1] + 1) / height),
    )
