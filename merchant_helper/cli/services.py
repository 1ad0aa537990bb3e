"""Open what the pages work with, and close it in the right order."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from merchant_helper.cli.data import database_url

if TYPE_CHECKING:
    from merchant_helper.db import DataFolder
    from merchant_helper.web.db import Services

LOG, LOG_BYTES, LOGS_KEPT = "program.log", 1_000_000, 3


@contextmanager
def open_services(folder: DataFolder) -> Iterator[Services]:
    """Bring the data up to date and start the jobs; jobs end first, the database last."""
    from merchant_helper.bulk.batch import pick_up
    from merchant_helper.bulk.cutouts import register
    from merchant_helper.db import open_database
    from merchant_helper.handover.made import delete_unclaimed
    from merchant_helper.handover.wipe import finish_wipes
    from merchant_helper.jobs import ChildPool, Jobs
    from merchant_helper.photos.farewell import sweep
    from merchant_helper.photos.files import FileStore
    from merchant_helper.shops.people import ensure_local
    from merchant_helper.web.db import Services

    url = database_url()
    with ExitStack() as stack:
        database = open_database(folder, url)
        stack.callback(database.close)
        with database.write() as session:
            ensure_local(session)
        files = FileStore(folder.files)
        with database.read() as session:
            # On a laptop nothing is on its way yet; on a server other machines may be at work.
            sweep(session, files) if url else sweep(session, files, older_than=0)
        if not url:
            delete_unclaimed(folder)
        pool = ChildPool()
        stack.callback(pool.close)
        jobs = Jobs(url or folder, pool, executor_id=socket.gethostname() if url else "laptop")
        register(jobs, folder, database)
        stack.callback(jobs.close)
        jobs.start()
        finish_wipes(folder, database, files, jobs)
        pick_up(database, jobs)
        jobs.clean_up()
        yield Services(folder, database, files, jobs)


@contextmanager
def logging_into(folder: DataFolder) -> Iterator[None]:
    """Write warnings and errors into the data folder, so that they can be sent; they hold no typed text."""
    # Busy for a moment is no news: a form of twenty photos fills the queue.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    root = logging.getLogger()
    writer = RotatingFileHandler(
        folder.logs / LOG, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8", errors="replace"
    )
    writer.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    writer.setLevel(logging.WARNING)
    root.addHandler(writer)
    try:
        yield
    finally:
        root.removeHandler(writer)
        writer.close()
