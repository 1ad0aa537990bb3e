"""Ask for photos to be cut out, and hear how far it is."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from merchant_helper.bulk.cutouts import KIND
from merchant_helper.bulk.model import PhotoBatch, PhotoBatchItem
from merchant_helper.db import Database
from merchant_helper.errors import JobError
from merchant_helper.issues import Issue
from merchant_helper.jobs import Jobs
from merchant_helper.photos.model import Cutout, Photo

# Before anything was measured on this machine; the plain engine takes about that with its first photo.
FIRST_GUESS_S = 10.0
# The mean of so many latest photos: a change of model or laptop shows soon.
LATEST = 20


@dataclass(frozen=True)
class BatchProgress:
    """Say how far a batch is.

    ``state`` is that of its job: queued, running, done, cancelled or failed; ``issue`` is why it failed.
    ``seconds_left`` is an estimate, None when nothing is left to do.
    """

    state: str
    done: int
    failed: int
    total: int
    seconds_left: int | None
    issue: Issue | None = None


def cut_out_photos(
    database: Database, jobs: Jobs, shop_id: str, photo_ids: Iterable[str], engine: str = "auto"
) -> str:
    """Queue photos of a shop to be cut out (anew, where they were) and give the batch's id.

    Raises JobError for a photo that is not this shop's; then nothing is queued.
    """
    wanted = list(dict.fromkeys(photo_ids))
    with database.write() as session:
        own = set(session.scalars(select(Photo.id).where(Photo.shop_id == shop_id, Photo.id.in_(wanted))))
        if missing := [photo_id for photo_id in wanted if photo_id not in own]:
            raise JobError(f"no photo of this shop: {', '.join(missing)}")
        batch = PhotoBatch(shop_id=shop_id, engine=engine)
        batch.items = [PhotoBatchItem(photo_id=photo_id, position=n) for n, photo_id in enumerate(wanted)]
        session.add(batch)
        for photo_id in wanted:
            _await(session, photo_id)
        session.flush()
        batch_id = batch.id
    jobs.enqueue(KIND, batch_id)
    return batch_id


def batch_progress(database: Database, jobs: Jobs, batch_id: str) -> BatchProgress | None:
    """Tell how far a batch is; None when there is no such batch."""
    counted = (
        select(PhotoBatchItem.state, func.count())
        .where(PhotoBatchItem.batch_id == batch_id)
        .group_by(PhotoBatchItem.state)
    )
    with database.read() as session:
        batch = session.get(PhotoBatch, batch_id)
        if batch is None:
            return None
        counts = {state: count for state, count in session.execute(counted)}
        waiting = counts.get("queued", 0)
        left = math.ceil(_seconds_each(session) * waiting / jobs.pool.workers) if waiting else None
    job = jobs.progress(batch_id)
    state = "cancelled" if batch.cancelled else job.state if job else "queued" if waiting else "done"
    return BatchProgress(
        state=state,
        done=counts.get("done", 0),
        failed=counts.get("failed", 0),
        total=sum(counts.values()),
        seconds_left=left if state in ("queued", "running") else None,
        issue=Issue(job.reason, severity="block") if job and job.reason else None,
    )


def estimate_seconds(session: Session, photo_ids: Iterable[str]) -> int | None:
    """Estimate when the last of these photos will be cut out; None when none of them waits.

    What was queued before them is counted in.
    """
    waiting = (
        select(PhotoBatch.created_at, PhotoBatchItem.photo_id)
        .join(PhotoBatch, PhotoBatch.id == PhotoBatchItem.batch_id)
        .where(PhotoBatchItem.state == "queued", PhotoBatch.cancelled.is_(False))
        .order_by(PhotoBatch.created_at, PhotoBatchItem.position)
    )
    queue = [photo_id for _created, photo_id in session.execute(waiting)]
    asked = set(photo_ids)
    ahead = max((n for n, photo_id in enumerate(queue, start=1) if photo_id in asked), default=0)
    if not ahead:
        return None
    return math.ceil(_seconds_each(session) * math.ceil(ahead / (os.cpu_count() or 1)))


def cancel_batch(database: Database, jobs: Jobs, batch_id: str) -> None:
    """Stop a batch; what is cut out stays, what was waiting is as if it had not been asked for."""
    waiting = select(PhotoBatchItem.photo_id).where(
        PhotoBatchItem.batch_id == batch_id, PhotoBatchItem.state == "queued"
    )
    with database.write() as session:
        session.execute(update(PhotoBatch).where(PhotoBatch.id == batch_id).values(cancelled=True))
        still = (Cutout.photo_id.in_(waiting), Cutout.state == "queued")
        session.execute(update(Cutout).where(*still, Cutout.mask_sha256.is_not(None)).values(state="done"))
        session.execute(delete(Cutout).where(*still))
    if jobs.progress(batch_id) is not None:
        jobs.cancel(batch_id)


def resume_batch(database: Database, jobs: Jobs, batch_id: str) -> None:
    """Go on with a batch that was stopped, by a person or by a full disk."""
    with database.write() as session:
        session.execute(update(PhotoBatch).where(PhotoBatch.id == batch_id).values(cancelled=False))
        queued = select(PhotoBatchItem).where(
            PhotoBatchItem.batch_id == batch_id, PhotoBatchItem.state == "queued"
        )
        for item in session.scalars(queued):
            item.attempts = item.deaths = 0
            _await(session, item.photo_id)
    if jobs.progress(batch_id) is None:
        jobs.enqueue(KIND, batch_id)
    else:
        jobs.resume(batch_id)


def stalled(session: Session, jobs: Jobs, photo_id: str) -> str | None:
    """Find the batch in which a photo waits although nobody works on it: its job was stopped."""
    waiting = (
        select(PhotoBatch.id)
        .join(PhotoBatchItem)
        .where(PhotoBatchItem.photo_id == photo_id, PhotoBatchItem.state == "queued")
        .order_by(PhotoBatch.created_at)
    )
    batches = [(batch_id, jobs.progress(batch_id)) for batch_id in session.scalars(waiting)]
    if any(job is None or job.state in ("queued", "running") for _id, job in batches):
        return None
    return batches[-1][0] if batches else None


def pick_up(database: Database, jobs: Jobs) -> int:
    """Go on with batches that never reached the job engine or met a full disk; call after its start."""
    unfinished = (
        select(PhotoBatch.id)
        .join(PhotoBatchItem)
        .where(PhotoBatchItem.state == "queued", PhotoBatch.cancelled.is_(False))
        .distinct()
    )
    with database.read() as session:
        found = [(batch_id, jobs.progress(batch_id)) for batch_id in session.scalars(unfinished)]
    lost = [batch_id for batch_id, job in found if job is None]
    for batch_id in lost:
        jobs.enqueue(KIND, batch_id)
    full = [batch_id for batch_id, job in found if job is not None and job.reason == "batch.disk_full"]
    for batch_id in full:
        jobs.resume(batch_id)
    return len(lost) + len(full)


def _await(session: Session, photo_id: str) -> None:
    """Let the photo be shown as waiting; what an earlier cut-out gave stays until there is a newer one."""
    cutout = session.get(Cutout, photo_id)
    if cutout is None:
        session.add(Cutout(photo_id=photo_id))
        return
    cutout.state, cutout.attempts = "queued", 0
    if cutout.mask_sha256 is None:
        cutout.verdict = cutout.confidence = cutout.finished_at = None
        cutout.issues = []


def _seconds_each(session: Session) -> float:
    latest = (
        select(PhotoBatchItem.seconds)
        .join(PhotoBatch)
        .where(PhotoBatchItem.seconds.is_not(None))
        .order_by(PhotoBatch.created_at.desc(), PhotoBatchItem.position.desc())
        .limit(LATEST)
    )
    measured = [seconds for seconds in session.scalars(latest) if seconds is not None]
    return sum(measured) / len(measured) if measured else FIRST_GUESS_S
