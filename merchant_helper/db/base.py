"""Stand under every table: names of constraints, times in UTC, ids that cannot be guessed."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# No letters that look alike, none that a URL, a command line or a Windows file name would take amiss.
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"

# Plain JSON, not JSONB: both databases have it and it keeps the order of keys.
Json = JSON


class UtcDateTime(TypeDecorator[datetime]):
    """Keep moments in UTC and refuse a time without a zone.

    SQLite holds ISO text that sorts by time; PostgreSQL holds ``timestamptz``.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Ask for a zone where the database knows zones."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any zone into UTC. Raises ValueError for a naive time."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a time without a zone cannot be kept: {value.isoformat()}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Be the base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: Json,
        list[dict[str, Any]]: Json,
        list[str]: Json,
    }


def utc_now() -> datetime:
    """Tell the time, with its zone."""
    return datetime.now(UTC)


def new_id() -> str:
    """Make an id of 16 letters and digits (80 random bits) that nobody can guess or count up."""
    return "".join(secrets.choice(LETTERS) for _ in range(16))
