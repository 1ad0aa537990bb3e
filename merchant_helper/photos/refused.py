"""Name the reasons for which a file is not taken as a photo."""

from __future__ import annotations

from merchant_helper.errors import PhotoUnreadable
from merchant_helper.issues import Issue

MAX_BYTES = 40_000_000

ISSUE_CODES = (
    "photo.empty",
    "photo.too_big",
    "photo.not_a_picture",
    "photo.format",
    "photo.broken",
    "photo.too_many_pixels",
)


def refuse(code: str, **params: str | int) -> PhotoUnreadable:
    """Make the error for a file that stays outside; ``code`` is one of ISSUE_CODES."""
    return PhotoUnreadable(Issue(code, field="photo", severity="block", params=params))


def too_big(limit: int) -> PhotoUnreadable:
    """Make the error for a file of more than ``limit`` bytes."""
    return refuse("photo.too_big", limit=limit // 1_000_000)
