"""Take a picture of any size through an engine and bring the answer back to full size with a clean edge.

The engine sees a small copy. The edge is then drawn again inside the product's box from a larger crop, so
that a small product in a large photo gets an edge as fine as the picture that is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage as ndi

from merchant_helper.photos.cutout import Cutout, Engine
from merchant_helper.photos.cutout.filters import Bools, Floats, GuidedFilter, across_channels, resized
from merchant_helper.photos.cutout.parts import overlap
from merchant_helper.photos.cutout.verdict import judge, tidied

#: Longest side of the copy that engines see: what U-2-Net takes; 384 made plain no better, and slower.
SMALL = 320
#: Longest side of the crop in which the edge is drawn: the output picture is at most 1600 pixels.
FINE = 1600
#: Edge statistics are gathered on a copy of this longest side and applied at FINE (fast guided filter).
GUIDE = 384
#: Free space kept around the product's box, as a share of its longest side.
MARGIN = 0.06
#: The filter leaves the edge some pixels too soft; a cut-out edge is one to two pixels wide.
SHARPEN = 1.8
#: A model looks a second time at the product's box with this much room around it. Measured with a map of
#: 80 x 80 on 42 composites (L1 to L3): IoU 0.949 to 0.983, boundary F 0.766 to 0.973; with 0.08 the products
#: that the first look cut short lost more, 0.25 and 0.4 gained less. The plain engine gained nothing (0.974,
#: 0.967), so it looks once.
NEARER_ROOM = 0.15
#: Not where the box is nearly the frame, nor where the second answer has less than this in common with the
#: first, or is everything that was shown.
NEARER_FROM, SAME_THING, ALL_OF_IT = 0.9, 0.5, 0.9

#: Pixels of the small copy from the outline inwards that may be soft.
SOLID_FROM = 3

#: Left, top, right, bottom in pixels.
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Found:
    """Hold what an engine answered: the small picture, the yes/no mask in it, and the mask in full size."""

    small: NDArray[np.uint8]
    mask: Bools
    full: NDArray[np.uint8]


def cut(image: Image.Image, engine: Engine) -> Cutout:
    """Cut out with one engine and judge the result."""
    found = find(image, engine)
    judged = judge(found.small, found.mask, engine)
    return Cutout(
        found.full, engine.name, engine.model, judged.verdict, judged.confidence, list(judged.issues)
    )


def find(image: Image.Image, engine: Engine) -> Found:
    """Let an engine look, a model a second time from nearer, and bring the answer to full size."""
    small = shrunk(image, SMALL)
    probability = engine.segment(small)
    mask = tidied(probability)
    nearer = _from_nearer(image, mask, engine) if engine.model else None
    if nearer is None:
        return Found(small, mask, enlarge(image, _softly(probability, mask)))
    box, soft = nearer
    full = np.zeros((image.height, image.width), np.uint8)
    full[box[1] : box[3], box[0] : box[2]] = enlarge(image.crop(box), soft)
    again = Image.fromarray(full).resize(mask.shape[::-1], Image.Resampling.BOX)
    return Found(small, np.asarray(again) > 127, full)


def _from_nearer(image: Image.Image, mask: Bools, engine: Engine) -> tuple[Box, Floats] | None:
    """Let a model look again at the product's box; give the box and the map in it.

    None where the product fills the frame anyway, or where the two answers are about different things.
    """
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if len(rows) == 0:
        return None
    across, down = image.width / mask.shape[1], image.height / mask.shape[0]
    sides = (columns[0] * across, rows[0] * down, (columns[-1] + 1) * across, (rows[-1] + 1) * down)
    room = NEARER_ROOM * max(sides[2] - sides[0], sides[3] - sides[1])
    box = (
        max(0, int(sides[0] - room)),
        max(0, int(sides[1] - room)),
        min(image.width, int(sides[2] + room)),
        min(image.height, int(sides[3] + room)),
    )
    if max(box[2] - box[0], box[3] - box[1]) > NEARER_FROM * max(image.size):
        return None
    again = engine.segment(shrunk(image.crop(box), SMALL))
    found = tidied(again)
    before = Image.fromarray(mask.astype(np.float32)).resize(
        found.shape[::-1],
        Image.Resampling.BILINEAR,
        box=(box[0] / across, box[1] / down, box[2] / across, box[3] / down),
    )
    if found.mean() > ALL_OF_IT or overlap(found, np.asarray(before) > 0.5) < SAME_THING:
        return None
    return box, _softly(again, found)


def _softly(probability: Floats, mask: Bools) -> Floats:
    """Keep the soft rim of what the mask keeps, and make its inside solid.

    A model in doubt about the print on a carton would otherwise let white shine through it.
    """
    solid = np.maximum(probability, ndi.binary_erosion(mask, iterations=SOLID_FROM, border_value=1))
    return np.where(ndi.binary_dilation(mask, iterations=4), solid, 0.0).astype(np.float32)


def shrunk(image: Image.Image, longest: int) -> NDArray[np.uint8]:
    """Copy a picture as uint8 RGB, its longest side at most ``longest`` pixels, each side at least 16."""
    scale = min(1.0, longest / max(image.size))
    size = (max(16, round(image.width * scale)), max(16, round(image.height * scale)))
    if image.mode != "RGB":
        image = image.convert("RGB")
    return np.asarray(image.resize(size, Image.Resampling.BOX if scale < 0.5 else Image.Resampling.BICUBIC))


def enlarge(image: Image.Image, soft: Floats) -> NDArray[np.uint8]:
    """Bring a small probability map to the size of ``image``, its edge drawn along the picture's edges."""
    full = np.zeros((image.height, image.width), np.uint8)
    rows, columns = np.nonzero(soft.max(1) > 0.1)[0], np.nonzero(soft.max(0) > 0.1)[0]
    if len(rows) == 0:
        return full
    left, right = _stretch(columns, soft.shape[1], image.width)
    top, bottom = _stretch(rows, soft.shape[0], image.height)
    box = (left, top, right, bottom)
    edge = _draw_edge(image, soft, box)
    part = Image.fromarray(edge).resize((right - left, bottom - top), Image.Resampling.BILINEAR)
    full[top:bottom, left:right] = np.asarray(part)
    return full


def _stretch(marked: NDArray[np.intp], small: int, large: int) -> tuple[int, int]:
    """Turn the first and last marked place of a small axis into a range on the large one, with margin."""
    margin = (marked[-1] - marked[0]) * MARGIN + 4
    scale = large / small
    first, last = (marked[0] - margin) * scale, (marked[-1] + 1 + margin) * scale
    return max(0, int(first)), min(large, int(np.ceil(last)))


def _draw_edge(image: Image.Image, soft: Floats, box: Box) -> NDArray[np.uint8]:
    """Follow the edges of a crop: statistics on a small copy, applied to a finer one."""
    width, height = box[2] - box[0], box[3] - box[1]
    fine = _fitted(width, height, FINE)
    guide_size = _fitted(width, height, GUIDE)
    colours = image if image.mode == "RGB" else image.convert("RGB")
    crop = colours.resize(fine, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
    guide = np.asarray(crop.resize(guide_size, Image.Resampling.BOX), np.float32) / np.float32(255)
    coarse = _crop_soft(soft, image.size, box, guide_size)
    slope, offset = GuidedFilter(guide, radius=4, epsilon=2e-4).coefficients(coarse)
    near = resized(coarse, fine)
    # Far from the edge the coarse map is surer than any filter.
    edge = (near > 0.02) & (near < 0.98)
    seen = np.asarray(crop)[edge].astype(np.float32) / np.float32(255)
    alpha = across_channels(resized(slope, fine)[edge], seen) + resized(offset, fine)[edge]
    drawn = np.where(near >= 0.5, np.uint8(255), np.uint8(0))
    drawn[edge] = (np.clip((alpha - 0.5) * SHARPEN + 0.5, 0.0, 1.0) * 255 + 0.5).astype(np.uint8)
    return drawn


def _fitted(width: int, height: int, longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _crop_soft(soft: Floats, size: tuple[int, int], box: Box, target: tuple[int, int]) -> Floats:
    """Cut the box (in full-size pixels) out of the small map, at ``target`` size."""
    across, down = soft.shape[1] / size[0], soft.shape[0] / size[1]
    place = (box[0] * across, box[1] * down, box[2] * across, box[3] * down)
    return np.asarray(Image.fromarray(soft).resize(target, Image.Resampling.BILINEAR, box=place))
