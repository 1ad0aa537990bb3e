"""Open a photo from bytes that anybody may have made, and give it upright, in sRGB, and nothing else."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from PIL import AvifImagePlugin, Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from merchant_helper.issues import Issue
from merchant_helper.photos.colour import flatten, to_srgb
from merchant_helper.photos.exif import orientation, sides_swap, turn_upright
from merchant_helper.photos.refused import MAX_BYTES, refuse, too_big
from merchant_helper.photos.sniff import Format, other_format, picture_format, webp_size

__all__ = ["MAX_BYTES", "MAX_DRAFT_PIXELS", "MAX_PIXELS", "Upright", "open_upright"]

ISSUE_CODES = ("photo.animated",)

MAX_PIXELS = 50_000_000
# Phones make JPEGs of 108 megapixels; those can be decoded at half size without ever being whole.
MAX_DRAFT_PIXELS = 120_000_000
# What the decoders raise on damaged input, found by cutting and flipping bytes.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    ZeroDivisionError,
    MemoryError,
)


@dataclass(frozen=True)
class Upright:
    """Hold a photo as it should be looked at.

    ``image`` is RGB in sRGB without metadata, no longer than was asked for; ``size`` is the upright
    original's. ``format`` is JPEG, PNG, WEBP, AVIF or HEIF; ``issues`` tells what was a guess.
    """

    image: Image.Image
    size: tuple[int, int]
    format: str
    issues: list[Issue] = field(default_factory=list)


class _Jpeg(JpegImagePlugin.JpegImageFile):
    """Be a JPEG whose EXIF is not searched for a print resolution, which warns when it is damaged."""

    def _read_dpi_from_exif(self) -> None:
        return


def open_upright(
    source: Path | bytes | BinaryIO, *, longest: int | None = None, roughly: bool = False
) -> Upright:
    """Open a JPEG, PNG, WebP, AVIF or HEIC picture; the longer side is at most ``longest`` pixels.

    ``roughly``: less than twice as many will do, which spares a JPEG most of the work of shrinking.
    Size and kind are checked before anything is decoded, and no setting of Pillow is touched. Raises
    PhotoUnreadable with the reason; an OSError from reading a path passes.
    """
    data = _read(source)
    kind = _kind(data)
    try:
        return _open(data, kind, longest, roughly)
    except _DAMAGE as error:
        raise refuse("photo.broken") from error


def _read(source: Path | bytes | BinaryIO) -> bytes:
    """Take the bytes in, one more than allowed at most."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    else:
        data = source if isinstance(source, bytes) else source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_big(MAX_BYTES)
    return data


def _kind(data: bytes) -> Format:
    """Tell the format by content; a file's name means nothing."""
    if not data:
        raise refuse("photo.empty")
    kind = picture_format(data)
    if kind:
        return kind
    other = other_format(data)
    raise refuse("photo.format", kind=other) if other else refuse("photo.not_a_picture")


def _open(data: bytes, kind: Format, longest: int | None, roughly: bool) -> Upright:
    """Decode, turn upright, convert colours, drop everything else."""
    if kind == "WEBP":
        _limit(webp_size(data) or (1, 1), MAX_PIXELS)
    with _OPENERS[kind](data) as file:
        size = file.size
        _limit(size, MAX_DRAFT_PIXELS if kind == "JPEG" else MAX_PIXELS)
        issues = [Issue("photo.animated", field="photo", severity="hint")] if _moves(file, kind) else []
        if kind == "JPEG":
            file.draft(None, _draft_size(size, longest))
            _limit(file.size, MAX_PIXELS)
        file.load()
        # A PNG may carry its EXIF behind the pixels, so nothing is read before they are.
        held, profile = orientation(file.info.get("exif")), file.info.get("icc_profile")
        image = _reduce(flatten(file), longest, roughly)
    image, guessed = to_srgb(image, profile)
    image = turn_upright(image, held)
    bare = image.copy() if isinstance(image, ImageFile.ImageFile) else image
    bare.info = {}
    return Upright(bare, size[::-1] if sides_swap(held) else size, kind, [*issues, *guessed])


def _open_heif(data: bytes) -> ImageFile.ImageFile:
    """Open a HEIC; its library is loaded only now, and hooks itself into nothing."""
    from pillow_heif import HeifImageFile

    opened: ImageFile.ImageFile = HeifImageFile(io.BytesIO(data))  # type: ignore[no-untyped-call]
    return opened


_OPENERS: dict[Format, Callable[[bytes], ImageFile.ImageFile]] = {
    "JPEG": lambda data: _Jpeg(io.BytesIO(data)),
    "PNG": lambda data: PngImagePlugin.PngImageFile(io.BytesIO(data)),
    "WEBP": lambda data: WebPImagePlugin.WebPImageFile(io.BytesIO(data)),
    "AVIF": lambda data: AvifImagePlugin.AvifImageFile(io.BytesIO(data)),
    "HEIF": _open_heif,
}


def _limit(size: tuple[int, int], pixels: int) -> None:
    """Refuse a picture that would not fit into a small laptop's memory."""
    if size[0] * size[1] > pixels:
        raise refuse(
            "photo.too_many_pixels", megapixels=size[0] * size[1] // 1_000_000, limit=pixels // 1_000_000
        )


def _moves(file: ImageFile.ImageFile, kind: Format) -> bool:
    """Tell an animation; a HEIC with several pictures is a burst, of which the chosen one is opened."""
    return kind != "HEIF" and getattr(file, "n_frames", 1) > 1


def _draft_size(size: tuple[int, int], longest: int | None) -> tuple[int, int]:
    """Say how small a JPEG may be decoded; both sides count, or the decoder does nothing."""
    share = min(1.0, longest / max(size)) if longest else 1.0
    if size[0] * size[1] > MAX_PIXELS:
        share = min(share, 0.5)
    return max(1, int(size[0] * share)), max(1, int(size[1] * share))


def _reduce(image: Image.Image, longest: int | None, roughly: bool) -> Image.Image:
    """Make a picture no longer than asked."""
    if not longest or max(image.size) <= longest or (roughly and max(image.size) < 2 * longest):
        return image
    share = longest / max(image.size)
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
