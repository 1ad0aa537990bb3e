"""A batch does each photo once, says what became of it, and stops for nothing but a full disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from unittest import mock

import pytest
from sqlalchemy import delete, select

from merchant_helper.bulk import batch
from merchant_helper.bulk.model import PhotoBatch, PhotoBatchItem
from merchant_helper.errors import DiskFull, JobError
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Cutout
from merchant_helper.shops.model import Shop
from tests.bulk.conftest import Counter


def test_each_photo_gets_its_cutout(counter: Counter) -> None:
    batch_id, ids = counter.cut_out("a", "b", "c")
    assert counter.finished(batch_id) == batch.BatchProgress("done", 3, 0, 3, None)
    cutout = counter.cutout(ids[1])
    assert (cutout.state, cutout.engine, cutout.verdict, cutout.confidence) == ("done", "plain", "good", 0.9)
    assert cutout.mask_sha256 is not None
    assert counter.store.path(cutout.mask_sha256).read_bytes() == b"mask of b"
    assert [issue.code for issue in cutout.found()] == ["cutout.x"]
    assert cutout.finished_at is not None
    assert cutout.attempts == 1
    assert list((counter.folder.cache / "masks").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("unreadable x", "photo.broken"),
        ("bug x", "batch.unexpected"),
        ("engine x", "batch.engine_unavailable"),
        ("kill x", "batch.child_died"),
    ],
)
def test_a_photo_that_fails_is_reported_and_the_others_go_on(
    content: str, code: str, counter: Counter
) -> None:
    batch_id, ids = counter.cut_out("a", content, "b")
    progress = counter.finished(batch_id)
    assert (progress.state, progress.done, progress.failed) == ("done", 2, 1)
    cutout = counter.cutout(ids[1])
    assert cutout.state == "failed"
    assert [(i.code, i.severity) for i in cutout.found()] == [(code, "block")]
    with counter.database.read() as session:
        item = session.get_one(PhotoBatchItem, (batch_id, ids[1]))
    assert (item.state, item.error_code) == ("failed", code)
    assert item.deaths == (2 if content.startswith("kill") else 0)


def test_a_photo_that_never_ends_is_given_up(open_counter: Callable[..., Counter]) -> None:
    counter = open_counter(timeout=0.5)
    batch_id, ids = counter.cut_out("hang", "a")
    assert (counter.finished(batch_id).done, counter.finished(batch_id).failed) == (1, 1)
    assert counter.cutout(ids[0]).found()[0].code == "batch.too_slow"


def test_a_full_disk_stops_the_batch_which_can_go_on(counter: Counter) -> None:
    batch_id, ids = counter.cut_out("a", "full x", *"bcdefgh")
    progress = counter.finished(batch_id)
    assert (progress.state, progress.failed) == ("failed", 0)
    assert progress.issue is not None
    assert progress.issue.code == "batch.disk_full"
    assert progress.issue.message() != "issue:batch.disk_full"
    assert counter.cutout(ids[1]).state == "queued"
    counter.store.path(_original(counter, ids[1])).write_bytes(b"room again")
    batch.resume_batch(counter.database, counter.jobs, batch_id)
    assert counter.finished(batch_id) == batch.BatchProgress("done", 9, 0, 9, None)


def _original(counter: Counter, photo_id: str) -> str:
    with counter.database.read() as session:
        return session.get_one(Cutout, photo_id).photo.sha256


def test_a_disk_that_is_full_for_the_mask_stops_it_too(counter: Counter) -> None:
    shop_id, ids = counter.photos("a")
    with mock.patch.object(FileStore, "keep", side_effect=DiskFull("full")):
        batch_id = batch.cut_out_photos(counter.database, counter.jobs, shop_id, ids)
        progress = counter.finished(batch_id)
    assert progress.issue is not None
    assert progress.issue.code == "batch.disk_full"
    batch.resume_batch(counter.database, counter.jobs, batch_id)
    assert counter.finished(batch_id).done == 1


def test_starts_without_an_end_are_counted(counter: Counter) -> None:
    shop_id, ids = counter.photos("a")
    with mock.patch.object(counter.jobs, "enqueue"):
        batch_id = batch.cut_out_photos(counter.database, counter.jobs, shop_id, ids)
    with counter.database.write() as session:
        session.get_one(PhotoBatchItem, (batch_id, ids[0])).attempts = 5
    assert batch.pick_up(counter.database, counter.jobs) == 1
    assert counter.finished(batch_id).failed == 1
    assert counter.cutout(ids[0]).found()[0].code == "batch.child_died"


def test_a_batch_that_never_reached_the_engine_is_picked_up(counter: Counter) -> None:
    shop_id, ids = counter.photos("a")
    power_cut = mock.patch.object(counter.jobs, "enqueue", side_effect=KeyboardInterrupt)
    with power_cut, pytest.raises(KeyboardInterrupt):
        batch.cut_out_photos(counter.database, counter.jobs, shop_id, ids)
    assert counter.cutout(ids[0]).state == "queued"
    assert batch.pick_up(counter.database, counter.jobs) == 1
    with counter.database.read() as session:
        batch_id = session.scalars(select(PhotoBatch.id)).one()
    assert counter.finished(batch_id).done == 1
    assert batch.pick_up(counter.database, counter.jobs) == 0


def test_cancelling_keeps_what_is_done(counter: Counter) -> None:
    batch_id, _ids = counter.cut_out("a", *(f"slow {n}" for n in range(20)), engine="sleep-0.2")
    while (progress := batch.batch_progress(counter.database, counter.jobs, batch_id)) and progress.done < 2:
        time.sleep(0.02)
    batch.cancel_batch(counter.database, counter.jobs, batch_id)
    assert counter.finished(batch_id).state == "cancelled"
    time.sleep(1)
    progress = counter.finished(batch_id)
    assert 2 <= progress.done < 12
    assert progress.failed == 0
    with counter.database.read() as session:
        assert {c.state for c in session.scalars(select(Cutout))} == {"done"}
    batch.resume_batch(counter.database, counter.jobs, batch_id)
    assert counter.finished(batch_id).done == 21


def test_again_makes_it_anew(counter: Counter) -> None:
    shop_id, ids = counter.photos("a")
    for _ in range(2):
        batch_id = batch.cut_out_photos(counter.database, counter.jobs, shop_id, [*ids, *ids])
        assert counter.finished(batch_id) == batch.BatchProgress("done", 1, 0, 1, None)
    assert counter.cutout(ids[0]).state == "done"


def again(counter: Counter, shop_id: str, ids: list[str], engine: str) -> str:
    return batch.cut_out_photos(counter.database, counter.jobs, shop_id, ids, engine=engine)


def test_another_way_that_does_not_work_leaves_what_was_there(counter: Counter) -> None:
    shop_id, ids = counter.photos("a")
    counter.finished(batch.cut_out_photos(counter.database, counter.jobs, shop_id, ids))
    before = counter.cutout(ids[0])
    batch_id = again(counter, shop_id, ids, "fails")
    assert counter.finished(batch_id).failed == 1
    after = counter.cutout(ids[0])
    assert (after.state, after.mask_sha256, after.verdict) == ("done", before.mask_sha256, "good")
    assert [issue.code for issue in after.found()] == ["cutout.x"]


def test_another_way_that_was_called_off_leaves_what_was_there(counter: Counter) -> None:
    shop_id, ids = counter.photos("a")
    counter.finished(batch.cut_out_photos(counter.database, counter.jobs, shop_id, ids))
    before = counter.cutout(ids[0])
    with mock.patch.object(counter.jobs, "enqueue"):
        batch_id = again(counter, shop_id, ids, "plain")
    assert counter.cutout(ids[0]).state == "queued"
    batch.cancel_batch(counter.database, counter.jobs, batch_id)
    after = counter.cutout(ids[0])
    assert (after.state, after.mask_sha256) == ("done", before.mask_sha256)


def test_another_shops_photo_is_refused(counter: Counter) -> None:
    _shop, ids = counter.photos("a")
    other, _ids = counter.photos("b")
    with pytest.raises(JobError, match=ids[0]):
        batch.cut_out_photos(counter.database, counter.jobs, other, ids)
    with counter.database.read() as session:
        assert session.scalars(select(Cutout)).all() == []


def test_a_shop_wiped_in_the_middle_leaves_nothing_behind(counter: Counter) -> None:
    batch_id, _ids = counter.cut_out(*(f"slow {n}" for n in range(4)), engine="sleep-0.5")
    time.sleep(1)
    with counter.database.write() as session:
        session.execute(delete(Shop))
    while counter.jobs.progress(batch_id).state not in ("done", "failed"):  # type: ignore[union-attr]
        time.sleep(0.05)
    assert counter.jobs.progress(batch_id).state == "done"  # type: ignore[union-attr]
    assert batch.batch_progress(counter.database, counter.jobs, batch_id) is None
    with counter.database.read() as session:
        assert session.scalars(select(Cutout)).all() == []


def test_the_time_left_is_told_from_what_was_measured(counter: Counter) -> None:
    shop_id, ids = counter.photos(*(str(n) for n in range(40)))
    with mock.patch.object(counter.jobs, "enqueue"), mock.patch("os.cpu_count", return_value=2):
        batch_id = batch.cut_out_photos(counter.database, counter.jobs, shop_id, ids)
        with counter.database.read() as session:
            assert batch.estimate_seconds(session, ids[:1]) == 10
            assert batch.estimate_seconds(session, ids) == 200
        with counter.database.write() as session:
            for photo_id in ids[:20]:
                item = session.get_one(PhotoBatchItem, (batch_id, photo_id))
                item.state, item.seconds = "done", 3.0
        with counter.database.read() as session:
            assert batch.estimate_seconds(session, ids) == 30
            assert batch.estimate_seconds(session, ids[:20]) is None
    progress = batch.batch_progress(counter.database, counter.jobs, batch_id)
    assert progress == batch.BatchProgress("queued", 20, 0, 40, 30)


def test_a_batch_nobody_knows(counter: Counter) -> None:
    assert batch.batch_progress(counter.database, counter.jobs, "nothing") is None
