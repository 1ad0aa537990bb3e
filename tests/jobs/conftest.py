"""Borrow the PostgreSQL server of the database tests."""

from tests.db.conftest import postgres_url  # noqa: F401
