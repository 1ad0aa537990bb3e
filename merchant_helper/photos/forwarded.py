"""Tell a photo that came through a chat and was made smaller on the way, by its head and its name alone.

Chats take the camera's name out, shrink to a few round sizes and pack tighter than a camera does. All must
agree before anything is said: one word too few costs nothing, one too many makes an owner doubt a good photo.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from merchant_helper.issues import Issue

ISSUE_CODES = ("photo.forwarded",)

#: No chat that shrinks leaves more than this on the longer side.
LONGEST = 2048
#: Longer sides to which Zalo, Messenger, WhatsApp, Telegram and Viber shrink, and the width that some keep.
SIZES = frozenset((960, 1024, 1080, 1280, 1440, 1600, 1920, 2048))
WIDTH = 1080
#: Chats pack at 70 to 85 on the usual scale, phones' cameras at 90 and more.
TIGHT = 85
#: A head with thumbnail and profiles is rarely longer.
HEAD_BYTES = 256_000

_NAMES = re.compile(
    r"z\d{10,19}(_[0-9a-f]{8,64})?"
    r"|received_\d{10,}|fb_img_\d{10,}|\d{6,}_\d{10,}_\d{10,}_[no]"
    r"|img-\d{8}-wa\d{4}|whatsapp image \d{4}-\d\d-\d\d at .{4,14}"
    r"|photo_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d|img-[0-9a-f]{32}-v|viber_image_.{10,40}|zalo_.{4,40}",
    re.IGNORECASE,
)
_COPY = re.compile(r"\s*(\(\d{1,3}\)|- copy)$", re.IGNORECASE)
_MAKE, _MODEL = 0x010F, 0x0110
_START, _END, _EXIF, _TABLES, _PIXELS = b"\xff\xd8", 0xD9, 0xE1, 0xDB, 0xDA
#: The luminance table of the JPEG standard, added up (ITU T.81, K.1); others are its multiples.
_STANDARD_SUM = 3688


def forwarded(path: Path, size: tuple[int, int], file_name: str) -> list[Issue]:
    """Give a hint when a kept photo of this upright size and name seems to have come through a chat.

    An OSError from reading the file passes.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return [Issue("photo.forwarded", "photo", "hint")] if seems_forwarded(head, size, file_name) else []


def seems_forwarded(head: bytes, size: tuple[int, int], file_name: str) -> bool:
    """Judge by the beginning of the file, the picture's size in pixels and its name."""
    if max(size) > LONGEST or not head.startswith(_START):
        return False
    segments = list(_segments(head))
    if any(_names_camera(body) for marker, body in segments if marker == _EXIF):
        return False
    if named_by_chat(file_name):
        return True
    quality = _quality([body for marker, body in segments if marker == _TABLES])
    usual = max(size) in SIZES or min(size) == WIDTH
    return usual and quality is not None and quality <= TIGHT


def named_by_chat(file_name: str) -> bool:
    """Tell a name that Zalo, Messenger, WhatsApp, Telegram or Viber gave."""
    stem, dot, _ending = file_name.rpartition(".")
    return bool(_NAMES.fullmatch(_COPY.sub("", stem if dot else file_name)))


def _segments(head: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk the segments before the pixels; damage ends the walk."""
    at = len(_START)
    while at + 4 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = int.from_bytes(head[at + 2 : at + 4], "big")
        if marker in (_PIXELS, _END) or length < 2:
            return
        yield marker, head[at + 4 : at + 2 + length]
        at += 2 + length


def _names_camera(segment: bytes) -> bool:
    """Tell whether an EXIF block names maker or model; only its first directory is walked."""
    if not segment.startswith(b"Exif\0\0"):
        return False
    body = segment[6:]
    order = {b"II": "<", b"MM": ">"}.get(body[:2])
    if order is None:
        return False
    try:
        (first,) = struct.unpack_from(f"{order}I", body, 4)
        (count,) = struct.unpack_from(f"{order}H", body, first)
        tags = [struct.unpack_from(f"{order}H", body, first + 2 + 12 * n)[0] for n in range(count)]
    except struct.error:
        return False
    return _MAKE in tags or _MODEL in tags


def _quality(tables: Sequence[bytes]) -> float | None:
    """Estimate the quality on the scale of 1 to 100 from the first luminance table."""
    for body in tables:
        wide, number = divmod(body[0], 16) if body else (0, 1)
        values = body[1 : 1 + 64 * (2 if wide else 1)]
        if number == 0 and len(values) == 64 * (2 if wide else 1):
            added = sum(struct.unpack(">64H", values)) if wide else sum(values)
            scale = 100 * added / _STANDARD_SUM
            return 100 - scale / 2 if scale <= 100 else 5000 / scale
    return None
