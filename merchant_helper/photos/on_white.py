"""Stand a cut-out product in the middle of a pure white frame."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from merchant_helper.photos.cutout.edge import decontaminate
from merchant_helper.photos.shadow import contact_shadow
from merchant_helper.photos.spec import RenditionSpec

#: Beyond this a picture would show pixels that no camera saw.
MOST_ENLARGED = 1.5
#: Alpha that is nothing, or everything: a haze of one per cent is no white any more.
NOTHING, ALL = 0.02, 0.98
#: What is taken along around the product for its soft edge, as a share of its length.
_MARGIN = 0.015

Recolour = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class Plan:
    """Hold where a product lies in its picture (left, top, right, bottom) and how it will stand.

    ``canvas`` is the frame's width and height in pixels, ``scale`` the product's enlargement, ``shadow`` how
    dark its shadow is.
    """

    box: tuple[float, float, float, float]
    canvas: tuple[int, int]
    scale: float
    shadow: float = 0.0


def plan(size: tuple[int, int], alpha: Image.Image, spec: RenditionSpec) -> Plan | None:
    """Work out how a product is to stand; None when the mask holds none.

    ``size`` is that of the picture at hand, which may be finer or coarser than the mask. The frame gets
    smaller than the rule's where the product would have to be enlarged too much.
    """
    found = alpha.point(lambda value: 255 if value > 127 else 0).getbbox()
    if found is None:
        return None
    across, down = size[0] / alpha.width, size[1] / alpha.height
    box = (found[0] * across, found[1] * down, found[2] * across, found[3] * down)
    scale = spec.scale(box[2] - box[0], box[3] - box[1])
    if scale <= MOST_ENLARGED:
        return Plan(box, spec.canvas, scale, spec.shadow)
    times = math.floor(max(spec.canvas) / max(spec.ratio) * MOST_ENLARGED / scale)
    return Plan(box, spec.framed(max(1, times)), MOST_ENLARGED, spec.shadow)


def stand(image: Image.Image, alpha: Image.Image, planned: Plan, recolour: Recolour | None) -> Image.Image:
    """Make the picture: crop, bring to size, clean the edge, recolour, and only then put on white."""
    left, top, right, bottom = planned.box
    margin = 2 + _MARGIN * max(right - left, bottom - top)
    crop = (
        max(0.0, left - margin),
        max(0.0, top - margin),
        min(float(image.width), right + margin),
        min(float(image.height), bottom + margin),
    )
    size = (
        max(1, round((crop[2] - crop[0]) * planned.scale)),
        max(1, round((crop[3] - crop[1]) * planned.scale)),
    )
    middle = (left + right) / 2 - crop[0], (top + bottom) / 2 - crop[1]
    corner = (
        round(planned.canvas[0] / 2 - middle[0] * planned.scale),
        round(planned.canvas[1] / 2 - middle[1] * planned.scale),
    )
    mask = _resized(alpha, image.size, crop, size)
    picture, ground = Image.new("RGB", planned.canvas, "white"), None
    if planned.shadow:
        picture = contact_shadow(planned.canvas, mask, corner, planned.shadow)
        ground = picture.crop((*corner, corner[0] + size[0], corner[1] + size[1]))
    picture.paste(_composed(_resized(image, image.size, crop, size), mask, recolour, ground), corner)
    return picture


def _resized(
    layer: Image.Image, frame: tuple[int, int], crop: tuple[float, float, float, float], size: tuple[int, int]
) -> Image.Image:
    """Cut a piece out of a layer, given in the coordinates of ``frame``, and bring it to size."""
    across, down = layer.width / frame[0], layer.height / frame[1]
    box = (
        crop[0] * across,
        crop[1] * down,
        min(crop[2] * across, layer.width),
        min(crop[3] * down, layer.height),
    )
    return layer.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _composed(
    image: Image.Image, alpha: Image.Image, recolour: Recolour | None, ground: Image.Image | None
) -> Image.Image:
    """Put a piece on white, or on its own shadow, its edge freed of the old background's colour."""
    share = np.asarray(alpha).astype(np.float32) / np.float32(255)
    share[share < NOTHING] = 0.0
    share[share > ALL] = 1.0
    colour = decontaminate(np.asarray(image), share)
    if recolour:
        colour = np.array(recolour(Image.fromarray(colour)))
    nothing, band = share <= 0, (share > 0) & (share < 1)
    colour[nothing] = 255 if ground is None else np.asarray(ground)[nothing]
    # Only the soft edge is a mixture.
    part = share[band][:, None]
    under = np.float32(255) if ground is None else np.asarray(ground, np.float32)[band]
    colour[band] = (colour[band] * part + under * (1 - part) + 0.5).astype(np.uint8)
    return Image.fromarray(colour)
