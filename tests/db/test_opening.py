"""An old database is brought up to date with a copy kept; a newer one is left alone."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from merchant_helper.db import Database, DataFolder, open_database, opening
from merchant_helper.db.base import Base
from merchant_helper.errors import DataFolderError, DataFolderTooNew
from merchant_helper.shops.model import Person


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def sums(folder: DataFolder) -> dict[str, str]:
    """Sum up what is kept; SQLite's own notes of who is reading are nobody's data."""
    assert all(p.stat().st_size == 0 for p in folder.path.glob("*-wal"))
    return {
        p.relative_to(folder.path).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.path.rglob("*"))
        if p.is_file() and not p.name.endswith(("-shm", "-wal"))
    }


def set_revision(folder: DataFolder, revision: str) -> None:
    with closing(sqlite3.connect(folder.app_db)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.commit()


def test_the_steps_lead_to_the_tables_of_today(database: Database) -> None:
    assert differences(database.engine) == []


def test_the_steps_lead_there_on_postgresql_too(postgres_url: str, tmp_path: Path) -> None:
    database = open_database(DataFolder(tmp_path / "d"), postgres_url)
    assert differences(database.engine) == []
    database.close()


def test_a_new_folder_needs_no_copy_and_opening_again_changes_nothing(folder: DataFolder) -> None:
    open_database(folder).close()
    before = sums(folder)
    open_database(folder).close()
    assert sums(folder) == before
    assert list(folder.backups.iterdir()) == []


def test_a_newer_database_is_left_alone(folder: DataFolder) -> None:
    open_database(folder).close()
    set_revision(folder, "9999")
    before = sums(folder)
    with pytest.raises(DataFolderTooNew, match="mới hơn"):
        open_database(folder)
    assert sums(folder) == before


@pytest.mark.parametrize("damage", [b"not a database at all" * 99, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_database_is_said_and_left_alone(folder: DataFolder, damage: bytes) -> None:
    folder.app_db.write_bytes(damage)
    with pytest.raises(DataFolderError, match="hỏng"):
        open_database(folder)
    assert folder.app_db.read_bytes() == damage


def test_a_copy_is_kept_before_each_change_and_five_copies_at_most(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(folder)
    with database.write() as session:
        session.add(Person(name="Sáu"))
    database.close()
    monkeypatch.setattr(opening, "_upgrade", lambda connection: None)
    monkeypatch.setattr(opening, "_needs_migration", lambda database: True)
    for old in range(7):
        (folder.backups / f"before-update-2020010{old}T000000Z-0001.sqlite").write_bytes(b"old")
    open_database(folder).close()
    copies = sorted(folder.backups.iterdir())
    assert len(copies) == 5
    with closing(sqlite3.connect(copies[-1])) as copy:
        assert copy.execute("SELECT name FROM person").fetchall() == [("Sáu",)]


def test_a_failed_change_is_taken_back_whole(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(folder).close()

    def fail(connection: object) -> None:
        connection.execute(text("DROP TABLE answer"))  # type: ignore[attr-defined]
        raise ZeroDivisionError

    monkeypatch.setattr(opening, "_upgrade", fail)
    monkeypatch.setattr(opening, "_needs_migration", lambda database: True)
    with pytest.raises(ZeroDivisionError):
        open_database(folder)
    with closing(sqlite3.connect(folder.app_db)) as connection:
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (0,)


def test_two_starts_at_once_make_the_tables_once(folder: DataFolder) -> None:
    errors: list[BaseException] = []

    def start() -> None:
        try:
            open_database(folder).close()
        except BaseException as error:
            errors.append(error)

    starts = [threading.Thread(target=start) for _ in range(4)]
    for thread in starts:
        thread.start()
    for thread in starts:
        thread.join()
    assert errors == []
    assert opening.file_revision(folder.app_db) == opening.scripts().get_current_head()
