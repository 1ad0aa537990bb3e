"""Correct a cut-out near the strokes of a brush, and nowhere else.

Inside a stroke she has said what it is: product or background. Around it the change runs on as far as the
colours stay those under the stroke, against what is known at the end of its reach. Both sides spread from
their seeds at a cost (colour that is not theirs, edges that they cross); each place goes to the cheaper one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage as ndi

from merchant_helper.photos.cutout.filters import Bools, Floats
from merchant_helper.photos.edit_values import Area
from merchant_helper.photos.hidden import draw
from merchant_helper.photos.lab import lab

Bytes = NDArray[np.uint8]

#: How far a change may run beyond a stroke: times its radius, and as a share of the longer side at most.
REACH, MOST_REACH = 2.0, 0.05
#: Longest side that is looked at, and how many pixels at most lie within reach there.
LOOK_AT, MOST_PIXELS = 1600, 150_000
#: Cost of one step, of crossing an edge and of a colour of the other side (Lab units above the noise).
STEP, EDGE, STRANGE, NOISE = 1.0, 1.2, 1.0, 4.0
#: Colours that stand for those under a stroke.
PALETTE = 8
#: Longest side at which strokes are drawn; a wide brush over a large photo would take seconds.
FINEST = 2000
_SOFT = 0.8


def recut(image: Image.Image, mask: Bytes, strokes: Sequence[Area], before: Sequence[Area] = ()) -> Bytes:
    """Give a corrected mask, 0 to 255, of the shape of ``mask`` (height x width).

    ``image`` is the upright photo in RGB, at any size. ``strokes`` are in the order in which they were drawn:
    a later one wins. What ``before`` (older strokes, already in the mask) said stays said, unless a new
    stroke covers it. Beyond the reach of the strokes no byte changes. The same input gives the same bytes.
    """
    done = mask.copy()
    for keep in (True, False):
        group = [one for one in strokes if one.keep == keep]
        if group:
            _spread(image, done, group, keep, [*before, *strokes])
    said = _said((mask.shape[1], mask.shape[0]), strokes)
    done[said > 0] = 255
    done[said < 0] = 0
    return done


def reach(stroke: Area) -> float:
    """Say how far beyond its own radius a stroke may change the cut-out, in shares of the longer side."""
    return float(min(REACH * stroke.radius, MOST_REACH))


def _spread(
    image: Image.Image, mask: Bytes, strokes: Sequence[Area], keep: bool, fixed: Sequence[Area]
) -> None:
    """Let strokes of one kind run on into their surroundings; writes into ``mask``."""
    size = (mask.shape[1], mask.shape[0])
    scale = _scale(size, strokes)
    small = (max(8, round(size[0] * scale)), max(8, round(size[1] * scale)))
    window = _window(small, strokes)
    said = _said(small, fixed, window) if keep else -_said(small, fixed, window)
    seeds = (said > 0) & _painted(small, strokes, window)
    zone = _within(small, strokes, window)
    picture = _part(image, small, window)
    share = np.asarray(_part(Image.fromarray(mask), small, window), np.float32) / 255
    # Seen from the stroke's own side: 1 is what the stroke says.
    mine = share if keep else 1 - share
    other = (~zone & (mine < 0.5)) | (said < 0)
    if not seeds.any():
        return
    won = _race(lab(picture), seeds, other, zone)
    crumbs = (min(one.radius for one in strokes) * max(small)) ** 2
    gained = ndi.gaussian_filter(_without_holes(won, mine > 0.5, other, crumbs).astype(np.float32), _SOFT)
    gained[~zone | (said < 0)] = 0
    _write(mask, gained, small, window, keep)


def _scale(size: tuple[int, int], strokes: Sequence[Area]) -> float:
    """Choose how finely to look, so that what lies within reach stays a matter of tenths of a second."""
    scale = min(1.0, LOOK_AT / max(size))
    look = 320 / max(size)
    counted = _within((max(8, round(size[0] * look)), max(8, round(size[1] * look))), strokes, None)
    pixels = np.count_nonzero(counted) * (scale / look) ** 2
    return float(scale * min(1.0, (MOST_PIXELS / max(pixels, 1.0)) ** 0.5))


def _window(size: tuple[int, int], strokes: Sequence[Area]) -> tuple[int, int, int, int]:
    """Frame the strokes with their reach and a little of what lies beyond."""
    longest = max(size)
    left, top, right, bottom = size[0], size[1], 0, 0
    for stroke in strokes:
        more = (stroke.radius + reach(stroke)) * longest + 6
        across = [x * size[0] for x, _y in stroke.points]
        down = [y * size[1] for _x, y in stroke.points]
        left, right = min(left, int(min(across) - more)), max(right, int(max(across) + more) + 1)
        top, bottom = min(top, int(min(down) - more)), max(bottom, int(max(down) + more) + 1)
    return max(left, 0), max(top, 0), min(right, size[0]), min(bottom, size[1])


def _said(
    size: tuple[int, int], strokes: Sequence[Area], window: tuple[int, int, int, int] | None = None
) -> NDArray[np.int8]:
    """Mark product as 1 and background as -1 where strokes say so, the last one that covers a place."""
    fine = min(1.0, FINEST / max(size))
    drawing = Image.new("L", (max(1, round(size[0] * fine)), max(1, round(size[1] * fine))), 1)
    for stroke in strokes:
        draw(drawing, stroke, 2 if stroke.keep else 0)
    if drawing.size != size:
        drawing = drawing.resize(size, Image.Resampling.NEAREST)
    return np.asarray(drawing.crop(window) if window else drawing).astype(np.int8) - 1


def _painted(size: tuple[int, int], strokes: Sequence[Area], window: tuple[int, int, int, int]) -> Bools:
    """Mark what strokes cover within a window of a picture of this size."""
    drawing = Image.new("L", size, 0)
    for stroke in strokes:
        draw(drawing, stroke, 255)
    marked: Bools = np.asarray(drawing.crop(window)) > 0
    return marked


def _within(
    size: tuple[int, int], strokes: Sequence[Area], window: tuple[int, int, int, int] | None
) -> Bools:
    """Mark what lies within reach of strokes, the strokes themselves included."""
    wider = [Area(one.points, one.radius + reach(one), keep=one.keep) for one in strokes]
    return _painted(size, wider, window or (0, 0, *size))


def _part(layer: Image.Image, size: tuple[int, int], window: tuple[int, int, int, int]) -> Image.Image:
    """Cut a window, given at ``size``, out of a layer of any size."""
    across, down = layer.width / size[0], layer.height / size[1]
    box = (
        window[0] * across,
        window[1] * down,
        min(window[2] * across, layer.width),
        min(window[3] * down, layer.height),
    )
    wanted = (window[2] - window[0], window[3] - window[1])
    return layer.resize(wanted, Image.Resampling.BILINEAR, box=box, reducing_gap=2.0)


def _race(colours: Floats, seeds: Bools, other: Bools, zone: Bools) -> Bools:
    """Mark what the stroke's side reaches more cheaply than the other one."""
    from skimage.graph import MCP_Geometric

    smooth = ndi.gaussian_filter(colours, (_SOFT, _SOFT, 0))
    edges = np.sqrt(sum(ndi.gaussian_gradient_magnitude(colours[..., c], 1.0) ** 2 for c in range(3)))
    free = zone | ndi.binary_dilation(zone)
    mine = _cost(smooth, edges, smooth[seeds], free)
    theirs = _cost(smooth, edges, smooth[other & free], free)
    from_stroke, _ = MCP_Geometric(mine).find_costs(_rim(seeds, free))
    inside = np.where(seeds, 0.0, from_stroke)
    starts = _rim(other & free, free)
    if starts:
        outside, _ = MCP_Geometric(theirs).find_costs(starts)
        outside = np.where(other, 0.0, outside)
    else:
        # Nothing of the other side is near: the change ends where the colours end.
        outside = np.full(inside.shape, np.inf)
    enough = 2.5 * max(float(ndi.distance_transform_edt(zone & ~seeds).max()), 4.0)
    won = (inside < np.minimum(outside, enough)) & zone & ~(other & ~seeds)
    # What the stroke does not reach without a gap, and specks, were not meant.
    won = ndi.binary_opening(won) | seeds
    labels, _count = ndi.label(won)
    joined: Bools = np.isin(labels, np.unique(labels[seeds])) & won
    return joined


def _without_holes(won: Bools, mine: Bools, other: Bools, most: float) -> Bools:
    """Close what is smaller than the brush and lies all around in what was won or was there before."""
    whole = won | mine
    holes = ndi.binary_fill_holes(whole) & ~whole & ~other
    labels, count = ndi.label(holes)
    small = np.bincount(labels.ravel(), minlength=count + 1) <= most
    small[0] = False
    closed: Bools = won | small[labels]
    return closed


def _cost(smooth: Floats, edges: Floats, known: Floats, free: Bools) -> Floats:
    """Say what a step onto each place costs a side whose colours are ``known``."""
    cost = STEP + EDGE * edges
    if len(known):
        palette = _palette(known)
        near = np.full(smooth.shape[:2], np.inf, np.float32)
        for colour in palette:
            off = smooth - colour
            near = np.minimum(near, np.sqrt((off * off).sum(-1)))
        cost = cost + STRANGE * np.maximum(near - NOISE, 0)
    return np.where(free, cost, -1.0)


def _palette(known: Floats) -> Floats:
    """Choose colours that stand for many: the farthest from those chosen, outliers left out."""
    known = known[:: max(1, len(known) // 4000)]
    chosen = [np.median(known, axis=0)]
    for _more in range(PALETTE - 1):
        off = np.min([((known - colour) ** 2).sum(-1) for colour in chosen], axis=0)
        limit = np.percentile(off, 95)
        if limit < NOISE * NOISE:
            break
        candidates = known[off >= limit * 0.8]
        chosen.append(np.median(candidates, axis=0) if len(chosen) > PALETTE // 2 else candidates[0])
    return np.asarray(chosen, np.float32)


def _rim(area: Bools, free: Bools) -> list[tuple[int, int]]:
    """List the places of an area from which anything spreads."""
    rim = area & free & ~ndi.binary_erosion(area)
    return [(int(row), int(column)) for row, column in np.argwhere(rim)]


def _write(
    mask: Bytes, gained: Floats, size: tuple[int, int], window: tuple[int, int, int, int], keep: bool
) -> None:
    """Bring what was gained to the mask's own size; nothing is ever taken from the stroke's side."""
    height, width = mask.shape
    across, down = width / size[0], height / size[1]
    left, top = int(window[0] * across), int(window[1] * down)
    right, bottom = min(int(np.ceil(window[2] * across)), width), min(int(np.ceil(window[3] * down)), height)
    layer = Image.fromarray(gained)
    box = (
        max(left / across - window[0], 0.0),
        max(top / down - window[1], 0.0),
        min(right / across - window[0], layer.width),
        min(bottom / down - window[1], layer.height),
    )
    fine = layer.resize((right - left, bottom - top), Image.Resampling.BILINEAR, box=box)
    share = np.clip(np.asarray(fine), 0, 1)
    part = mask[top:bottom, left:right].astype(np.float32)
    target = np.maximum(part, 255 * share) if keep else np.minimum(part, 255 * (1 - share))
    changed = np.where(share > 0.004, (target + 0.5).astype(np.uint8), mask[top:bottom, left:right])
    mask[top:bottom, left:right] = changed
