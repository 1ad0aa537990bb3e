"""Writers go one after another; readers never write."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text

from merchant_helper.db import Database, DataFolder, open_database
from merchant_helper.db.engine import ReadOnly
from merchant_helper.errors import DiskFull
from merchant_helper.shops.model import Membership, Person, Shop


def count_up(path: str, times: int) -> None:
    database = open_database(DataFolder(path))
    for _ in range(times):
        with database.write() as session:
            person = session.scalars(select(Person)).one()
            person.name = str(int(person.name) + 1)
    database.close()


def test_no_update_is_lost_between_programs(folder: DataFolder, database: Database) -> None:
    with database.write() as session:
        session.add(Person(name="0"))
    spawn = multiprocessing.get_context("spawn")
    programs = [spawn.Process(target=count_up, args=(str(folder.path), 60)) for _ in range(3)]
    for program in programs:
        program.start()
    for program in programs:
        program.join(60)
    with database.read() as session:
        assert session.scalars(select(Person.name)).one() == "180"


def test_sqlite_is_set_up_for_power_cuts(database: Database) -> None:
    with database.engine.connect() as connection:
        said = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}


def test_a_reader_sees_one_moment_and_blocks_nobody(database: Database) -> None:
    with database.read() as reading:
        assert reading.scalars(select(Person)).all() == []
        with database.write() as session:
            session.add(Person(name="Sáu"))
        assert reading.scalars(select(Person)).all() == []
    with database.read() as reading:
        assert len(reading.scalars(select(Person)).all()) == 1


def test_what_was_read_can_be_looked_at_afterwards(database: Database) -> None:
    with database.write() as session:
        session.add(person := Person(name="Sáu"))
    assert person.name == "Sáu"
    with database.read() as session:
        found = session.scalars(select(Person)).one()
    assert found.name == "Sáu"


def test_a_reader_refuses_to_write(database: Database) -> None:
    with pytest.raises(ReadOnly), database.read() as session:
        session.add(Person(name="Sáu"))
        session.flush()
    with pytest.raises(ReadOnly), database.read() as session:
        session.execute(delete(Person))


def test_an_error_takes_everything_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.add(Person(name="Sáu"))
        session.flush()
        raise ZeroDivisionError
    with database.read() as session:
        assert session.scalars(select(Person)).all() == []


def test_what_hangs_on_a_row_goes_with_it(database: Database) -> None:
    with database.write() as session:
        shop, person = Shop(name="Sáu", laptop_of="An"), Person(name="Sáu")
        session.add(Membership(shop=shop, person=person, role="owner"))
    with database.write() as session:
        session.execute(delete(Shop))
    with database.read() as session:
        assert session.scalars(select(Membership)).all() == []


def test_a_full_disk_is_said_and_nothing_is_half_written(database: Database) -> None:
    with database.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    with pytest.raises(DiskFull, match="đầy"), database.write() as session:
        session.execute(text(f"PRAGMA max_page_count={pages + 2}"))
        session.add_all([Person(name="x" * 100) for _ in range(5000)])
    database.close()
    with database.read() as session:
        assert session.scalars(select(Person)).all() == []


def test_postgresql_runs_the_same(postgres_url: str, tmp_path: Path) -> None:
    for _again in range(2):
        database = open_database(DataFolder(tmp_path / "d"), postgres_url)
        assert database.engine.driver == "psycopg"
        with database.write() as session:
            session.add(Person(name="Sáu"))
        with database.read() as session:
            people = session.scalars(select(Person)).all()
        assert all(p.created_at.utcoffset() is not None for p in people)
        database.close()
    assert len(people) == 2
    assert not (tmp_path / "d" / "app.sqlite").exists()
