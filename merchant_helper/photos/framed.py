"""Turn, level and crop a picture, or its mask, as somebody decided by hand."""

from __future__ import annotations

import math

from PIL import Image

from merchant_helper.photos.edits import Edits
from merchant_helper.photos.straight import inner

_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def framed(picture: Image.Image, edits: Edits) -> Image.Image:
    """Give the frame that was chosen; the same shares are cut from a picture and from its mask."""
    if edits.turn in _TURNS:
        picture = picture.transpose(_TURNS[edits.turn])
    if edits.straighten:
        picture = _level(picture, edits.straighten)
    if edits.crop is not None:
        left, top, right, bottom = edits.crop
        box = (
            round(left * picture.width),
            round(top * picture.height),
            max(round(right * picture.width), round(left * picture.width) + 1),
            max(round(bottom * picture.height), round(top * picture.height) + 1),
        )
        picture = picture.crop(box)
    return picture


def names(edits: Edits, *, lit: bool) -> list[str]:
    """Name what is done to the whole photo, here or before it came here, as a rendition tells it."""
    done = {
        "blurred": bool(edits.blur),
        "lightened": lit,
        "turned": bool(edits.turn),
        "straightened": bool(edits.straighten),
        "cropped": edits.crop is not None,
    }
    return [name for name, was in done.items() if was or name in edits.came]


def by_hand(edits: Edits) -> bool:
    """Tell whether the cut-out was corrected by hand, here or before it came here."""
    return edits.hand or "hand_corrected" in edits.came


def _level(picture: Image.Image, degrees: float) -> Image.Image:
    """Turn about the middle and cut off the corners that are left empty, in the picture's own shape."""
    width, height = inner(picture.size, degrees)
    left, top = (picture.width - width) / 2, (picture.height - height) / 2
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC)
    return turned.crop(
        (math.ceil(left), math.ceil(top), max(int(left + width), 1), max(int(top + height), 1))
    )
