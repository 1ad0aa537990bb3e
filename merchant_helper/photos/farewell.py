"""Find the files that only one shop uses, so that they can go with it."""

from __future__ import annotations

import time

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Cutout, Photo, PhotoEdit

# No upload and no cut-out takes this long between keeping a file and writing it down.
SETTLED_S = 24 * 3600.0


def own_files(session: Session, shop_id: str) -> set[str]:
    """Collect the content sums that no other shop refers to."""
    return _files(session, Photo.shop_id == shop_id) - _files(session, Photo.shop_id != shop_id)


def in_use(session: Session, hashes: set[str]) -> set[str]:
    """Keep the content sums that any shop refers to now."""
    return hashes & _files(session, true())


def sweep(session: Session, store: FileStore, *, older_than: float = SETTLED_S) -> int:
    """Delete files that no row refers to, left by a program that was killed in between; count them.

    Younger ones stay: their row may be on its way.
    """
    kept = set(store.all_hashes())
    before = time.time() - older_than
    gone = [sha for sha in kept - in_use(session, kept) if store.path(sha).stat().st_mtime < before]
    for sha in gone:
        store.delete(sha)
    return len(gone)


def _files(session: Session, whose: ColumnElement[bool]) -> set[str]:
    originals = session.scalars(select(Photo.sha256).where(whose))
    masks = session.scalars(
        select(Cutout.mask_sha256).join(Photo).where(whose, Cutout.mask_sha256.is_not(None))
    )
    by_hand = session.scalars(
        select(PhotoEdit.mask_sha256).join(Photo).where(whose, PhotoEdit.mask_sha256.is_not(None))
    )
    return {*originals, *(mask for mask in (*masks, *by_hand) if mask)}
