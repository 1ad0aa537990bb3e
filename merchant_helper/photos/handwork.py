"""Do what was asked for by hand: correct a mask by strokes, find the crop and the turn that are suggested."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from merchant_helper.photos.cutout.strokes import LOOK_AT, recut
from merchant_helper.photos.edit_values import LEAST_SIDE, MOST_LEAN, Area, Box
from merchant_helper.photos.edits import Edits
from merchant_helper.photos.framed import framed
from merchant_helper.photos.hidden import hide
from merchant_helper.photos.intake import open_upright
from merchant_helper.photos.light import asked
from merchant_helper.photos.refused import refuse
from merchant_helper.photos.straight import lean
from merchant_helper.photos.subject import find_subject

#: Longest side of the copy that suggestions are made from, and of the veil that a page lays over a photo.
_LOOK, VEIL = 640, 1080
#: Space left around a product by the suggested crop, as a share of the frame.
_AIR = 0.06
_VEIL_COLOUR, _VEIL_STRENGTH = (150, 0, 90), 0.62


@dataclass(frozen=True)
class Work:
    """Say what strokes are to correct: files, and the strokes that the mask already holds."""

    original: Path
    mask: Path
    before: tuple[Area, ...] = ()


def corrected_mask(work: Work, strokes: Sequence[Area]) -> bytes:
    """Give the corrected mask as an 8-bit PNG; the files are only read. Raises PhotoUnreadable."""
    image = open_upright(work.original, longest=LOOK_AT).image
    mask = recut(image, np.asarray(read_mask(work.mask)), strokes, work.before)
    png = io.BytesIO()
    Image.fromarray(mask).save(png, "PNG", compress_level=3)
    return png.getvalue()


def veil(mask: Path) -> bytes:
    """Give a PNG that, laid over the photo, covers what was cut away."""
    alpha = read_mask(mask)
    alpha.thumbnail((VEIL, VEIL), Image.Resampling.BILINEAR, reducing_gap=2.0)
    away = alpha.point([round((255 - value) * _VEIL_STRENGTH) for value in range(256)])
    picture = Image.new("RGBA", alpha.size, (*_VEIL_COLOUR, 0))
    picture.putalpha(away)
    png = io.BytesIO()
    picture.save(png, "PNG", compress_level=3)
    return png.getvalue()


def suggested_lean(original: Path, edits: Edits) -> float:
    """Tell by how many degrees a photo leans clockwise; 0 unless it is certain."""
    seen = _seen(original, replace(edits, straighten=None, crop=None))
    return max(-MOST_LEAN, min(lean(seen), MOST_LEAN))


def suggested_crop(original: Path, mask: Path | None, edits: Edits) -> Box | None:
    """Frame the product with a little air, in shares of the turned and levelled photo; None where none is."""
    whole = replace(edits, crop=None, light="original")
    if mask is None:
        found = find_subject(_seen(original, whole)).box
    else:
        alpha = read_mask(mask)
        alpha.thumbnail((_LOOK, _LOOK), Image.Resampling.BILINEAR, reducing_gap=2.0)
        alpha = framed(alpha, whole)
        box = alpha.point([255 * (value > 127) for value in range(256)]).getbbox()
        across, down = alpha.size
        found = (box[0] / across, box[1] / down, box[2] / across, box[3] / down) if box else None
    if found is None:
        return None
    left, right = _wide(found[0] - _AIR, found[2] + _AIR)
    top, bottom = _wide(found[1] - _AIR, found[3] + _AIR)
    return left, top, right, bottom


def light_helps(original: Path) -> bool:
    """Tell whether the light fix would change what is seen."""
    return asked(open_upright(original, longest=_LOOK).image) is not None


def read_mask(mask: Path) -> Image.Image:
    """Open a kept mask in grey. Raises PhotoUnreadable."""
    try:
        with Image.open(mask, formats=("PNG",)) as picture:
            return picture.convert("L")
    except (SyntaxError, ValueError, Image.DecompressionBombError, UnidentifiedImageError) as error:
        raise refuse("photo.broken") from error


def _seen(original: Path, edits: Edits) -> Image.Image:
    return framed(hide(open_upright(original, longest=_LOOK).image, edits.blur), edits)


def _wide(low: float, high: float) -> tuple[float, float]:
    """Keep a range inside the frame, and as wide as a crop must be."""
    low, high = max(low, 0.0), min(high, 1.0)
    lack = max(0.0, LEAST_SIDE - (high - low))
    low = max(0.0, min(low - lack / 2, 1 - LEAST_SIDE))
    return low, min(1.0, max(high, low + LEAST_SIDE))
