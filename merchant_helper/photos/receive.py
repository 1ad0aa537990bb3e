"""Take a photo in: keep the bytes, look at it once, write it down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper.issues import Issue
from merchant_helper.photos.alike import fingerprint
from merchant_helper.photos.capture import inspect
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.forwarded import forwarded
from merchant_helper.photos.intake import MAX_BYTES, open_upright
from merchant_helper.photos.model import Photo
from merchant_helper.text import clean_text

# Enough to judge sharpness on the product and far below what a phone sends.
LOOK_AT = 1600


@dataclass(frozen=True)
class Received:
    """Hold what is known of a photo before it is written down."""

    sha256: str
    size: int
    width: int
    height: int
    format: str
    file_name: str
    issues: tuple[Issue, ...]
    fingerprint: str | None = None


def receive(store: FileStore, source: BinaryIO, file_name: str) -> Received:
    """Keep one uploaded file and inspect it; no database is touched.

    Raises PhotoUnreadable when it is no picture (then nothing is kept), DiskFull when it cannot be kept.
    """
    kept = store.keep(source, max_bytes=MAX_BYTES)
    try:
        path = store.path(kept.sha256)
        upright = open_upright(path, longest=LOOK_AT)
        found = [*upright.issues, *inspect(upright), *forwarded(path, upright.size, file_name)]
        mark = fingerprint(upright.image)
    except Exception:
        if kept.new:
            store.delete(kept.sha256)
        raise
    name, _changed = clean_text(file_name, max_length=200)
    return Received(
        sha256=kept.sha256,
        size=kept.size,
        width=upright.size[0],
        height=upright.size[1],
        format=upright.format,
        file_name=name,
        issues=tuple(found),
        fingerprint=mark,
    )


def register(session: Session, shop_id: str, received: Received) -> Photo:
    """Write a received photo down for a shop; the same content twice is one photo."""
    known = session.scalar(select(Photo).where(Photo.shop_id == shop_id, Photo.sha256 == received.sha256))
    if known is not None:
        return known
    photo = Photo(
        shop_id=shop_id,
        sha256=received.sha256,
        size=received.size,
        width=received.width,
        height=received.height,
        format=received.format,
        file_name=received.file_name,
        issues=[issue.to_record() for issue in received.issues],
        fingerprint=received.fingerprint,
    )
    session.add(photo)
    session.flush()
    return photo
