"""Know a picture by its first bytes, before any decoder touches it."""

from __future__ import annotations

import struct
from typing import Literal

Format = Literal["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]

_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
# Kinds that people do send and that are named back to them.
_OTHERS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF, RAW"),
    (b"MM\0*", "TIFF, RAW"),
    (b"%PDF", "PDF"),
    (b"8BPS", "Photoshop"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"<svg", "SVG"),
)


def picture_format(data: bytes) -> Format | None:
    """Tell which of the formats that are opened here the bytes begin."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    brands = _brands(data)
    if brands & _AVIF_BRANDS:
        return "AVIF"
    if brands & _HEIF_BRANDS:
        return "HEIF"
    return None


def other_format(data: bytes) -> str | None:
    """Name the kind of a file that is known but not opened, such as a GIF or a video."""
    for magic, name in _OTHERS:
        if data.startswith(magic):
            return name
    return "video" if data[4:8] == b"ftyp" else None


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Read width and height from a WebP's head; its decoder takes memory for them as soon as it is opened."""
    kind, body = data[12:16], data[20:30]
    if len(body) < 10:
        return None
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", body[6:10])
    return width & 0x3FFF, height & 0x3FFF


def _brands(data: bytes) -> set[bytes]:
    """Read the brands of an ISO base media file; the major one alone does not tell AVIF from HEIC."""
    if data[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(data[:4], "big"), len(data), 512)
    return {data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))}
