"""Work off photo batches: each photo in a child process, each result kept once however often it is made."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from merchant_helper.bulk.model import PhotoBatchItem
from merchant_helper.bulk.work import Cut, attempt, cut_out
from merchant_helper.db import Database, DataFolder
from merchant_helper.db.base import utc_now
from merchant_helper.errors import DiskFull
from merchant_helper.issues import Issue
from merchant_helper.jobs import ChildDied, ChildPool, ChildTimedOut, Jobs, StopJob
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Cutout, Photo

log = logging.getLogger(__name__)
ISSUE_CODES = (
    "batch.child_died",
    "batch.too_slow",
    "batch.unexpected",
    "batch.engine_unavailable",
    "batch.disk_full",
)
KIND = "cut-out"
# Twice is no accident: the photo is set aside and the batch goes on.
MOST_DEATHS = 2
# Starts without an end: the whole program, or the machine, went down each time. A battery may die twice in a
# day; five times under one photo, it is the photo.
MOST_STARTS = 5
# The largest photo with the largest model on a slow laptop takes a minute or two.
TIMEOUT_S = 600.0


@dataclass(frozen=True)
class _Task:
    original: Path
    mask: Path
    engine: str


def register(jobs: Jobs, folder: DataFolder, database: Database, *, cut: Cut = cut_out) -> None:
    """Teach the job engine to cut photos out; call it before ``jobs.start``."""
    work = CutoutWork(folder, database, jobs.pool, cut)
    jobs.register(KIND, items=work.items, step=work.step)


class CutoutWork:
    """Know how a batch's photos are found and what is done with each."""

    def __init__(
        self, folder: DataFolder, database: Database, pool: ChildPool, cut: Cut, timeout: float = TIMEOUT_S
    ) -> None:
        self._folder = folder
        self._database = database
        self._pool = pool
        self._cut = cut
        self._timeout = timeout
        self._store = FileStore(folder.files)

    def items(self, batch_id: str) -> list[str]:
        """List the photos still to do, in order."""
        waiting = (
            select(PhotoBatchItem.photo_id)
            .where(PhotoBatchItem.batch_id == batch_id, PhotoBatchItem.state == "queued")
            .order_by(PhotoBatchItem.position)
        )
        with self._database.read() as session:
            return list(session.scalars(waiting))

    def step(self, batch_id: str, photo_id: str) -> None:
        """Cut one photo out, or say why not; harmless to repeat. Raises StopJob when the disk is full."""
        try:
            task = self._begin(batch_id, photo_id)
            while task is not None:
                task = self._try(task, batch_id, photo_id)
        except DiskFull as error:
            raise StopJob("batch.disk_full") from error

    def _begin(self, batch_id: str, photo_id: str) -> _Task | None:
        """Count the start before it is made; None when there is nothing to do (any more)."""
        with self._database.write() as session:
            item = session.get(PhotoBatchItem, (batch_id, photo_id))
            if item is None or item.state != "queued" or item.batch.cancelled:
                return None
            item.attempts += 1
            _cutout_of(session, photo_id).attempts = item.attempts
            if item.attempts > MOST_STARTS:
                _fail(session, item, Issue("batch.child_died", severity="block"))
                return None
            photo = session.get_one(Photo, photo_id)
            return _Task(
                original=self._store.path(photo.sha256),
                mask=self._folder.cache / "masks" / f"{batch_id}-{photo_id}.png",
                engine=item.batch.engine,
            )

    def _try(self, task: _Task, batch_id: str, photo_id: str) -> _Task | None:
        """Make one try; gives the task back when another one is due."""
        began = time.monotonic()
        task.mask.parent.mkdir(parents=True, exist_ok=True)
        args = (str(task.original), str(task.mask), task.engine, str(self._folder.models))
        try:
            outcome = self._pool.run(attempt, self._cut, *args, timeout=self._timeout)
        except ChildDied as error:
            code = "batch.too_slow" if isinstance(error, ChildTimedOut) else "batch.child_died"
            return task if self._may_try_again(batch_id, photo_id, code) else None
        except Exception:
            log.exception("photo %s of batch %s", photo_id, batch_id)
            outcome = {"issue": Issue("batch.unexpected", severity="block").to_record()}
        if "stop" in outcome:
            raise StopJob(outcome["stop"])
        self._finish(task, batch_id, photo_id, outcome, time.monotonic() - began)
        return None

    def _may_try_again(self, batch_id: str, photo_id: str, code: str) -> bool:
        with self._database.write() as session:
            item = session.get(PhotoBatchItem, (batch_id, photo_id))
            if item is None:
                return False
            item.deaths += 1
            if item.deaths < MOST_DEATHS:
                return True
            _fail(session, item, Issue(code, severity="block"))
            return False

    def _finish(
        self, task: _Task, batch_id: str, photo_id: str, outcome: dict[str, Any], seconds: float
    ) -> None:
        mask_sha256, new = None, False
        if "cutout" in outcome:
            with task.mask.open("rb") as mask:
                kept = self._store.keep(mask)
            mask_sha256, new = kept.sha256, kept.new
        with self._database.write() as session:
            item = session.get(PhotoBatchItem, (batch_id, photo_id))
            if item is not None and mask_sha256 is None:
                _fail(session, item, Issue.from_record(outcome["issue"]))
            elif item is not None:
                _succeed(session, item, outcome["cutout"], mask_sha256, seconds)
            elif new and mask_sha256 is not None:
                # Deleted while it was being cut out: nothing of it may stay.
                self._store.delete(mask_sha256)
        task.mask.unlink(missing_ok=True)


def _cutout_of(session: Session, photo_id: str) -> Cutout:
    cutout = session.get(Cutout, photo_id)
    if cutout is None:
        cutout = Cutout(photo_id=photo_id)
        session.add(cutout)
    return cutout


def _succeed(
    session: Session, item: PhotoBatchItem, record: dict[str, Any], mask_sha256: str | None, seconds: float
) -> None:
    item.state, item.error_code, item.seconds = "done", None, seconds
    cutout = _cutout_of(session, item.photo_id)
    cutout.state = "done"
    cutout.engine, cutout.model = record["engine"], record["model"]
    cutout.verdict, cutout.confidence = record["verdict"], record["confidence"]
    cutout.mask_sha256 = mask_sha256
    cutout.issues = list(record["issues"])
    cutout.finished_at = utc_now()


def _fail(session: Session, item: PhotoBatchItem, issue: Issue) -> None:
    item.state, item.error_code = "failed", issue.code
    cutout = _cutout_of(session, item.photo_id)
    if cutout.mask_sha256 is not None:
        # Another way was tried and did not work: the earlier cut-out is still there.
        cutout.state = "done"
        return
    cutout.state = "failed"
    cutout.verdict = cutout.confidence = None
    cutout.issues = [issue.to_record()]
    cutout.finished_at = utc_now()
