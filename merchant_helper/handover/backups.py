"""Replace the copies that this program made by itself and that still hold a shop."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from merchant_helper.db import DataFolder
from merchant_helper.db.base import utc_now
from merchant_helper.db.compact import compact
from merchant_helper.db.opening import copy_sqlite, quick_check
from merchant_helper.handover.traces import files_below, in_file, patterns

AFTER = "after-wipe-"
# What updates, restores and wipes keep; a person's own backups have names of their own.
COPIES = ("before-update-*.sqlite", f"{AFTER}*.sqlite")
SET_ASIDE = ("before-restore-*", "restoring-*")
SIDE_FILES = ("-wal", "-journal", "-shm")


def replace_backups(folder: DataFolder, shop_id: str) -> int:
    """Put one copy of the data as they are now in the place of all copies that hold a shop; counts those.

    A copy that cannot be read may hold it, so it goes too. The new copy is there before the old ones go.
    Raises OSError or sqlite3.Error; then what still stands is found again by the next call.
    """
    wanted = patterns([shop_id])
    holding = [copy for copy in _copies(folder) if _may_hold(copy, wanted)]
    if holding:
        new = _copy_now(folder)
        # Of copies made after a wipe the newest is enough.
        holding += [old for old in folder.backups.glob(COPIES[1]) if old not in (new, *holding)]
    for copy in holding:
        _remove(copy)
    return len(holding)


def _copies(folder: DataFolder) -> Iterator[Path]:
    for name in COPIES:
        yield from sorted(folder.backups.glob(name))
    for name in SET_ASIDE:
        yield from sorted(folder.path.glob(name))


def _may_hold(copy: Path, wanted: list[bytes]) -> bool:
    if copy.is_dir():
        files = list(files_below(copy))
        # What was set aside without its database cannot be told from hers.
        readable = (copy / "app.sqlite").exists() and all(
            quick_check(file) for file in files if file.suffix == ".sqlite"
        )
    else:
        files = [copy, *(side for end in SIDE_FILES if (side := copy.with_name(copy.name + end)).exists())]
        readable = quick_check(copy)
    try:
        return not readable or any(in_file(file, wanted) for file in files)
    except OSError:
        return True


def _copy_now(folder: DataFolder) -> Path:
    copy = folder.backups / f"{AFTER}{utc_now():%Y%m%dT%H%M%S%fZ}.sqlite"
    try:
        copy_sqlite(folder.app_db, copy)
        compact(copy)
    except (OSError, sqlite3.Error):
        copy.unlink(missing_ok=True)
        raise
    return copy


def _remove(copy: Path) -> None:
    if copy.is_dir():
        shutil.rmtree(copy)
        return
    for end in ("", *SIDE_FILES):
        copy.with_name(copy.name + end).unlink(missing_ok=True)
