"""Ten photos through the job engine with a model: all done, within the pool and within the memory."""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import onnx_stub
import pytest
from PIL import Image, ImageDraw

from merchant_helper.bulk import batch, cutouts
from merchant_helper.db import DataFolder, open_database
from merchant_helper.jobs import ChildPool, Jobs
from merchant_helper.photos.cutout.shelf import ModelShelf
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Cutout, Photo
from merchant_helper.shops.model import Shop
from tests.bulk import cuts

WORKERS, SIZE = 2, (3000, 2250)
# Of one child, its libraries included: two of them fit into a laptop of 2 GB beside everything else.
MOST_MB = 500


def pot(number: int) -> bytes:
    """Draw a red pot on a grey table."""
    picture = Image.new("RGB", SIZE, (190, 196, 200))
    left = 900 + 40 * number
    ImageDraw.Draw(picture).ellipse((left, 700, left + 900, 1600), fill=(190, 40, 30))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def add_photos(folder: DataFolder, database: object, count: int) -> tuple[str, list[str]]:
    store, ids = FileStore(folder.files), []
    with database.write() as session:  # type: ignore[attr-defined]
        session.add(shop := Shop(name="Bà Sáu", laptop_of="An"))
        session.flush()
        for number in range(count):
            kept = store.keep(pot(number))
            size = {"width": SIZE[0], "height": SIZE[1]}
            photo = Photo(shop_id=shop.id, sha256=kept.sha256, size=kept.size, format="JPEG", **size)
            session.add(photo)
            session.flush()
            ids.append(photo.id)
        return shop.id, ids


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the memory of a process is read from /proc")
def test_ten_photos_are_all_done_within_the_pool_and_the_memory(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data").ensure()
    (tmp_path / "red.onnx").write_bytes(onnx_stub.red_finder())
    name = ModelShelf(folder.models).add(tmp_path / "red.onnx").name
    database = open_database(folder)
    shop_id, ids = add_photos(folder, database, 10)
    with Jobs(folder, ChildPool(WORKERS)) as jobs:
        cutouts.register(jobs, folder, database, cut=cuts.counted)
        jobs.start()
        batch_id = batch.cut_out_photos(database, jobs, shop_id, ids, name)
        end = time.monotonic() + 240
        while (progress := batch.batch_progress(database, jobs, batch_id)) and progress.state != "done":
            assert progress.state != "failed" and time.monotonic() < end, progress
            time.sleep(0.05)
    with database.read() as session:
        found = [session.get_one(Cutout, photo_id) for photo_id in ids]
        assert {(c.state, c.engine, c.model) for c in found} == {("done", "rembg", name)}
        assert all(c.mask_sha256 for c in found)
    database.close()
    noted = [tuple(map(int, f.read_text().split())) for f in (folder.cache / "masks").glob("*.noted")]
    assert len(noted) == 10
    assert max(at_once for at_once, _peak, _pid in noted) <= WORKERS
    assert len({pid for _at_once, _peak, pid in noted}) <= WORKERS
    assert max(peak for _at_once, peak, _pid in noted) < MOST_MB
