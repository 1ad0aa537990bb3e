"""Make shops with answers and photos in a database of their own, as a laptop holds them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import scenes
from PIL import Image
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from merchant_helper.db.base import Base
from merchant_helper.handover.profile import write_profile
from merchant_helper.handover.read_back import read_profile
from merchant_helper.handover.read_back_take import take_in
from merchant_helper.listings import ledger
from merchant_helper.listings.goods import listings_of, photos_of
from merchant_helper.listings.model import Listing
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Cutout, Photo
from merchant_helper.photos.receive import receive, register
from merchant_helper.shops.consent import agree
from merchant_helper.shops.model import Shop
from merchant_helper.shops.people import LOCAL, ensure_local, ensure_owner

TERMS: dict[str, Any] = {"laptop_of": "Minh", "team": "Xã Tân Hòa", "agreed_until": None}
TOLD: dict[str, Any] = {
    "name": "Bánh tráng phơi sương «Cô Tư» & <b>con</b>",
    "kind": "food",
    "price": 45_000,
    "unit": "gói",
    "unit_size": "500 g",
    "made": "Gạo nhà\nphơi sương",
    "special": "Dẻo, thơm",
    "use": None,
    "stock": "always",
    "weight_g": 500,
    "places": ["facebook", "zalo"],
    "checked": True,
}


@dataclass
class Laptop:
    """Hold one laptop: its database, its files, its cache."""

    session: Session
    store: FileStore
    cache: Path

    def shop(self, name: str = "Bánh tráng Cô Tư", **told: Any) -> Shop:
        """Begin a shop whose owner agreed."""
        ensure_local(self.session)
        shop = Shop(name=name, laptop_of="Lan", team="Đội 1", places=["facebook"], **told)
        self.session.add(shop)
        self.session.flush()
        agree(shop)
        return shop

    def photo(self, shop: Shop, seed: int = 1, *, cut_out: bool = False, **options: Any) -> Photo:
        """Take a photo in, with the mask that is true for it."""
        scene = scenes.draw(seed, size=options.pop("size", (800, 600)))
        content = scenes.encode(scene.image, **options)
        photo = register(self.session, shop.id, receive(self.store, io.BytesIO(content), f"IMG_{seed}.jpg"))
        if cut_out:
            png = io.BytesIO()
            scene.alpha.save(png, "PNG")
            mask = self.store.keep(png.getvalue()).sha256
            photo.cutout = Cutout(
                state="done", engine="plain", verdict="good", confidence=0.9, mask_sha256=mask
            )
        return photo

    def product(self, shop: Shop, photos: list[Photo] | None = None, **told: Any) -> Listing:
        """Answer all questions about a product; volunteer, owner and program each told something."""
        listing = ledger.start(self.session, shop.id)
        owner = ensure_owner(self.session, shop).id
        ids = [photo.id for photo in photos or []]
        ledger.write(listing, {"photos": ids, "seen": ids}, by=LOCAL)
        ledger.write(listing, {**TOLD, **told}, by=owner, page_version=2)
        ledger.ensure_sku(self.session, listing)
        if photos and photos[0].cutout:
            ledger.write(listing, {"cover": "cutout", "cover_of": ids[0]}, by=LOCAL)
        started = datetime(2026, 11, 20, 3, 4, 5, 678901, tzinfo=UTC)
        for answer in listing.answers:
            answer.given_at = started + timedelta(minutes=answer.seq)
        self.session.flush()
        return listing

    def write(self, shop: Shop, out: Path) -> Path:
        """Write the shop's file."""
        write_profile(self.session, shop, self.store, self.cache, out)
        return out

    def take(self, file: Path, **terms: Any) -> str:
        """Take a file in and write it down."""
        shop_id = take_in(self.session, self.store, read_profile(file), **{**TERMS, **terms})
        self.session.commit()
        return shop_id

    def story(self, shop_id: str) -> list[Any]:
        """Tell everything that has to come back: facts, numbers, and each answer with its moment."""
        return [
            (
                listing.id,
                listing.number,
                facts,
                [(a.seq, a.field, a.value, a.given_at, a.page_version) for a in listing.answers],
            )
            for listing, facts in listings_of(self.session, shop_id)
        ]

    def pictures(self, shop_id: str) -> dict[str, tuple[Any, ...]]:
        """Tell of each photo its look, what was said of it and how it was cut out."""
        found = {}
        for photo in photos_of(self.session, shop_id).values():
            cut = photo.cutout
            judged = (cut.engine, cut.verdict, cut.confidence, cut.state) if cut else None
            found[photo.id] = (photo.width, photo.height, photo.issues, judged)
        return found

    def shop_of(self, shop_id: str) -> Shop:
        """Load a shop."""
        return self.session.scalars(select(Shop).where(Shop.id == shop_id)).one()

    def opened(self, photo: Photo) -> Image.Image:
        """Open a photo as it is kept."""
        return Image.open(self.store.path(photo.sha256)).convert("RGB")


@contextmanager
def laptop(folder: Path) -> Iterator[Laptop]:
    """Start a laptop with nothing on it."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield Laptop(session, FileStore(folder / "files"), folder / "cache")
    engine.dispose()
