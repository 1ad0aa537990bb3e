"""Read the one EXIF value that matters here, how the camera was held, from bytes that may be anything."""

from __future__ import annotations

import struct

from PIL import Image

_ORIENTATION = 0x0112
_SHORT = 3
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def orientation(exif: object) -> int:
    """Give the orientation, 1 to 8; 1 when there is no EXIF or it cannot be read.

    Only the first directory is walked, and its entries are counted, so that made-up EXIF costs nothing.
    Pillow's own reader warns about damaged EXIF, and warnings are shared by all threads.
    """
    if not isinstance(exif, bytes):
        return 1
    start = 6 if exif.startswith(b"Exif\0\0") else 0
    order = {b"II": "<", b"MM": ">"}.get(exif[start : start + 2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, start + 4)
        (count,) = struct.unpack_from(f"{order}H", exif, start + first)
        for number in range(count):
            entry = start + first + 2 + number * 12
            tag, kind, _count, value = struct.unpack_from(f"{order}HHIH", exif, entry)
            if tag == _ORIENTATION:
                return value if kind == _SHORT and 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def turn_upright(image: Image.Image, held: int) -> Image.Image:
    """Undo an orientation: turn and mirror so that up is up."""
    return image.transpose(_UPRIGHT[held]) if held in _UPRIGHT else image


def sides_swap(held: int) -> bool:
    """Tell whether an orientation swaps width and height."""
    return held >= 5
