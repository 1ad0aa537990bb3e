"""Lend a shop on disk that takes sheets in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import select

import tests.db.tables  # noqa: F401
from merchant_helper.bulk.sheet.plan import Known, Planned, plan
from merchant_helper.bulk.sheet.read import read
from merchant_helper.bulk.sheet.taking_in import take_in
from merchant_helper.db import DataFolder, open_database
from merchant_helper.listings.facts import Facts
from merchant_helper.listings.goods import listings_of
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Photo
from merchant_helper.shops.consent import agree
from merchant_helper.shops.model import Shop


class Counter:
    """Be a shop, its database and its photos."""

    def __init__(self, folder: Path) -> None:
        self.folder = DataFolder(folder)
        self.database = open_database(self.folder)
        self.store = FileStore(self.folder.files)
        with self.database.write() as session:
            session.add(shop := Shop(name="Bà Sáu", laptop_of="An", places=[]))
            session.flush()
            agree(shop)
            self.shop_id = shop.id

    def plan(self, path: Path, **options: Any) -> list[Planned]:
        with self.database.read() as session:
            known = Known.of(session, session.get_one(Shop, self.shop_id))
        return list(plan(read(path, **options), known))

    def take_in(self, path: Path, **options: Any) -> Iterator[Planned]:
        return take_in(read(path, **options), self.shop_id, self.store, self.database.write, "volunteer")

    def taken_in(self, path: Path, **options: Any) -> list[str]:
        """Take a sheet in, and give what became of each row."""
        return [planned.action for planned in self.take_in(path, **options)]

    def facts(self) -> dict[str, Facts]:
        with self.database.read() as session:
            found = [facts for _listing, facts in listings_of(session, self.shop_id)]
        assert len({facts.sku for facts in found}) == len(found), "one code, two listings"
        return {facts.sku or "": facts for facts in found}

    def photos(self) -> list[str]:
        with self.database.read() as session:
            return list(session.scalars(select(Photo.file_name).order_by(Photo.file_name)))

    def dump(self) -> str:
        """Give all that stands in the database, as text."""
        connection = sqlite3.connect(self.folder.app_db)
        try:
            return "\n".join(connection.iterdump())
        finally:
            connection.close()


def photo(path: Path, seed: int = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 255, (700, 700, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path, quality=60)
    return path


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    counter = Counter(tmp_path / "Bà Sáu – 40°")
    yield counter
    counter.database.close()
