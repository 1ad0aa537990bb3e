"""Plant words, a place and pictures that no wipe may leave."""

from __future__ import annotations

import io
import os
import time
import zipfile
from pathlib import Path
from typing import Any

import scenes
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

import tests.db.tables  # noqa: F401
from merchant_helper import channels
from merchant_helper.bulk import batch, cutouts
from merchant_helper.bulk.model import PhotoBatch
from merchant_helper.db import Database, DataFolder, open_database
from merchant_helper.db.opening import copy_sqlite
from merchant_helper.handover.profile import write_profile
from merchant_helper.jobs import ChildPool, Jobs
from merchant_helper.listings import ledger
from merchant_helper.listings.goods import products_of
from merchant_helper.photos.cache import rendition_file
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Photo
from merchant_helper.photos.receive import receive, register
from merchant_helper.photos.spec import RenditionSpec
from merchant_helper.shops import visits
from merchant_helper.shops.consent import agree
from merchant_helper.shops.model import Membership, Role, Shop
from merchant_helper.shops.people import LOCAL, ensure_local, ensure_owner
from tests.handover import masks
from tests.handover.search import ACCOUNT, AREA, CONTACT, GPS, NAME, PHONE

LOG = "2026-01-01 08:00:00,000 WARNING x: {}\nTraceback of it\n"


def jpeg(seed: int, *, gps: bool = False) -> io.BytesIO:
    """Take a photo, with the place where it was taken if so wished."""
    image = scenes.draw(seed, size=(900, 700)).image
    exif = Image.Exif()
    if gps:
        exif.get_ifd(0x8825).update({2: _degrees(GPS[0]), 4: _degrees(GPS[1]), 28: AREA.encode()})
    return io.BytesIO(scenes.encode(image, exif=exif))


def _degrees(value: tuple[int, int]) -> tuple[Any, ...]:
    return (IFDRational(*value), IFDRational(0, 1), IFDRational(0, 1))


class Planted:
    """Be a laptop with a real job engine, a shop full of canaries and another shop with one photo of hers."""

    def __init__(self, place: Path) -> None:
        self.folder = DataFolder(place)
        self.database: Database = open_database(self.folder)
        self.store = FileStore(self.folder.files)
        self.jobs = Jobs(self.folder, ChildPool(1))
        cutouts.register(self.jobs, self.folder, self.database, cut=masks.white)
        self.jobs.start()
        with self.database.write() as session:
            ensure_local(session)
        self.other, (self.shared,) = self.shop("Tiệm khác", 1)
        copy_sqlite(self.folder.app_db, self.folder.backups / "before-update-20250101T000000Z-1.sqlite")
        self.hers, self.photos = self.shop(NAME, 1, 2, canary=True)

    def close(self) -> None:
        self.jobs.close()
        self.database.close()

    def shop(self, name: str, *seeds: int, canary: bool = False) -> tuple[str, list[str]]:
        """Make a shop with one product; the last photo of a canary shop knows its place."""
        with self.database.write() as session:
            session.add(shop := Shop(name=name, laptop_of="An", team="Đội Một", co="cô"))
            shop.memberships.append(Membership(person_id=LOCAL, role=Role.VOLUNTEER))
            session.flush()
            agree(shop)
            photos = []
            for seed in seeds:
                own = canary and seed == seeds[-1]
                received = receive(self.store, jpeg(seed, gps=own), "IMG_CANARY.jpg" if own else "1.jpg")
                photos.append(register(session, shop.id, received).id)
            listing = ledger.start(session, shop.id)
            told: dict[str, Any] = {"photos": photos, "name": f"Mắm {name}", "price": 45_000, "unit": "chai"}
            told |= {"checked": True, "places": ["facebook"], "kind": "food"}
            if canary:
                told |= {"special": f"Gọi {PHONE}", "use": f"Chuyển khoản {ACCOUNT} trước"}
                visits.begin(session, shop, who="Hoàng Oanh", contact=CONTACT)
                ensure_owner(session, shop)
            ledger.write(listing, told, by=LOCAL)
            ledger.ensure_sku(session, listing)
            return shop.id, photos

    def plant(self) -> None:
        """Do with her shop all that leaves something behind."""
        self.cut_out(self.photos)
        folder, backups = self.folder, self.folder.backups
        copy_sqlite(folder.app_db, backups / "before-update-20260101T000000Z-2.sqlite")
        (backups / "before-update-20260102T000000Z-3.sqlite").write_bytes(b"SQLite format 3\0" + b"?" * 5000)
        self._set_aside()
        for shop in (self.hers, self.other):
            self._export(shop)
        with self.database.read() as session:
            shop = session.get_one(Shop, self.hers)
            out = folder.cache / "profiles" / self.hers / "profile.html"
            write_profile(session, shop, self.store, folder.cache, out)
            picture = session.get_one(Photo, self.photos[1]).sha256
        rendition_file(folder.cache / "pictures", self.store.path(picture), RenditionSpec())
        for draft in (
            folder.cache / "masks" / ".unfinished-1-aa",
            folder.path / ".x.zip.tmp",
            backups / ".backup-zz" / "app.sqlite",
        ):
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(f"{NAME} {PHONE}")
            make_old(draft)
            make_old(draft.parent)
        log = "".join(LOG.format(words) for words in ("first", f"batch of {self.hers}", PHONE, "last"))
        (folder.logs / "program.log").write_text(log, "utf-8")

    def cut_out(self, photos: list[str], engine: str = "plain", shop: str = "") -> str:
        """Have photos cut out and wait for it, unless it is to take its time."""
        batch_id = batch.cut_out_photos(self.database, self.jobs, shop or self.hers, photos, engine)
        while not engine.startswith("sleep"):
            progress = batch.batch_progress(self.database, self.jobs, batch_id)
            if progress is not None and progress.state == "done":
                break
            time.sleep(0.05)
        return batch_id

    def batches(self) -> list[str]:
        """List her batches."""
        with self.database.read() as session:
            return [b.id for b in session.query(PhotoBatch).filter_by(shop_id=self.hers)]

    def _set_aside(self) -> None:
        aside = self.folder.path / "before-restore-20260101T000000000000Z"
        (aside / "files" / "ab").mkdir(parents=True)
        copy_sqlite(self.folder.app_db, aside / "app.sqlite")
        (aside / "files" / "ab" / ("ab" * 32)).write_bytes(jpeg(2, gps=True).getvalue())

    def _export(self, shop_id: str) -> None:
        run = self.folder.cache / "exports" / shop_id / "RUN-0123456789ab"
        with self.database.read() as session:
            products = products_of(session, shop_id, self.store)
        channels.export(products, channels.load("woocommerce"), run)
        with zipfile.ZipFile(run.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
            for file in (f for f in sorted(run.rglob("*")) if f.is_file()):
                archive.write(file, file.relative_to(run).as_posix())


def make_old(path: Path) -> None:
    """Let a file have been written a minute ago."""
    os.utime(path, (time.time() - 60,) * 2)
