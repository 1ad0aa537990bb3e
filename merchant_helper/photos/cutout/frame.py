"""Take a picture of any size through an engine and bring the answer back to full size with a clean edge.

The engine sees a small copy. The edge is then drawn again inside the product's box from a larger crop, so
that a small product in a large photo gets an edge as fine as the picture that is made from it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage as ndi

from merchant_helper.photos.cutout import Cutout, Engine
from merchant_helper.photos.cutout.filters import Floats, GuidedFilter, resized
from merchant_helper.photos.cutout.verdict import judge, tidied

#: Longest side of the copy that engines see: what U-2-Net takes; 384 made plain no better, and slower.
SMALL = 320
#: Longest side of the crop in which the edge is drawn: the output picture is at most 1600 pixels.
FINE = 1600
#: Edge statistics are gathered on a copy of this longest side and applied at FINE (fast guided filter).
GUIDE = 512
#: Free space kept around the product's box, as a share of its longest side.
MARGIN = 0.06
#: The filter leaves the edge some pixels too soft; a cut-out edge is one to two pixels wide.
SHARPEN = 1.8


def cut(image: Image.Image, engine: Engine) -> Cutout:
    """Cut out with one engine and judge the result."""
    small = shrunk(image, SMALL)
    probability = engine.segment(small)
    mask = tidied(probability)
    judged = judge(small, mask, engine)
    soft = np.where(ndi.binary_dilation(mask, iterations=4), probability, 0.0).astype(np.float32)
    full = enlarge(image, soft)
    return Cutout(full, engine.name, engine.model, judged.verdict, judged.confidence, list(judged.issues))


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


def _draw_edge(image: Image.Image, soft: Floats, box: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """Follow the edges of a crop: statistics on a small copy, applied to a finer one."""
    width, height = box[2] - box[0], box[3] - box[1]
    fine = _fitted(width, height, FINE)
    guide_size = _fitted(width, height, GUIDE)
    crop = image.convert("RGB").resize(fine, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
    guide = np.asarray(crop.resize(guide_size, Image.Resampling.BOX), np.float32) / np.float32(255)
    coarse = _crop_soft(soft, image.size, box, guide_size)
    slope, offset = GuidedFilter(guide, radius=4, epsilon=2e-4).coefficients(coarse)
    near = resized(coarse, fine)
    alpha = (resized(slope, fine) * (np.asarray(crop, np.float32) / 255)).sum(-1) + resized(offset, fine)
    # Far from the edge the coarse map is surer than any filter.
    alpha = np.where(near > 0.98, 1.0, np.where(near < 0.02, 0.0, alpha))
    return (np.clip((alpha - 0.5) * SHARPEN + 0.5, 0.0, 1.0) * 255 + 0.5).astype(np.uint8)


def _fitted(width: int, height: int, longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _crop_soft(
    soft: Floats, size: tuple[int, int], box: tuple[int, int, int, int], target: tuple[int, int]
) -> Floats:
    """Cut the box (in full-size pixels) out of the small map, at ``target`` size."""
    across, down = soft.shape[1] / size[0], soft.shape[0] / size[1]
    place = (box[0] * across, box[1] * down, box[2] * across, box[3] * down)
    return np.asarray(Image.fromarray(soft).resize(target, Image.Resampling.BILINEAR, box=place))
