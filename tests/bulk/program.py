"""Cut a shop's photos out and end: ``python -m tests.bulk.program FOLDER``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from sqlalchemy import func, select

import tests.db.tables  # noqa: F401
from merchant_helper.bulk import batch, cutouts
from merchant_helper.bulk.model import PhotoBatch, PhotoBatchItem
from merchant_helper.db import DataFolder, open_database
from merchant_helper.jobs import ChildPool, Jobs
from tests.bulk import cuts


def main(place: str) -> None:
    folder = DataFolder(place)
    with folder.lock():
        database = open_database(folder)
        with Jobs(folder, ChildPool(2)) as jobs:
            cutouts.register(jobs, folder, database, cut=cuts.by_content)
            jobs.start()
            batch.pick_up(database, jobs)
            Path(place, "started").touch()
            waiting = select(func.count()).where(PhotoBatchItem.state == "queued")
            left = 1
            while left:
                time.sleep(0.1)
                with database.read() as session:
                    left = session.scalar(waiting) or 0
                    ids = session.scalars(select(PhotoBatch.id)).all()
                states = {progress.state for i in ids if (progress := jobs.progress(i))}
                left = left or not states <= {"done"}
        database.close()


if __name__ == "__main__":
    main(sys.argv[1])
