"""Make codes as an owner does with a volunteer beside her, and photograph papers on a counter."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from PIL import Image

from merchant_helper.guides.poster import Poster, png
from merchant_helper.guides.vietqr import decode, encode, picture
from merchant_helper.shops.pay_codes import PayCode
from merchant_helper.web.db import Services
from web.page_reader import Client, Page
from web.wizard.walk import Walk

BIN, ACCOUNT, HOLDER = "970436", "0011012345678", "NGUYEN THI SAU"
STICKER = "0099887766554"
# A wallet's code of another scheme, whose numbers are nobody's.
VNPAY = "00020101021226280010A000000775011001234567895204581253037045802VN5909SHOP TEST6005HANOI6304"
ALL_SEEN = {"seen": ["name", "money", "aloud"]}

Photo = tuple[io.BytesIO, str]


def payload(account: str = ACCOUNT, bank: str = BIN, **more: Any) -> str:
    made = encode(bank, account, **more)
    assert isinstance(made, str), made
    return made


def vnpay() -> str:
    from merchant_helper.guides.vietqr.emv import checksum

    return VNPAY + checksum(VNPAY)


def photo(*codes: str, name: str = "IMG_1.jpg") -> Photo:
    """Take one photo of codes that lie side by side."""
    drawn = [Image.open(io.BytesIO(picture.png(code, 6))).convert("L") for code in codes]
    width, height = sum(one.width + 40 for one in drawn) + 40, max(one.height for one in drawn) + 80
    table = Image.new("L", (width, height), 235)
    left = 40
    for one in drawn:
        table.paste(one, (left, 40))
        left += one.width + 40
    out = io.BytesIO()
    table.save(out, "JPEG", quality=85)
    return io.BytesIO(out.getvalue()), name


def paper(code: PayCode) -> Photo:
    """Take a photo of a printed poster."""
    bank = "Vietcombank"
    drawn = png(
        Poster(code.payload, bank, code.account or "", code.holder, code.amount, code.purpose, tried=True)
    )
    return io.BytesIO(drawn), "IMG_2.png"


@dataclass
class PayWalk:
    """Walk the pages of one shop's codes."""

    app: Flask
    client: Client
    shop: str

    @property
    def services(self) -> Services:
        return self.app.extensions["merchant_helper"]  # type: ignore[no-any-return]

    def codes(self) -> list[PayCode]:
        with self.services.database.read() as session:
            return list(session.query(PayCode).order_by(PayCode.created_at))

    def list(self) -> Page:
        return self.client.read(f"{self.shop}/pay")

    def answers(self, page: Page, **told: str) -> Page:
        """Answer the four questions; ends where all is read back."""
        page = page.submit({"bank": told.get("bank", BIN)}, press="Lưu và sang bước sau")
        page = page.submit({"account": told.get("account", ACCOUNT)})
        page = page.submit({"holder": told.get("holder", HOLDER)})
        return page.submit({"amount": told.get("amount", ""), "purpose": told.get("purpose", "")})

    def made(self, **told: str) -> Page:
        """Make a code; ends on the page where it is tried."""
        page = self.list().submit(press="Làm một mã mới")
        return self.answers(page, **told).submit(press="Đúng hết, làm mã")

    def tried(self, **told: str) -> Page:
        """Make a code and try it; ends on its own page."""
        return self.made(**told).submit(ALL_SEEN)

    def send(self, where: str, photos: Sequence[Photo]) -> Page:
        """Send photos to a page that reads codes."""
        page = self.client.read(f"{self.shop}/pay/{where}")
        form = next(f for f in page.forms if f.element.get("enctype") == "multipart/form-data")
        return self.client.send(form.action, {"photos": list(photos)})

    def enrolled(self, *codes: str) -> Page:
        """Enrol codes from one photo and say that they are hers."""
        page = self.send("enrol", [photo(*codes)])
        fields = {"payload": list(codes)}
        return page.submit(fields, press="Đúng tên, ghi lại")


def new_pay_walk(app: Flask, *, agreed: bool = True) -> PayWalk:
    """Give a shop whose owner agreed, with no code yet."""
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    if agreed:
        walk.opening(walk.start())
    return PayWalk(app, walk.client, walk.shop)


@contextmanager
def nothing_kept(walk: PayWalk) -> Iterator[None]:
    """Hold a block to leaving no file behind."""
    before = sorted(walk.services.folder.path.rglob("*"))
    yield
    after = [f for f in sorted(walk.services.folder.path.rglob("*")) if f not in before]
    assert [f.name for f in after if not f.name.endswith(("-wal", "-shm"))] == []


def account_of(code: PayCode) -> tuple[str | None, str | None]:
    read = decode(code.payload)
    return read.bank, read.account
