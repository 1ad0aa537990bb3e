"""Times keep their zone; ids cannot be guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from merchant_helper.db import Database
from merchant_helper.db.base import Base, new_id
from merchant_helper.shops.model import Person

VIETNAM = timezone(timedelta(hours=7))


def person(session: Session, when: datetime) -> str:
    someone = Person(name="Sáu", created_at=when)
    session.add(someone)
    session.flush()
    return someone.id


def test_a_time_comes_back_in_utc_whatever_zone_it_was_told_in(database: Database) -> None:
    with database.write() as session:
        id_ = person(session, datetime(2026, 11, 22, 6, 30, 1, 5, VIETNAM))
    with database.read() as session:
        got = session.get_one(Person, id_).created_at
        kept = session.execute(text("SELECT created_at FROM person")).scalar_one()
    assert got == datetime(2026, 11, 21, 23, 30, 1, 5, UTC)
    assert got.utcoffset() == timedelta(0)
    assert kept == "2026-11-21 23:30:01.000005"


def test_a_time_without_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"), database.write() as session:
        person(session, datetime(2026, 11, 22))


def test_kept_times_sort_as_text(database: Database) -> None:
    moments = [datetime(2026, 1, 1, 0, 0, s, us, UTC) for s, us in ((1, 0), (0, 999_999), (0, 1), (0, 0))]
    with database.write() as session:
        for moment in moments:
            person(session, moment)
    with database.read() as session:
        in_order = [p.created_at for p in session.query(Person).order_by(Person.created_at)]
    assert in_order == sorted(moments)


def test_ids_are_many_and_safe_everywhere() -> None:
    ids = {new_id() for _ in range(5000)}
    assert len(ids) == 5000
    assert all(len(i) == 16 and i.isascii() and i.isalnum() and i == i.lower() for i in ids)


def test_every_table_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in Base.metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=dialect))
        assert "TIMESTAMP WITHOUT" not in made
        assert made.lstrip().startswith("CREATE TABLE")


def test_every_constraint_has_a_name() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made = [str(CreateTable(t).compile(dialect=dialect)) for t in Base.metadata.sorted_tables]
    for line in "\n".join(made).splitlines():
        if any(word in line for word in ("PRIMARY KEY", "FOREIGN KEY", "UNIQUE (", "CHECK (")):
            assert line.strip().startswith("CONSTRAINT"), line
