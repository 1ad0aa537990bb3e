"""Make a shop with a product that is finished and cut out, and one whose photos need a look."""

from __future__ import annotations

import io
from dataclasses import dataclass

import scenes
from flask import Flask
from PIL import Image

from merchant_helper.db.base import utc_now
from merchant_helper.listings import ledger
from merchant_helper.listings.goods import listings_of
from merchant_helper.photos.model import Cutout, Photo
from merchant_helper.shops.people import LOCAL
from merchant_helper.web.db import Services
from web.page_reader import Client
from web.wizard.walk import first_product, jpeg

GPS = 0x8825


@dataclass
class PictureShop:
    """Point to the shop, its finished product and the client that made them."""

    client: Client
    url: str
    listing: str
    services: Services

    @property
    def shop_id(self) -> str:
        """Give the shop's id."""
        return self.url.rsplit("/", 1)[1]


def picture_shop(app: Flask) -> PictureShop:
    """Walk to the first product's kit, cut its cover out, and begin a second one with a bad photo."""
    client, services = Client(app.test_client()), app.extensions["merchant_helper"]
    walk, _page = first_product(client)
    cut_cover(services, walk.shop.rsplit("/", 1)[1])
    finished = walk.listing
    walk.start()
    walk.photos([told(), jpeg(8, exposure=0.25)])
    return PictureShop(client, walk.shop, finished, services)


def told() -> tuple[io.BytesIO, str]:
    """Take a photo that says where it was taken and with what."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    exif.get_ifd(GPS)[29] = "SECRETPLACE"
    data = scenes.encode(scenes.draw(7, size=(1200, 900)).image, exif=exif.tobytes(), comment=b"SECRETNOTE")
    return io.BytesIO(data), "IMG_0007.jpg"


def cut_cover(services: Services, shop_id: str, seed: int = 1) -> None:
    """Give the first product's cover its cut-out, and choose it."""
    mask = services.files.keep(scenes.encode(scenes.draw(seed, size=(1200, 900)).alpha, "PNG")).sha256
    with services.database.write() as session:
        listing, facts = listings_of(session, shop_id)[0]
        photo = session.get(Photo, facts.photos[0])
        assert photo is not None
        photo.cutout = Cutout(
            state="done", engine="plain", verdict="check", mask_sha256=mask, finished_at=utc_now()
        )
        ledger.write(listing, {"cover": "cutout", "cover_of": photo.id}, by=LOCAL)
