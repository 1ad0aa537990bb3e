"""Open a picture of a code from bytes that anybody may have made, and give it in grey, small enough.

Photos for selling are opened elsewhere, with their colours; here shades are enough. Size and kind are looked
at before anything is decoded.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable

import numpy as np
from PIL import AvifImagePlugin, Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from merchant_helper.errors import PhotoUnreadable
from merchant_helper.issues import Issue

ISSUE_CODES = (
    "vietqr.file_empty",
    "vietqr.file_big",
    "vietqr.file_kind",
    "vietqr.file_broken",
    "vietqr.file_pixels",
)
MAX_BYTES = 40_000_000
MAX_PIXELS = 50_000_000
# A JPEG can be decoded at a half, a quarter or an eighth without ever being whole.
MAX_JPEG_PIXELS = 200_000_000
# Longer pictures are shrunk: a code that is lost by it is too small for any phone on the other side.
LONGEST = 4000
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_DAMAGE = (
    OSError, SyntaxError, ValueError, EOFError, RuntimeError, struct.error, zlib.error, LookupError,
    TypeError, ArithmeticError, MemoryError, Warning,
)  # fmt: skip


def opened(data: bytes) -> Image.Image:
    """Open a JPEG, PNG, WebP, AVIF or HEIC picture in grey, its longer side at most LONGEST.

    Raises PhotoUnreadable with the reason: empty, too big, no picture (a PDF, say), damaged.
    """
    if not data:
        raise _refused("vietqr.file_empty")
    if len(data) > MAX_BYTES:
        raise _refused("vietqr.file_big", limit=MAX_BYTES // 1_000_000)
    opener = _opener(data)
    if opener is None:
        raise _refused("vietqr.file_kind")
    try:
        # What Pillow only warns about (a bomb, cut data) is no picture to search either.
        with warnings.catch_warnings(), opener(data) as file:
            warnings.simplefilter("error")
            return _in_grey(file)
    except _DAMAGE as error:
        raise _refused("vietqr.file_broken") from error


def _refused(code: str, **params: int) -> PhotoUnreadable:
    return PhotoUnreadable(Issue(code, "photo", "block", params))


def _opener(data: bytes) -> Callable[[bytes], ImageFile.ImageFile] | None:
    """Know a picture by its first bytes; a file's name means nothing."""
    if data.startswith(b"\xff\xd8\xff"):
        return lambda data: JpegImagePlugin.JpegImageFile(io.BytesIO(data))
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return lambda data: PngImagePlugin.PngImageFile(io.BytesIO(data))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _open_webp
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis"):
        return lambda data: AvifImagePlugin.AvifImageFile(io.BytesIO(data))
    return _open_heif if data[4:8] == b"ftyp" and data[8:12] in _HEIF else None


def _open_webp(data: bytes) -> ImageFile.ImageFile:
    """Look at the size first: the decoder takes memory for the whole as soon as it is opened."""
    kind, body = data[12:16], data[20:30].ljust(10, b"\0")
    if kind == b"VP8X":
        width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))
    elif kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (size & 0x3FFF for size in struct.unpack("<HH", body[6:10]))
    _limit((width, height), MAX_PIXELS)
    return WebPImagePlugin.WebPImageFile(io.BytesIO(data))


def _open_heif(data: bytes) -> ImageFile.ImageFile:
    """Open a HEIC; its library is loaded only now."""
    from pillow_heif import HeifImageFile

    file: ImageFile.ImageFile = HeifImageFile(io.BytesIO(data))  # type: ignore[no-untyped-call]
    return file


def _in_grey(file: ImageFile.ImageFile) -> Image.Image:
    jpeg = isinstance(file, JpegImagePlugin.JpegImageFile)
    _limit(file.size, MAX_JPEG_PIXELS if jpeg else MAX_PIXELS)
    if jpeg:
        share = min(1.0, LONGEST / max(file.size))
        file.draft("L", (max(1, int(file.width * share)), max(1, int(file.height * share))))
        _limit(file.size, MAX_PIXELS)
    file.load()
    grey = _shades(file)
    return shrunk(grey, LONGEST)


def _limit(size: tuple[int, int], pixels: int) -> None:
    if size[0] * size[1] > pixels:
        raise _refused(
            "vietqr.file_pixels", megapixels=size[0] * size[1] // 1_000_000, limit=pixels // 1_000_000
        )


def _shades(file: Image.Image) -> Image.Image:
    """Turn any kind of pixels into grey ones; what can be seen through lies on white paper."""
    if file.mode.startswith("I"):
        return Image.fromarray((np.asarray(file) >> 8).astype(np.uint8))
    if file.mode in ("RGBA", "LA", "PA") or "transparency" in file.info:
        # In shades from the start: four channels twice over are half a gigabyte at the limit.
        seen = file if file.mode in ("RGBA", "LA") else file.convert("RGBA")
        return Image.composite(seen.convert("L"), Image.new("L", file.size, 255), seen.getchannel("A"))
    return file.convert("L")


def shrunk(image: Image.Image, longest: int) -> Image.Image:
    """Make a picture no longer than asked, neighbours averaged."""
    if max(image.size) <= longest:
        return image
    share = longest / max(image.size)
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.BOX if share < 0.5 else Image.Resampling.HAMMING)
