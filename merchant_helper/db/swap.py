"""Put new content in the place of a folder's old one, across a power cut if need be.

Proven content waits in ``restore-ready/``; that name appearing is the point of no return. From there each
part is moved into place by renames, and whoever opens the folder next finishes what was begun.
"""

from __future__ import annotations

import contextlib
import shutil

from filelock import FileLock

from merchant_helper.db.base import utc_now
from merchant_helper.db.folder import DataFolder, unusable

READY = "restore-ready"
# Databases last, the app's own last of all: a folder without it counts as empty.
PARTS = ("secret.key", "files", "jobs.sqlite", "app.sqlite")
SIDE_FILES = ("-wal", "-shm", "-journal")
WAIT_S = 60


def finish_swap(folder: DataFolder) -> None:
    """Move waiting content into place and the old one aside; does nothing where none is waiting.

    May be called again after any interruption. Raises DataFolderError, DiskFull.
    """
    if not (folder.path / READY).is_dir():
        return
    try:
        with FileLock(folder.path / "swap.lock", timeout=WAIT_S):
            if (folder.path / READY).is_dir():
                _move(folder)
    except OSError as error:
        raise unusable(folder.path, error) from error


def _move(folder: DataFolder) -> None:
    ready = folder.path / READY
    aside = folder.path / f"before-restore-{utc_now():%Y%m%dT%H%M%S%fZ}"
    for part in PARTS:
        # A part that is not waiting was moved before an interruption: what stands in its place is new.
        if not (ready / part).exists():
            continue
        for old in (part, *(part + end for end in SIDE_FILES)):
            if (folder.path / old).exists():
                aside.mkdir(mode=0o700, exist_ok=True)
                (folder.path / old).rename(aside / old)
        (ready / part).rename(folder.path / part)
    shutil.rmtree(ready)
    # A folder that held nothing leaves only empty places behind.
    for empty in (aside / "files", aside):
        with contextlib.suppress(OSError):
            empty.rmdir()
