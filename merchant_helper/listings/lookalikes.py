"""Find, within one shop, the photo that a product's photo is like."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper.listings.goods import listings_of
from merchant_helper.listings.model import Listing
from merchant_helper.photos.alike import Lookalikes
from merchant_helper.photos.model import Photo


@dataclass(frozen=True)
class Twin:
    """Point to a photo that shows the same: the ``number``-th of this product, or one of another ``product``.

    ``product`` is a name, empty where the other product has none yet.
    """

    number: int | None = None
    product: str | None = None


def twins(session: Session, listing: Listing, photos: list[Photo]) -> dict[str, Twin]:
    """Give the earlier photo that each photo of a product is like, else one of the shop's other products."""
    found: dict[str, Twin] = {}
    here = Lookalikes()
    for number, photo in enumerate(photos, 1):
        if (earlier := here.like(photo.fingerprint)) is not None:
            found[photo.id] = Twin(number=int(earlier))
        here.add(photo.fingerprint, str(number))
    alone = [photo for photo in photos if photo.id not in found]
    return found | _elsewhere(session, listing, alone)


def _elsewhere(session: Session, listing: Listing, photos: list[Photo]) -> dict[str, Twin]:
    own = {photo.id for photo in photos}
    rows = session.execute(
        select(Photo.fingerprint, Photo.id).where(
            Photo.shop_id == listing.shop_id, Photo.id.not_in(own), Photo.fingerprint.is_not(None)
        )
    )
    shop = Lookalikes((mark, photo_id) for mark, photo_id in rows)
    like = {photo.id: other for photo in photos if (other := shop.like(photo.fingerprint)) is not None}
    if not like:
        return {}
    # The photo may have been taken off its product since; then it stands nowhere.
    names = {
        photo_id: facts.name or ""
        for other, facts in listings_of(session, listing.shop_id)
        if other.id != listing.id and not facts.removed
        for photo_id in facts.photos
    }
    return {photo: Twin(product=names[other]) for photo, other in like.items() if other in names}
