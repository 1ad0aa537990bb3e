"""What was stopped by a full disk, or deleted under the work, is neither forgotten nor left behind."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import delete

from merchant_helper.bulk import batch
from merchant_helper.photos.model import Photo
from merchant_helper.shops.model import Shop
from tests.bulk.conftest import Counter


def stalled(counter: Counter, photo_id: str) -> str | None:
    with counter.database.read() as session:
        return batch.stalled(session, counter.jobs, photo_id)


def test_a_photo_that_met_a_full_disk_is_known_to_wait_for_nothing(counter: Counter) -> None:
    batch_id, (photo_id,) = counter.cut_out("full x")
    assert counter.finished(batch_id).state == "failed"
    assert stalled(counter, photo_id) == batch_id
    again = batch.cut_out_photos(counter.database, counter.jobs, *shop_of(counter, photo_id))
    counter.finished(again)
    assert stalled(counter, photo_id) == again


def test_a_photo_that_is_done_waits_for_nothing(counter: Counter) -> None:
    batch_id, (photo_id,) = counter.cut_out("a")
    counter.finished(batch_id)
    assert stalled(counter, photo_id) is None


def test_the_next_start_goes_on_with_what_a_full_disk_had_stopped(counter: Counter) -> None:
    batch_id, (photo_id,) = counter.cut_out("full x")
    counter.finished(batch_id)
    original_of(counter, photo_id).write_bytes(b"a")
    assert batch.pick_up(counter.database, counter.jobs) == 1
    assert counter.finished(batch_id).state == "done"
    assert counter.cutout(photo_id).state == "done"


def test_nothing_stays_of_a_photo_that_is_deleted_while_it_is_cut_out(counter: Counter) -> None:
    batch_id, (photo_id,) = counter.cut_out("slow x", engine="sleep-0.6")
    shop_id, _photos = shop_of(counter, photo_id)
    pid = counter.folder.cache / "masks" / f"{batch_id}-{photo_id}.pid"
    end = time.monotonic() + 20
    while not pid.exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    with counter.database.write() as session:
        session.execute(delete(Shop).where(Shop.id == shop_id))
    while counter.jobs.progress(batch_id).state != "done":  # type: ignore[union-attr]
        assert time.monotonic() < end
        time.sleep(0.02)
    assert [counter.store.path(sha).read_bytes() for sha in counter.store.all_hashes()] == [b"slow x"]


def shop_of(counter: Counter, photo_id: str) -> tuple[str, list[str]]:
    with counter.database.read() as session:
        return session.get_one(Photo, photo_id).shop_id, [photo_id]


def original_of(counter: Counter, photo_id: str) -> Path:
    with counter.database.read() as session:
        return counter.store.path(session.get_one(Photo, photo_id).sha256)


def test_a_photo_that_is_deleted_while_it_waits_holds_nobody_up(counter: Counter) -> None:
    batch_id, ids = counter.cut_out("slow x", "b", "c", engine="sleep-0.6")
    with counter.database.write() as session:
        session.execute(delete(Photo).where(Photo.id == ids[1]))
    progress = counter.finished(batch_id)
    assert (progress.state, progress.failed) == ("done", 0)
    assert counter.cutout(ids[2]).state == "done"


def test_a_photo_whose_file_is_gone_while_it_waits_fails_alone(counter: Counter) -> None:
    batch_id, ids = counter.cut_out("slow x", "b", "c", engine="sleep-0.6")
    original_of(counter, ids[1]).unlink()
    progress = counter.finished(batch_id)
    assert (progress.state, progress.done, progress.failed) == ("done", 2, 1)
    assert counter.cutout(ids[1]).state == "failed"
