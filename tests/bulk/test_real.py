"""The real cutting out, from an uploaded photo to a kept mask, through the job engine and a child."""

from __future__ import annotations

import io
import time
from pathlib import Path

from PIL import Image, ImageDraw

from merchant_helper.bulk import batch, cutouts
from merchant_helper.db import DataFolder, open_database
from merchant_helper.jobs import ChildPool, Jobs
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Cutout, Photo
from merchant_helper.shops.model import Shop


def bottle() -> bytes:
    """Draw a dark bottle on a light table, 600 x 800."""
    picture = Image.new("RGB", (600, 800), (236, 232, 224))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((200, 260, 400, 720), 30, fill=(96, 48, 20))
    draw.rectangle((265, 120, 335, 270), fill=(84, 40, 16))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()


def test_a_photo_becomes_a_mask_of_its_size(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "Bà Sáu – 40°")
    database = open_database(folder)
    store = FileStore(folder.files)
    kept = store.keep(bottle())
    with database.write() as session:
        session.add(shop := Shop(name="Bà Sáu", laptop_of="An"))
        session.flush()
        photo = Photo(
            shop_id=shop.id, sha256=kept.sha256, size=kept.size, width=600, height=800, format="JPEG"
        )
        session.add(photo)
    with Jobs(folder, ChildPool(1)) as jobs:
        cutouts.register(jobs, folder, database)
        jobs.start()
        batch_id = batch.cut_out_photos(database, jobs, shop.id, [photo.id], "plain")
        end = time.monotonic() + 120
        while (progress := batch.batch_progress(database, jobs, batch_id)) and progress.state != "done":
            assert progress.state != "failed"
            assert time.monotonic() < end
            time.sleep(0.05)
    with database.read() as session:
        cutout = session.get_one(Cutout, photo.id)
    database.close()
    assert (cutout.state, cutout.engine) == ("done", "plain")
    assert cutout.mask_sha256 is not None
    with Image.open(store.path(cutout.mask_sha256)) as mask:
        assert (mask.mode, mask.size) == ("L", (600, 800))
        assert mask.getpixel((300, 500)) == 255
        assert mask.getpixel((40, 40)) == 0
