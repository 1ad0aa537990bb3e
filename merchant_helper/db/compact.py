"""Leave nothing of deleted rows in a SQLite file or its journal, while others have it open.

``secure_delete`` overwrites rows where they lay; VACUUM writes the file anew without its free parts, and the
journal, which still holds the older pages, is cut to nothing once no reader needs it.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

# A reader here takes milliseconds; who reads for longer is asked to come back.
PATIENCE_S = 10.0
ONE_TRY_S = 1.0
PAUSE_S = 0.05


def compact(file: Path, patience_s: float = PATIENCE_S) -> bool:
    """Write a SQLite file anew and empty its journal; tells whether both were done in time.

    Nothing is lost when not: another call goes on. A file that is not there has nothing to hide. Raises
    sqlite3.DatabaseError for a file that is damaged or when the disk is full.
    """
    if not file.exists():
        return True
    end = time.monotonic() + patience_s
    with closing(sqlite3.connect(file, timeout=ONE_TRY_S, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        # What VACUUM sets down in between stays out of the computer's temporary folder.
        connection.execute("PRAGMA temp_store=MEMORY")
        while not _rewrite(connection):
            if time.monotonic() > end:
                return False
            time.sleep(PAUSE_S)
        while not _cut_journal(connection):
            if time.monotonic() > end:
                return False
            time.sleep(PAUSE_S)
    return True


def image_of(file: Path) -> bytes:
    """Give every byte of a database that may be in use, as it lies in its pages.

    Opening the file itself would take away the locks that SQLite holds on it in this process.
    """
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        return bytes(connection.serialize())


def _rewrite(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
        raise
    return True


def _cut_journal(connection: sqlite3.Connection) -> bool:
    try:
        row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
        raise
    return bool(row[0] == 0)
