"""Lend a shop with photos whose content says what their cutting out does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import tests.db.tables  # noqa: F401
from merchant_helper.bulk import batch, cutouts
from merchant_helper.bulk.batch import BatchProgress
from merchant_helper.db import Database, DataFolder, open_database
from merchant_helper.jobs import ChildPool, Jobs
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Cutout, Photo
from merchant_helper.shops.model import Shop
from tests.bulk import cuts


class Counter:
    """Be a shop at work: its folder, database and jobs."""

    def __init__(self, folder: DataFolder, workers: int = 2, timeout: float = 30) -> None:
        self.folder = folder
        self.database: Database = open_database(folder)
        self.store = FileStore(folder.files)
        self.pool = ChildPool(workers)
        self.jobs = Jobs(folder, self.pool)
        work = cutouts.CutoutWork(folder, self.database, self.pool, cuts.by_content, timeout)
        self.jobs.register(cutouts.KIND, items=work.items, step=work.step)
        self.jobs.start()

    def close(self) -> None:
        self.jobs.close()
        self.database.close()

    def photos(self, *contents: str) -> tuple[str, list[str]]:
        return add_photos(self.database, self.store, contents)

    def cut_out(self, *contents: str, engine: str = "plain") -> tuple[str, list[str]]:
        shop_id, ids = self.photos(*contents)
        return batch.cut_out_photos(self.database, self.jobs, shop_id, ids, engine), ids

    def finished(self, batch_id: str, seconds: float = 20) -> BatchProgress:
        end = time.monotonic() + seconds
        while True:
            progress = batch.batch_progress(self.database, self.jobs, batch_id)
            assert progress is not None
            if progress.state not in ("queued", "running"):
                return progress
            assert time.monotonic() < end, progress
            time.sleep(0.03)

    def cutout(self, photo_id: str) -> Cutout:
        with self.database.read() as session:
            return session.get_one(Cutout, photo_id)


def add_photos(database: Database, store: FileStore, contents: tuple[str, ...]) -> tuple[str, list[str]]:
    with database.write() as session:
        session.add(shop := Shop(name="Bà Sáu", laptop_of="An"))
        session.flush()
        ids = []
        for content in contents:
            kept = store.keep(content.encode())
            photo = Photo(
                shop_id=shop.id, sha256=kept.sha256, size=kept.size, width=1, height=1, format="JPEG"
            )
            session.add(photo)
            session.flush()
            ids.append(photo.id)
        return shop.id, ids


@pytest.fixture
def open_counter(tmp_path: Path) -> Iterator[Callable[..., Counter]]:
    counters: list[Counter] = []

    def open_one(**options: float) -> Counter:
        counters.append(Counter(DataFolder(tmp_path / "Bà Sáu – 40°"), **options))  # type: ignore[arg-type]
        return counters[-1]

    yield open_one
    for counter in counters:
        counter.close()


@pytest.fixture
def counter(open_counter: Callable[..., Counter]) -> Counter:
    return open_counter()
