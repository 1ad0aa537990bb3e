"""After a wipe nothing of the shop is left anywhere, and the shop beside it works as before."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from merchant_helper.handover import wipe as wiping
from merchant_helper.handover.wipe import WipeReport, finish_wipes, is_begun, wipe
from merchant_helper.listings.goods import listings_of, products_of
from merchant_helper.photos.cache import rendition_file
from merchant_helper.photos.model import Cutout, Photo
from merchant_helper.photos.spec import RenditionSpec
from merchant_helper.shops import visits
from merchant_helper.shops.model import Person, Shop
from merchant_helper.shops.people import ensure_owner, owner_of
from tests.handover.canaries import Planted, make_old
from tests.handover.search import CONTACT, PHONE, found


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Planted]:
    planted = Planted(tmp_path / "Bà Sáu – 40°")
    yield planted
    planted.close()


def wiped(planted: Planted, keep: wiping.Keep = "nothing") -> WipeReport:
    return wipe(planted.folder, planted.database, planted.store, planted.jobs, planted.hers, keep)


def test_nothing_is_left_anywhere(planted: Planted) -> None:
    planted.plant()
    batches = planted.batches()
    before = found(planted.folder, planted.hers, *batches)
    for place in ("app.sqlite", "jobs.sqlite", "files/", "backups/", "cache/exports", "cache/profiles",
                  "cache/masks/.unf", "logs/", "before-restore", ".zip!", ".x.zip.tmp"):  # fmt: skip
        assert [line for line in before if place in line], place
    report = wiped(planted)
    assert report == WipeReport(files_deleted=3, backups_replaced=3, left=[], finished=True)
    assert found(planted.folder, planted.hers, *batches) == []
    assert not list((planted.folder.cache / "pictures").glob("*"))
    assert not list(planted.folder.path.glob("before-restore-*"))
    assert [planted.jobs.progress(b) for b in batches] == [None]


def test_the_other_shop_keeps_all_that_is_hers(planted: Planted) -> None:
    planted.plant()
    wiped(planted)
    with planted.database.read() as session:
        assert [shop.id for shop in session.scalars(select(Shop))] == [planted.other]
        assert [person.id for person in session.scalars(select(Person))] == ["local"]
        photo = session.get_one(Photo, planted.shared)
        assert planted.store.verify(photo.sha256) and list(planted.store.all_hashes()) == [photo.sha256]
        assert len(products_of(session, planted.other, planted.store)) == 1
    assert rendition_file(
        planted.folder.cache / "pictures", planted.store.path(photo.sha256), RenditionSpec()
    ).is_file()
    assert list((planted.folder.cache / "exports" / planted.other).rglob("*.csv"))
    names = sorted(file.name[:13] for file in planted.folder.backups.iterdir())
    assert names == ["after-wipe-20", "before-update"]
    log = (planted.folder.logs / "program.log").read_text("utf-8")
    assert log.count("Traceback of it") == 2 and "first" in log and "last" in log
    planted.cut_out([planted.shared], shop=planted.other)


def test_an_owner_of_two_shops_stays_a_person(planted: Planted) -> None:
    with planted.database.write() as session:
        owner = owner_of(session, planted.hers)
        assert owner is not None
        other = ensure_owner(session, session.get_one(Shop, planted.other))
        other.memberships[0].person_id = owner.id
    wiped(planted)
    with planted.database.read() as session:
        assert owner_of(session, planted.other) is not None


def test_words_stay_while_pictures_and_who_was_there_go(planted: Planted) -> None:
    planted.plant()
    report = wiped(planted, "words")
    assert (report.files_deleted, report.backups_replaced, report.left) == (3, 3, [])
    lines = found(planted.folder)
    assert {line.split(":")[0] for line in lines if "backups" not in line} <= {
        "app.sqlite",
        "logs/program.log",
    }
    assert not [
        line for line in lines if CONTACT in line or "Oanh" in line or "GPS" in line or "AREA" in line
    ]
    with planted.database.read() as session:
        ((_listing, facts),) = listings_of(session, planted.hers)
        assert list(facts.photos) == planted.photos and facts.special == f"Gọi {PHONE}"
        assert not session.scalars(select(Cutout)).all()
        visit = visits.last(session, planted.hers)
        assert visit is not None and (visit.who, visit.contact) == ("", "")
    assert wiped(planted).backups_replaced == 1
    assert found(planted.folder, planted.hers) == []


def test_readers_and_a_photo_in_hand_bring_nothing_back(planted: Planted) -> None:
    planted.plant()
    # Made anew, a cut-out leaves its first mask to nobody.
    for sha256 in planted.store.all_hashes():
        make_old(planted.store.path(sha256))
    running = planted.cut_out(planted.photos, "sleep-1.5")
    waiting = planted.cut_out(planted.photos[1:], "sleep-1.6")
    while not list((planted.folder.cache / "masks").glob("*.begun")):
        time.sleep(0.02)
    over = threading.Event()

    def read() -> None:
        while not over.wait(0.005):
            with planted.database.read() as session:
                session.scalars(select(Photo)).all()

    readers = [threading.Thread(target=read) for _n in range(3)]
    for reader in readers:
        reader.start()
    try:
        report = wiped(planted)
    finally:
        over.set()
        for reader in readers:
            reader.join()
    assert report.finished and report.left == []
    time.sleep(2)
    assert found(planted.folder, planted.hers, running, waiting) == []
    assert len(list(planted.store.all_hashes())) == 1
    assert not list((planted.folder.cache / "masks").iterdir())


def test_who_reads_for_too_long_is_told_of_and_a_second_press_goes_on(
    planted: Planted, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted.plant()
    patient = wiping.compact
    monkeypatch.setattr(wiping, "compact", lambda file: patient(file, patience_s=0.2))
    with planted.database.read() as session:
        session.scalars(select(Photo)).all()
        report = wiped(planted)
    assert (report.finished, report.backups_replaced) == (False, 0)
    assert is_begun(planted.folder, planted.hers)
    report = wiped(planted)
    assert (report.finished, report.backups_replaced, report.left) == (True, 3, [])
    assert found(planted.folder, planted.hers) == [] and not is_begun(planted.folder, planted.hers)


def test_a_backup_that_a_person_put_there_is_told_of_and_stays(planted: Planted) -> None:
    from merchant_helper.db.backup import backup

    own = planted.folder.backups / "của tôi.zip"
    backup(planted.folder, own)
    assert wiped(planted).left == [own]
    assert own.is_file()


def test_a_shop_that_came_back_is_not_wiped_by_an_old_note(planted: Planted) -> None:
    note = wiping.Begun(planted.hers, rows_gone=True, files=[])
    note.write_down(planted.folder)
    assert finish_wipes(planted.folder, planted.database, planted.store, planted.jobs) == []
    assert not is_begun(planted.folder, planted.hers)
    with planted.database.read() as session:
        assert session.get(Shop, planted.hers) is not None


def test_a_damaged_note_deletes_no_rows(planted: Planted) -> None:
    (planted.folder.path / f"wipe-{planted.hers}.json").write_text("{")
    (report,) = finish_wipes(planted.folder, planted.database, planted.store, planted.jobs)
    assert report.finished and report.files_deleted == 0
    with planted.database.read() as session:
        assert len(session.scalars(select(Photo)).all()) == 3
