"""Load what a page of the wizard stands on, or answer 404; the only place that guards a shop's things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, g, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from merchant_helper.i18n import gettext
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.family import present
from merchant_helper.listings.ledger import offered
from merchant_helper.listings.model import Listing
from merchant_helper.listings.wizard import Progress, next_step, place, previous_step
from merchant_helper.photos.model import Photo
from merchant_helper.shops.access import may
from merchant_helper.shops.model import Person, Shop
from merchant_helper.shops.people import LOCAL

__all__ = ["LOCAL", "Page", "changing", "load_page", "load_shop", "who"]

# Pages that a copy of an earlier product is not asked.
COPIED_STEPS = frozenset({"about", "stock", "places"})


@dataclass
class Page:
    """Hold one listing, its shop and its photos in the owner's order."""

    session: Session
    shop: Shop
    listing: Listing
    facts: Facts
    photos: list[Photo]

    @property
    def progress(self) -> Progress:
        """Give all that the order of questions depends on."""
        return Progress(
            facts=self.facts,
            agreed=self.shop.has_agreed,
            sells_already=self.shop.sells_already,
            doubtful=frozenset(p.id for p in self.photos if p.doubts(cover=p is self.cover)),
        )

    @property
    def cover(self) -> Photo | None:
        """Give the photo that stands first."""
        return self.photos[0] if self.photos else None

    def offered(self) -> Facts:
        """Recall what this shop said last time."""
        return offered(self.session, self.shop.id, besides=self.listing.id)

    def url(self, step: str, **values: Any) -> str:
        """Give the address of one of this listing's pages."""
        return url_for("listings.ask", shop_id=self.shop.id, listing_id=self.listing.id, step=step, **values)

    def beside(self, step: str, **values: Any) -> str:
        """Give the address of a page on the same errand: one that "Sửa" opened still leads to the answers."""
        return self.url(step, **values, **changing())

    def onward(self, after: str | None = None) -> str:
        """Give the address of the next page that is still to do."""
        return self.url(next_step(self.progress, after=after).name)

    def back_url(self, step: str) -> str:
        """Give the address that "Quay lại" leads to; a page opened by "Sửa" leads back to the answers."""
        if changing() and step != "check":
            return self.url("check")
        if step == "photos" and self.listing.number == 1:
            return self.url("selling")
        earlier = previous_step(self.progress, step)
        while earlier is not None and self.listing.copied_from and earlier.name in COPIED_STEPS:
            earlier = previous_step(self.progress, earlier.name)
        return self.url(earlier.name) if earlier else url_for("shops.show", shop_id=self.shop.id)

    def position(self, step: str) -> str:
        """Say which page of how many this is, for this listing."""
        skipped = {"consent", "selling"} if self.listing.number > 1 else set()
        if self.listing.copied_from:
            skipped |= COPIED_STEPS
        now, last = place(step, skipped)
        return gettext("Bước {now}/{last}", now=now, last=last)

    def refresh(self) -> None:
        """Derive the state again after something was told."""
        self.facts = present(self.session, self.listing)
        self.photos = _photos(self.session, self.shop.id, self.facts)


def changing() -> dict[str, Any]:
    """Tell, for an address, whether "Sửa" opened this page."""
    return {"change": 1} if request.args.get("change") == "1" else {}


def who() -> str:
    """Tell who answers: the owner on her phone, else whoever sits at the laptop."""
    return str(g.get("person_id") or LOCAL)


def load_shop(session: Session, shop_id: str, action: str = "see") -> Shop:
    """Load a shop for someone who may do this there, else answer 404 as if it did not exist."""
    shop = session.get(Shop, shop_id, options=[selectinload(Shop.consents), selectinload(Shop.memberships)])
    person = session.get(Person, who())
    if shop is None or person is None or not may(person, action, shop):
        abort(404)
    g.shop, g.address = shop, shop.address
    return shop


def load_page(session: Session, shop_id: str, listing_id: str, action: str = "see") -> Page:
    """Load one listing of one shop, else answer 404."""
    shop = load_shop(session, shop_id, action)
    listing = session.scalar(
        select(Listing)
        .where(Listing.id == listing_id, Listing.shop_id == shop.id)
        .options(selectinload(Listing.answers))
    )
    if listing is None:
        abort(404)
    facts = present(session, listing)
    return Page(session, shop, listing, facts, _photos(session, shop.id, facts))


def _photos(session: Session, shop_id: str, facts: Facts) -> list[Photo]:
    if not facts.photos:
        return []
    query = (
        select(Photo)
        .where(Photo.shop_id == shop_id, Photo.id.in_(facts.photos))
        .options(selectinload(Photo.cutout))
    )
    found = {photo.id: photo for photo in session.scalars(query)}
    return [found[pid] for pid in facts.photos if pid in found]
