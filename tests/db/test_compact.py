"""What was deleted is gone from the file and its journal, whoever else has the database open."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import delete

from merchant_helper.db import Database, DataFolder
from merchant_helper.db.compact import compact, image_of
from merchant_helper.shops.model import Person

CANARY = "Chim Hoàng Yến 0912345678 " * 40


@pytest.fixture
def deleted(database: Database) -> Database:
    with database.write() as session:
        session.add_all([Person(name=f"{n} {CANARY}"[:120]) for n in range(200)])
    with database.write() as session:
        session.execute(delete(Person))
    return database


def _raw(folder: DataFolder) -> bytes:
    return b"".join(f.read_bytes() for f in folder.path.glob("app.sqlite*") if not f.name.endswith("-shm"))


def test_nothing_of_deleted_rows_is_left_in_file_or_journal(folder: DataFolder, deleted: Database) -> None:
    assert "Hoàng Yến".encode() in _raw(folder)
    assert compact(folder.app_db)
    assert "Hoàng Yến".encode() not in _raw(folder)
    assert (folder.path / "app.sqlite-wal").stat().st_size == 0
    with deleted.write() as session:
        session.add(Person(name="An"))
    assert b"An" in image_of(folder.app_db)


def test_a_reader_is_waited_for_and_one_that_stays_is_told_of(folder: DataFolder, deleted: Database) -> None:
    reader = sqlite3.connect(folder.app_db, isolation_level=None, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM person").fetchone()
    assert not compact(folder.app_db, patience_s=0.2)
    leaving = threading.Timer(0.5, reader.execute, ["COMMIT"])
    leaving.start()
    assert compact(folder.app_db)
    leaving.join()
    reader.close()
    assert "Hoàng Yến".encode() not in _raw(folder)


def test_a_writer_that_stays_is_told_of(folder: DataFolder, deleted: Database) -> None:
    with deleted.write() as session:
        session.add(Person(name="An"))
        session.flush()
        assert not compact(folder.app_db, patience_s=0.1)
    assert compact(folder.app_db)


def test_no_file_is_nothing_to_do_and_a_damaged_one_is_said(tmp_path: Path) -> None:
    assert compact(tmp_path / "none.sqlite") and not (tmp_path / "none.sqlite").exists()
    (tmp_path / "bad.sqlite").write_bytes(b"x" * 8192)
    with pytest.raises(sqlite3.DatabaseError):
        compact(tmp_path / "bad.sqlite")
