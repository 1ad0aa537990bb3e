"""Lend each request one session to read with, opened when first asked for, and one to write with.

The views say when they write: ``with writing() as session`` commits at its end and rolls back on an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, g

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from merchant_helper.db import Database, DataFolder
    from merchant_helper.jobs import Jobs
    from merchant_helper.photos.files import FileStore

EXTENSION = "merchant_helper"


@dataclass(frozen=True)
class Services:
    """Hold what the pages work with: the data folder, its database, its files, and the job engine."""

    folder: DataFolder
    database: Database
    files: FileStore
    jobs: Jobs


def init_app(app: Flask, services: Services | None) -> None:
    """Hand the services to the application and give sessions back after each request."""
    app.extensions[EXTENSION] = services
    app.teardown_appcontext(_give_back)


def services() -> Services:
    """Give the services of the running application. Raises RuntimeError where it was made without any."""
    found = current_app.extensions.get(EXTENSION)
    if found is None:
        raise RuntimeError("this application was made without services: create_app(config, services)")
    return cast("Services", found)


def read_session() -> Session:
    """Give this request's session for reading; after a write it is a fresh one that sees the write."""
    if "reading" not in g:
        g.reading = _borrowed().enter_context(services().database.read())
    return cast("Session", g.reading)


def end_reading() -> None:
    """Give this request's session for reading back: whoever rewrites the database would wait for it."""
    _give_back(None)


@contextmanager
def writing() -> Iterator[Session]:
    """Open the one session that may write; it commits at the end, then does what waits for the commit."""
    waiting: list[Callable[[], object]] = []
    g.after_commit = waiting
    try:
        with services().database.write() as session:
            yield session
    except BaseException:
        # Rolled back, its rows can no longer be read: a page of trouble must not try.
        g.pop("shop", None)
        raise
    finally:
        del g.after_commit
        g.pop("reading", None)
    for action in waiting:
        action()


def after_commit(action: Callable[[], object]) -> None:
    """Do something once the open write is safely kept; at once where none is open."""
    if "after_commit" in g:
        g.after_commit.append(action)
    else:
        action()


def _borrowed() -> ExitStack:
    if "borrowed" not in g:
        g.borrowed = ExitStack()
    return cast("ExitStack", g.borrowed)


def _give_back(_error: BaseException | None) -> None:
    g.pop("reading", None)
    borrowed: ExitStack | None = g.pop("borrowed", None)
    if borrowed is not None:
        borrowed.close()
