"""Find the files that only one shop uses, so that they can go with it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from merchant_helper.photos.model import Cutout, Photo


def own_files(session: Session, shop_id: str) -> set[str]:
    """Collect the content sums that no other shop refers to."""
    return _files(session, Photo.shop_id == shop_id) - _files(session, Photo.shop_id != shop_id)


def in_use(session: Session, hashes: set[str]) -> set[str]:
    """Keep the content sums that any shop refers to now."""
    return hashes & _files(session, true())


def _files(session: Session, whose: ColumnElement[bool]) -> set[str]:
    originals = session.scalars(select(Photo.sha256).where(whose))
    masks = session.scalars(
        select(Cutout.mask_sha256).join(Photo).where(whose, Cutout.mask_sha256.is_not(None))
    )
    return {*originals, *(mask for mask in masks if mask)}
