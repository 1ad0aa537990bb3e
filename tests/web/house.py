"""Open a real data folder for one application: database, files, and jobs that are only noted."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from merchant_helper.db import DataFolder, open_database
from merchant_helper.photos.files import FileStore
from merchant_helper.shops.people import ensure_local
from merchant_helper.web import create_app
from merchant_helper.web.db import Services


class WholeAnswers(FlaskClient):
    """Read every answer to its end at once, so that no picture's file stays open."""

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> Any:
        """Send a request and read the whole answer."""
        return super().open(*args, buffered=buffered, **kwargs)


class NotedJobs:
    """Stand in for the job engine: note what is asked, do none of it."""

    def __init__(self) -> None:
        self.noted: list[tuple[str, str]] = []

    def enqueue(self, kind: str, job_id: str) -> None:
        """Note a job."""
        self.noted.append((kind, job_id))

    def resume(self, job_id: str) -> None:
        """Note that a job is to run again."""
        self.noted.append(("resume", job_id))

    def forget(self, job_ids: Collection[str]) -> bool:
        """Take jobs off the notes."""
        self.noted = [(what, job_id) for what, job_id in self.noted if job_id not in job_ids]
        return True

    def progress(self, job_id: str) -> None:
        """Know of no progress."""


def new_folder(path: Path, like: Path | None = None) -> DataFolder:
    """Make a data folder that knows the local person; a copy of another one is made faster."""
    folder = DataFolder(path).ensure()
    if like is not None:
        shutil.copyfile(DataFolder(like).app_db, folder.app_db)
        return folder
    database = open_database(folder)
    with database.write() as session:
        ensure_local(session)
    database.close()
    return folder


@contextmanager
def running(path: Path, *, like: Path | None = None, jobs: Any = None, **config: Any) -> Iterator[Flask]:
    """Make the application over a data folder of its own."""
    folder = new_folder(path, like)
    database = open_database(folder)
    services = Services(folder, database, FileStore(folder.files), jobs or NotedJobs())
    app = create_app({"SECRET_KEY": "only for tests", **config}, services)
    app.test_client_class = WholeAnswers
    try:
        yield app
    finally:
        database.close()
