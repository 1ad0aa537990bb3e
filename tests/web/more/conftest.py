"""A shop with one product that is looked through, made without walking through its questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pytest
import scenes
from flask import Flask

from merchant_helper.listings import ledger
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.goods import listings_of
from merchant_helper.photos.receive import receive, register
from merchant_helper.shops.consent import agree
from merchant_helper.shops.model import Membership, Role, Shop
from merchant_helper.shops.people import LOCAL
from merchant_helper.web.db import Services
from web.page_reader import Client, Page

SHIRT = {
    **{"name": "Áo len rib", "sku": "AO-LEN-RIB", "kind": "clothing", "price": 150_000, "unit": "cái"},
    **{"special": "Mềm, không xù", "made": "Nhà tự đan", "use": "Giặt tay", "stock": 5, "weight_g": 300},
    **{"places": ["facebook", "shopee"], "cover": "original", "checked": True, "expiry": None},
}


@dataclass
class Stall:
    """Point to a shop and its first product."""

    client: Client
    services: Services
    shop_id: str
    listing_id: str

    @property
    def shop(self) -> str:
        return f"/shops/{self.shop_id}"

    @property
    def listing(self) -> str:
        return f"{self.shop}/listings/{self.listing_id}"

    def open(self, page: str) -> Page:
        """Open one of the product's pages."""
        return self.client.read(f"{self.listing}/{page}")

    def facts(self) -> list[Facts]:
        """Give the present state of all listings, those put away too."""
        with self.services.database.read() as session:
            return [facts for _listing, facts in listings_of(session, self.shop_id)]

    def tell(self, **told: object) -> None:
        """Answer on another page meanwhile, as the laptop does."""
        with self.services.database.write() as session:
            listing = listings_of(session, self.shop_id)[0][0]
            ledger.write(listing, told, by=LOCAL)

    def sell(self, **told: object) -> str:
        """Add another product and give its id."""
        with self.services.database.write() as session:
            listing = ledger.start(session, self.shop_id)
            ledger.write(listing, {**SHIRT, **told}, by=LOCAL)
            return listing.id


@cache
def two_photos() -> tuple[bytes, ...]:
    """Take two photos, once for all tests."""
    picture = scenes.draw(1, size=(600, 450)).image
    return scenes.encode(picture), scenes.encode(picture.rotate(180))


def stall_of(app: Flask) -> Stall:
    """Make the shop of an application."""
    services: Services = app.extensions["merchant_helper"]
    with services.database.write() as session:
        shop = Shop(name="Len Cô Tư", co="cô", laptop_of="Lan", places=["facebook"])
        shop.memberships.append(Membership(person_id=LOCAL, role=Role.VOLUNTEER))
        session.add(shop)
        session.flush()
        agree(shop)
        photos = [
            register(session, shop.id, receive(services.files, BytesIO(data), f"{n}.jpg")).id
            for n, data in enumerate(two_photos())
        ]
        listing = ledger.start(session, shop.id)
        ledger.write(listing, {**SHIRT, "photos": photos, "seen": photos, "cover_of": photos[0]}, by=LOCAL)
        ids = shop.id, listing.id
    return Stall(Client(app.test_client()), services, *ids)


@pytest.fixture
def stall(app: Flask) -> Stall:
    """Give the shop."""
    return stall_of(app)
