"""Turn what was told into the plain product that a channel takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from merchant_helper.listings.check import status
from merchant_helper.listings.facts import Facts, derive
from merchant_helper.listings.family import completed
from merchant_helper.listings.kinds import OF_SHEETS
from merchant_helper.listings.model import Listing
from merchant_helper.listings.product import Condition, Picture, Product
from merchant_helper.listings.traits import attributes, says_none
from merchant_helper.listings.write import Room, description, title
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Photo

_AS_TOLD = (
    *("weight_g", "unit", "unit_size", "expiry", "sale_price", "length_cm", "width_cm", "height_cm", "brand"),
    *(
        "gtin",
        "origin",
        "group",
        "option1_name",
        "option1_value",
        "option2_name",
        "option2_value",
        "tags",
        "link",
        "papers",
    ),
)


def picture(photo: Photo, store: FileStore, *, cut_out: bool, asked: bool | None = None) -> Picture:
    """Point a product at one of its photos; all but a cut-out are lightened a little on their way out."""
    mask = photo.mask() if cut_out else None
    return Picture(
        path=store.path(photo.sha256),
        sha256=photo.sha256,
        mask=store.path(mask) if mask else None,
        fixed=mask is None,
        asked=asked,
        edits=photo.edited(),
    )


def to_product(
    facts: Facts, photos: Mapping[str, Photo], store: FileStore, number: int, room: Room | None = None
) -> Product:
    """Build the product of one listing, its words within the room of a place; what is not known stays out."""
    pictures = tuple(
        picture(
            photos[pid],
            store,
            cut_out=facts.cover == "cutout" and pid == facts.cover_of,
            asked=pid in facts.private_seen,
        )
        for pid in facts.photos
        if pid in photos
    )
    told = {name: getattr(facts, name) for name in _AS_TOLD}
    for name in OF_SHEETS:
        if told[name] and says_none(told[name]):
            told[name] = None
    return Product(
        sku=facts.sku or "",
        name=title(facts, room),
        price=facts.price,
        category=facts.kind if facts.category is None else facts.category,
        description=description(facts, room),
        stock=facts.stock if isinstance(facts.stock, int) else None,
        condition=cast("Condition", facts.condition or "new"),
        pictures=pictures,
        row=number,
        attributes=attributes(facts),
        **told,
    )


def photos_of(session: Session, shop_id: str) -> dict[str, Photo]:
    """Load all photos of a shop with their cut-outs, by id."""
    query = select(Photo).where(Photo.shop_id == shop_id).options(selectinload(Photo.cutout))
    return {photo.id: photo for photo in session.scalars(query)}


def listings_of(session: Session, shop_id: str) -> list[tuple[Listing, Facts]]:
    """Load all listings of a shop with their present state, variants completed, oldest first."""
    query = (
        select(Listing)
        .where(Listing.shop_id == shop_id)
        .options(selectinload(Listing.answers))
        .order_by(Listing.number)
    )
    return completed((listing, derive(listing.answers)) for listing in session.scalars(query))


def products_of(session: Session, shop_id: str, store: FileStore, room: Room | None = None) -> list[Product]:
    """Collect the products of a shop that were looked through; drafts stay at home."""
    photos = photos_of(session, shop_id)
    return [
        to_product(facts, photos, store, listing.number, room)
        for listing, facts in listings_of(session, shop_id)
        if not facts.removed and status(facts) not in ("empty", "started")
    ]
