"""Open sessions that read or write, on SQLite with one writer at a time, or on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import ORMExecuteState, Session

from merchant_helper.db.folder import disk_full

# A write transaction here takes milliseconds; who waits this long met a hung program.
BUSY_MS = 15_000
# The statement that opens a transaction: without IMMEDIATE two read-then-write transactions lose an update
# or fail with "database is locked" (measured: 445 of 600).
BEGIN = "sqlite_begin"


class ReadOnly(RuntimeError):
    """Say that a reading session was asked to write: a mistake in the program."""


class _ReadSession(Session):
    """Be a session that never writes."""


class Database:
    """Hold one engine and lend sessions from it."""

    def __init__(self, url: URL | str) -> None:
        self.engine = make_engine(url)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is a laptop's own file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Lend a session for reading; what it loaded stays readable afterwards. Raises ReadOnly."""
        with _ReadSession(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Lend a session for writing: commits at the end, rolls back on any error.

        On SQLite nobody else writes meanwhile, so keep it short. Raises DiskFull.
        """
        options = {BEGIN: "IMMEDIATE"}
        try:
            with (
                Session(self.engine, expire_on_commit=False, execution_options=options) as session,
                session.begin(),
            ):
                yield session
        except OperationalError as error:
            if _is_full(error):
                raise disk_full() from error
            raise

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def sqlite_url(file: Path) -> URL:
    """Name a SQLite file, whatever letters its path holds."""
    return URL.create("sqlite", database=str(file))


def make_engine(url: URL | str, *, foreign_keys: bool = True) -> Engine:
    """Make an engine; on SQLite one that writes ahead, syncs fully and begins transactions itself.

    ``foreign_keys=False`` is for migrations alone: they rebuild tables, and dropping the old one would delete
    all that hangs on it.
    """
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    if engine.dialect.name == "sqlite":
        _begin_ourselves(engine, foreign_keys=foreign_keys)
    return engine


def _begin_ourselves(engine: Engine, *, foreign_keys: bool) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        # What an owner has deleted does not stay readable in the free parts of the file.
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(BEGIN, 'DEFERRED')}")


@event.listens_for(_ReadSession, "before_flush")
def _refuse_flush(session: Session, _context: object, _instances: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise ReadOnly("a reading session was asked to write")


@event.listens_for(_ReadSession, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise ReadOnly("a reading session was asked to write")


def _is_full(error: OperationalError) -> bool:
    # SQLITE_FULL, and the I/O errors that a full disk gives while the journal grows.
    return "disk is full" in str(error.orig) or "No space left" in str(error.orig)
