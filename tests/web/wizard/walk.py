"""Walk the wizard as an owner with a volunteer beside her does, reading every page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import scenes

from web.page_reader import Client, Page

ABOUT = {"special": "Dẻo, thơm mùi gạo", "made": "Gạo nhà, phơi sương", "use": "Cuốn rau, thịt luộc"}


def jpeg(seed: int = 1, **scene: Any) -> tuple[io.BytesIO, str]:
    """Take one good photo, ready to be sent by a form."""
    picture = scenes.draw(seed, **{"size": (1200, 900), **scene})
    return io.BytesIO(scenes.encode(picture.image, quality=90)), f"IMG_{seed:04}.jpg"


@dataclass
class Walk:
    """Remember the pages that were shown on the way."""

    client: Client
    shop: str = ""
    listing: str = ""
    steps: list[str] = field(default_factory=list)

    def seen(self, page: Page) -> Page:
        """Note an owner's page."""
        if page.step:
            self.steps.append(page.step)
        return page

    def new_shop(self, **fields: str) -> Page:
        """Fill in the volunteer's page."""
        told = {"name": "Bánh tráng Cô Tư", "co": "cô", "laptop_of": "Lan", "team": "Xã Tân Hòa", **fields}
        page = self.client.read("/shops/new").submit(told)
        self.shop = page.url
        return page

    def start(self, press: str = "Đăng một món mới") -> Page:
        """Begin a product."""
        page = self.seen(self.client.read(self.shop).submit(press=press))
        self.listing = page.url.rsplit("/", 1)[0]
        return page

    def open(self, step: str) -> Page:
        """Open one page of the product."""
        return self.client.read(f"{self.listing}/{step}")

    def opening(self, page: Page) -> Page:
        """Agree, and tell that there is no shop yet."""
        page = self.seen(page.submit(press="Đồng ý, bắt đầu"))
        return self.seen(page.submit({"selling": "none"}))

    def photos(self, files: Sequence[tuple[io.BytesIO, str]] | None = None) -> Page:
        """Send photos; ends on the page that shows them all."""
        chosen = list(files) if files is not None else [jpeg(n) for n in (1, 2, 3)]
        address = next(f.action for f in self.open("photos").forms if "upload" in f.action)
        return self.seen(self.client.send(address, {"photos": chosen}))

    def tell(self, page: Page, **fields: Any) -> Page:
        """Answer one question."""
        return self.seen(page.submit(fields))

    def questions(self, page: Page, **name: str) -> Page:
        """Answer all questions after the photos; ends on the cover's page."""
        page = self.tell(page, **{"name": "Bánh tráng phơi sương", "kind": "food", **name})
        page = self.tell(page, price="45k", unit="gói", unit_size="500 g")
        page = self.tell(page, **ABOUT)
        return self.tell(page, stock="always", weight="nửa ký", expiry="3 tháng")

    def finish(self, page: Page) -> Page:
        """Choose the photo as it is, look it through, choose places; ends on the kit."""
        page = self.seen(page.submit(press=next(b for b in _buttons(page) if b.startswith("Dùng ảnh gốc"))))
        page = self.seen(page.submit())
        return self.tell(page, places=["facebook", "zalo"]) if page.step == "places" else page


def _buttons(page: Page) -> list[str]:
    return [label for form in page.forms for label in form.buttons()]


def first_product(client: Client) -> tuple[Walk, Page]:
    """Walk from nothing to the kit of a first product."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    page = walk.photos()
    page = walk.seen(page.submit(press="Không có, dùng các ảnh này"))
    return walk, walk.finish(walk.questions(page))
