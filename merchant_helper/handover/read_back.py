"""Read a shop's file that anybody may have made or changed: bounded, strict, and never run."""

from __future__ import annotations

import base64
import binascii
import hashlib
import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from merchant_helper.errors import MerchantHelperError
from merchant_helper.handover.profile_codes import sound
from merchant_helper.handover.profile_data import (
    BLOCK_ID,
    MOST_BYTES,
    MOST_DATA_BYTES,
    VERSION,
    ProfileData,
    Stamp,
)
from merchant_helper.handover.read_back_words import cleaned
from merchant_helper.issues import Issue
from merchant_helper.photos.intake import MAX_BYTES

ISSUE_CODES = (
    "profile.not_a_profile",
    "profile.too_big",
    "profile.newer",
    "profile.broken",
    "profile.edited",
    "profile.answers_left_out",
    "profile.photo_missing",
    "profile.codes_left_out",
)
_BLOCK = re.compile(rb'<script type="application/json" id="%b"([^>]{0,300})>' % BLOCK_ID.encode())
_SUM = re.compile(rb'data-sha256="([0-9a-f]{64})"')
_IMAGE = re.compile(rb'<img id="([pm][0-9]{1,4})" src="data:image/(?:jpeg|png);base64,([A-Za-z0-9+/=]*)"')

Bytes = bytes | mmap.mmap


class ProfileUnreadable(MerchantHelperError):
    """Say why a file is not taken as a shop's file."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


@dataclass(frozen=True)
class Pictures:
    """Find the pictures of a file by their ids; each is read when it is asked for, and no sooner."""

    source: Path | bytes
    places: dict[str, tuple[int, int]]

    def read(self, image_id: str) -> bytes | None:
        """Give the bytes of a picture; none where it is missing, torn or too long."""
        start, end = self.places.get(image_id, (0, 0))
        if not 0 < end - start <= MAX_BYTES * 4 // 3 + 4:
            return None
        if isinstance(self.source, bytes):
            letters = self.source[start:end]
        else:
            with self.source.open("rb") as file:
                file.seek(start)
                letters = file.read(end - start)
        try:
            return base64.b64decode(letters, validate=True)
        except binascii.Error:
            return None


@dataclass(frozen=True)
class Profile:
    """Hold a file that was read: its clean data, where its pictures lie, and what was odd about it."""

    data: ProfileData
    pictures: Pictures
    issues: tuple[Issue, ...] = field(default=())


def read_profile(source: Path | BinaryIO) -> Profile:
    """Read a file through once; pictures stay where they are, so a path has to live as long as the answer.

    Raises ProfileUnreadable with the reason; an OSError from reading passes.
    """
    with _whole(source) as (content, origin):
        block = _block(content)
        places = {m[1].decode(): m.span(2) for m in _IMAGE.finditer(content)}
        text, total = content[block.end() : _end(content, block)], _SUM.search(block[1])
    data, left_out = cleaned(_parse(text))
    pictures = Pictures(origin, places)
    genuine = total is not None and hashlib.sha256(text).hexdigest().encode() == total[1]
    genuine, missing = _compare(data, pictures, genuine)
    codes = sound(data.codes)
    unsound = len(data.codes) - len(codes)
    issues = [
        *([] if genuine else [Issue("profile.edited", "file", "warn")]),
        *([Issue("profile.answers_left_out", "file", "warn", {"n": left_out})] if left_out else []),
        *([Issue("profile.photo_missing", "file", "warn", {"n": missing})] if missing else []),
        *([Issue("profile.codes_left_out", "file", "warn", {"n": unsound})] if unsound else []),
    ]
    return Profile(data.model_copy(update={"codes": codes}), pictures, tuple(issues))


def unreadable(code: str, **params: str | int) -> ProfileUnreadable:
    """Make the error for a file that stays outside; ``code`` is one of ISSUE_CODES."""
    return ProfileUnreadable(Issue(code, field="file", severity="block", params=params))


@contextmanager
def _whole(source: Path | BinaryIO) -> Iterator[tuple[Bytes, Path | bytes]]:
    """Lend the content of a file without taking a large one into memory."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            size = file.seek(0, 2)
            _check_size(size)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                yield content, source
    else:
        read = source.read(MOST_BYTES + 1)
        _check_size(len(read))
        yield read, read


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        raise unreadable("profile.too_big", limit=MOST_BYTES // 1_000_000)
    if size == 0:
        raise unreadable("profile.not_a_profile")


def _block(content: Bytes) -> re.Match[bytes]:
    """Find the one block of data; two of them are nobody's honest file."""
    block = _BLOCK.search(content)
    if block is None or _BLOCK.search(content, block.end()) is not None:
        raise unreadable("profile.not_a_profile")
    return block


def _end(content: Bytes, block: re.Match[bytes]) -> int:
    start = block.end()
    end = content.find(b"</script", start, start + MOST_DATA_BYTES)
    if end < 0:
        raise unreadable("profile.broken")
    return end


def _parse(text: bytes) -> ProfileData:
    try:
        stamp = Stamp.model_validate_json(text)
    except ValidationError as error:
        raise unreadable("profile.broken") from error
    if stamp.version > VERSION:
        raise unreadable("profile.newer")
    try:
        return ProfileData.model_validate_json(text)
    except ValidationError as error:
        raise unreadable("profile.broken") from error


def _compare(data: ProfileData, pictures: Pictures, genuine: bool) -> tuple[bool, int]:
    """Tell whether every picture still is what the data say, and how many photos have none."""
    missing = 0
    for photo in data.photos:
        wanted = [(photo.image, photo.sha256)]
        wanted += [(photo.cutout.image, photo.cutout.sha256)] if photo.cutout else []
        for image, total in wanted:
            found = pictures.read(image) if image else None
            missing += found is None and image == photo.image
            if found is None or hashlib.sha256(found).hexdigest() != total:
                genuine = genuine and image is None
    return genuine, missing
