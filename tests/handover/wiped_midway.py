"""Begin a wipe and be killed in it: ``python -m tests.handover.wiped_midway FOLDER SHOP STEP``."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import tests.db.tables  # noqa: F401
from merchant_helper.db import DataFolder, open_database
from merchant_helper.handover import wipe as wiping
from merchant_helper.photos.files import FileStore


class NoJobs:
    """Be a job engine that has nothing to forget."""

    def forget(self, job_ids: object) -> bool:
        """Know of no job."""
        return True


def die(*_args: Any, **_options: Any) -> None:
    """End as in a power cut."""
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    folder = DataFolder(sys.argv[1])
    setattr(wiping, sys.argv[3], die)
    database = open_database(folder)
    wiping.wipe(folder, database, FileStore(folder.files), NoJobs(), sys.argv[2])
