"""Take a shop off this computer: rows, files, jobs, copies, and whatever was made of them.

A note in the data folder stands from the first deed to the last, so whatever cuts a wipe off, the next start
or another press goes on with it. Out of reach: backups that a person put elsewhere, and what a disk keeps in
blocks that it calls free.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from merchant_helper.db import Database, DataFolder
from merchant_helper.db.compact import compact, image_of
from merchant_helper.errors import DiskFull, MerchantHelperError
from merchant_helper.handover import begun as notes
from merchant_helper.handover.backups import replace_backups
from merchant_helper.handover.begun import Begun, Keep
from merchant_helper.handover.made import clean_logs, delete_drafts, delete_files, delete_made, delete_orphans
from merchant_helper.handover.rows import delete_rows, note, stop_batches
from merchant_helper.handover.traces import files_below, in_bytes, in_file, patterns, temporary_files
from merchant_helper.photos.farewell import in_use
from merchant_helper.photos.files import FileStore
from merchant_helper.shops.model import Shop

__all__ = ["Keep", "WipeReport", "finish_wipes", "is_begun", "wipe"]

Result = TypeVar("Result")
log = logging.getLogger(__name__)
# A press that meets another one waits for it.
_one_at_a_time = threading.Lock()


class Forgetful(Protocol):
    """Be a job engine that can forget."""

    def forget(self, job_ids: Collection[str]) -> bool:
        """Stop jobs and take every trace of them out."""


@dataclass(frozen=True)
class WipeReport:
    """Say what went, and where something of the shop was still found.

    ``finished`` is false when somebody held a file or a database for too long: the next start or another
    press goes on.
    """

    files_deleted: int
    backups_replaced: int
    left: list[Path]
    finished: bool


def wipe(
    folder: DataFolder,
    database: Database,
    store: FileStore,
    jobs: Forgetful,
    shop_id: str,
    keep: Keep = "nothing",
    *,
    needles: Iterable[str] = (),
) -> WipeReport:
    """Delete a shop, or with ``keep="words"`` its pictures and who was there; may run beside all other work.

    ``needles`` are further words to look for afterwards. End reading sessions of your own before: they would
    be waited for. Raises DiskFull when there is no room even for the note; then only made pictures are gone.
    """
    with _one_at_a_time:
        begun = notes.load(folder, shop_id) or Begun(shop_id, keep)
        with database.read() as session:
            if session.get(Shop, shop_id) is not None:
                # Whatever was begun earlier, this is what is asked for now.
                begun.keep, begun.rows_gone = keep, False
        begun.add(jobs=set(), files=set(), words=set(needles))
        return _Wipe(folder, database, store, jobs, begun).run()


def is_begun(folder: DataFolder, shop_id: str) -> bool:
    """Tell whether a wipe of this shop waits to be gone on with."""
    return notes.load(folder, shop_id) is not None


def finish_wipes(
    folder: DataFolder, database: Database, store: FileStore, jobs: Forgetful
) -> list[WipeReport]:
    """Go on with wipes that were cut off; call it when the jobs have started. One that fails waits again."""
    reports = []
    for begun in notes.load_all(folder):
        try:
            # Whoever wrote those drafts was ended with the wipe.
            delete_drafts(folder, settled_s=0)
            report = _finish(_Wipe(folder, database, store, jobs, begun))
        except (MerchantHelperError, OSError, sqlite3.Error, SQLAlchemyError) as error:
            # Its words may hold names and paths.
            log.warning("a wipe could not be gone on with: %s", type(error).__name__)
        else:
            reports += [report] if report else []
    return reports


class _Wipe:
    """Hold one wipe and what its steps work with."""

    def __init__(
        self, folder: DataFolder, database: Database, store: FileStore, jobs: Forgetful, begun: Begun
    ) -> None:
        self.folder = folder
        self.begun = begun
        self._database = database
        self._store = store
        self._jobs = jobs
        self._held = False

    def run(self) -> WipeReport:
        # On a full disk there is room for the note once what was made is gone.
        with suppress(DiskFull):
            self.begun.write_down(self.folder)
        self._clear()
        self._delete_rows()
        deleted = self._try(self._delete_files) or 0
        self._held |= not self._jobs.forget(self.begun.jobs)
        replaced = self._rewrite() if self._database.is_sqlite else 0
        self._clear()
        left = self._look_around()
        if not self._held:
            self.begun.forget(self.folder)
        return WipeReport(deleted, replaced, left, not self._held)

    def came_back(self) -> bool:
        """Tell whether the shop was taken in again after its rows had gone."""
        with self._database.read() as session:
            there = session.get(Shop, self.begun.shop_id) is not None
        return there and self.begun.rows_gone and self.begun.keep == "nothing"

    def _delete_rows(self) -> None:
        if self.begun.rows_gone:
            return
        with self._database.write() as session:
            note(session, self.begun)
            self.begun.write_down(self.folder)
            stop_batches(session, self.begun.shop_id)
        self._jobs.forget(self.begun.jobs)
        with self._database.write() as session:
            # What came in meanwhile: a mask that was in hand, one more photo.
            note(session, self.begun)
            self.begun.write_down(self.folder)
            delete_rows(session, self.begun)
        self.begun.rows_gone = True
        self.begun.write_down(self.folder)

    def _delete_files(self) -> int:
        with self._database.read() as session:
            shared = in_use(session, set(self.begun.files))
        return delete_files(self._store, set(self.begun.files) - shared)

    def _rewrite(self) -> int:
        """Write the databases anew, then the copies of them; counts the copies that were replaced."""
        done = [self._try(partial(compact, file)) for file in self._databases()]
        if not all(done):
            self._held = True
            return 0
        return self._try(partial(replace_backups, self.folder, self.begun.shop_id)) or 0

    def _clear(self) -> None:
        """Delete what was made of the photos, what nobody refers to, and lines of the log."""
        wanted = patterns(self._hers_alone())
        self._try(partial(delete_made, self.folder, self.begun.shop_id, self.begun.jobs))
        self._try(partial(delete_drafts, self.folder))
        self._try(partial(clean_logs, self.folder, wanted))
        with self._database.read() as session:
            self._try(partial(delete_orphans, session, self._store))

    def _look_around(self) -> list[Path]:
        wanted, own = patterns(self._hers_alone()), set(self.begun.files)
        with self._database.read() as session:
            used = in_use(session, set(self._store.all_hashes()))
        found = [file for file in self._databases() if in_bytes(image_of(file), wanted)]
        for file in self._other_files():
            name = file.relative_to(self.folder.path).as_posix().encode()
            hers = file.name in own or in_bytes(name, wanted) or in_file(file, wanted)
            if file.name not in used and hers:
                found.append(file)
        return [*found, *(file for file in temporary_files() if in_file(file, wanted))]

    def _hers_alone(self) -> set[str]:
        """Leave out words that rows of another shop hold too: nothing can be told from those."""
        begun = self.begun
        names = {*begun.jobs, begun.shop_id} if begun.keep == "nothing" else set(begun.jobs)
        if not self._database.is_sqlite:
            return names | set(begun.words)
        live = image_of(self.folder.app_db)
        return names | {word for word in begun.words if not in_bytes(live, patterns([word]))}

    def _databases(self) -> list[Path]:
        return [file for file in (self.folder.app_db, self.folder.jobs_db) if file.exists()]

    def _other_files(self) -> Iterator[Path]:
        databases = (self.folder.app_db.name, self.folder.jobs_db.name)
        for file in files_below(self.folder.path, leave_out=[self.folder.models]):
            live = file.parent == self.folder.path and file.name.startswith(databases)
            if not live and not notes.is_note(self.folder, file):
                yield file

    def _try(self, step: Callable[[], Result]) -> Result | None:
        """Take one step; what cannot be done now leaves the wipe open."""
        try:
            return step()
        except (OSError, sqlite3.Error) as error:
            log.warning("a step of a wipe has to be taken again: %s", type(error).__name__)
            self._held = True
            return None


def _finish(work: _Wipe) -> WipeReport | None:
    with _one_at_a_time:
        if work.came_back():
            work.begun.forget(work.folder)
            return None
        return work.run()
