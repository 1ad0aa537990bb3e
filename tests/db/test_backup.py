"""Everything in one file, and everything back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from merchant_helper.db import Database, DataFolder, open_database, swap
from merchant_helper.db.backup import backup
from merchant_helper.db.opening import scripts
from merchant_helper.db.restore import restore
from merchant_helper.errors import DataFolderBusy, DataFolderError, DiskFull
from merchant_helper.photos.model import Photo
from merchant_helper.shops.model import Shop


def keep(folder: DataFolder, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    place = folder.files / sha256[:2] / sha256[2:]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(content)
    return sha256


def fill(folder: DataFolder, name: str = "Bà Sáu") -> None:
    database = open_database(folder)
    folder.secret_key()
    with database.write() as session:
        session.add(shop := Shop(name=name, laptop_of="An"))
        session.flush()
        for n in range(3):
            sha256 = keep(folder, f"{name} {n}".encode() * 99)
            session.add(
                Photo(shop_id=shop.id, sha256=sha256, size=1, width=1, height=1, format="JPEG", file_name="a")
            )
    database.close()
    with closing(sqlite3.connect(folder.jobs_db)) as jobs:
        jobs.execute("CREATE TABLE job (id TEXT)")
    (folder.models / "u2netp.onnx").write_bytes(b"model")
    (folder.cache / "x.jpg").write_bytes(b"cache")


def content(folder: DataFolder) -> dict[str, object]:
    database = open_database(folder)
    with database.read() as session:
        shops = [s.name for s in session.scalars(select(Shop))]
        photos = sorted(p.sha256 for p in session.scalars(select(Photo)))
    database.close()
    files = {p.name: p.read_bytes() for p in folder.files.rglob("*") if p.is_file()}
    with closing(sqlite3.connect(folder.jobs_db)) as jobs:
        tables = jobs.execute("SELECT name FROM sqlite_master").fetchall()
    return {"shops": shops, "photos": photos, "files": files, "key": folder.secret_key(), "jobs": tables}


@pytest.fixture
def full(folder: DataFolder) -> DataFolder:
    fill(folder)
    return folder


def test_backup_wipe_restore_gives_the_same(full: DataFolder, tmp_path: Path) -> None:
    before = content(full)
    made = backup(full, tmp_path / "ổ D" / "cất.zip")
    assert made.to_json() == {
        "path": (tmp_path / "ổ D" / "cất.zip").as_posix(),
        "sha256": hashlib.sha256(made.path.read_bytes()).hexdigest(),
        "shops": 1,
        "photos": 3,
    }
    elsewhere = DataFolder(tmp_path / "máy khác")
    assert restore(made.path, elsewhere) == made
    assert content(elsewhere) == before
    assert not list(elsewhere.path.glob("before-restore-*"))
    assert not list(elsewhere.path.glob("restor*"))
    assert [p.name for p in made.path.parent.iterdir()] == ["cất.zip"]


def test_models_and_cache_are_not_in_it(full: DataFolder, tmp_path: Path) -> None:
    made = backup(full, tmp_path / "b.zip")
    with zipfile.ZipFile(made.path) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert tops == {"app.sqlite", "jobs.sqlite", "secret.key", "files", "manifest.json"}


def test_a_database_in_use_is_copied_whole(full: DataFolder, tmp_path: Path) -> None:
    database = open_database(full)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with database.write() as session:
                session.add(Shop(name="x", laptop_of="An"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [backup(full, tmp_path / f"{n}.zip") for n in range(3)]
    finally:
        stop.set()
        writer.join()
        database.close()
    for n, record in enumerate(made):
        back = restore(record.path, DataFolder(tmp_path / str(n)))
        assert (back.shops, back.photos) == (record.shops, record.photos)


def test_restore_spares_data_unless_told_and_then_keeps_them_aside(full: DataFolder, tmp_path: Path) -> None:
    made = backup(full, tmp_path / "b.zip")
    other = DataFolder(tmp_path / "other").ensure()
    fill(other, "Chú Tư")
    old = content(other)
    with pytest.raises(DataFolderError, match="--replace"):
        restore(made.path, other)
    assert content(other) == old
    restore(made.path, other, replace=True)
    assert content(other)["shops"] == ["Bà Sáu"]
    assert (other.models / "u2netp.onnx").exists()
    (aside,) = other.path.glob("before-restore-*")
    assert content(DataFolder(aside)) == old


@pytest.mark.parametrize("moves", range(1, 9))
def test_a_power_cut_in_the_middle_is_finished_at_the_next_start(
    moves: int, full: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = content(full)
    made = backup(full, tmp_path / "b.zip")
    other = DataFolder(tmp_path / "other").ensure()
    fill(other, "Chú Tư")
    rename = Path.rename
    done = 0

    def cut(self: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done > moves:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", cut)
    with pytest.raises(KeyboardInterrupt):
        restore(made.path, other, replace=True)
    monkeypatch.undo()
    assert content(other) == wanted
    kept = [DataFolder(aside) for aside in other.path.glob("before-restore-*")]
    assert sum((aside.path / "app.sqlite").exists() for aside in kept) == 1
    assert not (other.path / swap.READY).exists()


def test_a_running_program_is_not_pulled_away_from_under(full: DataFolder, tmp_path: Path) -> None:
    made = backup(full, tmp_path / "b.zip")
    with full.lock(), pytest.raises(DataFolderBusy):
        restore(made.path, full, replace=True)


def test_an_empty_folder_has_nothing_to_keep(folder: DataFolder, tmp_path: Path) -> None:
    with pytest.raises(DataFolderError, match="chưa có dữ liệu"):
        backup(folder, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_a_failed_backup_leaves_the_last_good_one(
    full: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = backup(full, tmp_path / "b.zip")

    def no_room(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", no_room)
    with pytest.raises(DiskFull):
        backup(full, tmp_path / "b.zip")
    assert hashlib.sha256(good.path.read_bytes()).hexdigest() == good.sha256
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["b.zip"]


def test_an_older_database_is_brought_up_to_date_by_the_next_start(
    database: Database, folder: DataFolder, tmp_path: Path
) -> None:
    made = backup(folder, tmp_path / "b.zip")
    with zipfile.ZipFile(made.path) as archive:
        assert json.loads(archive.read("manifest.json"))["revision"] == scripts().get_current_head()
