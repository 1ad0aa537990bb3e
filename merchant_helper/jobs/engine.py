"""Queue jobs that survive a crash, tell how far they are, stop them. Nothing else imports dbos.

One laptop keeps its jobs in a SQLite file of their own; several machines share a PostgreSQL database, each
with an ``executor_id`` that stays the same from start to start. Never run two programs with one id at a time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from merchant_helper.db.engine import sqlite_url
from merchant_helper.db.folder import DataFolder
from merchant_helper.errors import JobError
from merchant_helper.jobs.kind import Kind
from merchant_helper.jobs.pool import ChildPool

if TYPE_CHECKING:
    from merchant_helper.jobs.workflow import Bench

State = Literal["queued", "running", "done", "cancelled", "failed"]
# Why a job may fail without having said so itself.
ISSUE_CODES = ("job.unexpected", "job.restarted_too_often", "job.unknown_kind")
QUEUE = "jobs"
POLL_S = 0.25
# Jobs share the children, so a small one need not wait for a large one to end.
JOBS_AT_ONCE = 4
# Raise only when running jobs of the older program cannot be gone on with.
VERSION = "1"
STATES: dict[str, State] = {
    "ENQUEUED": "queued",
    "DELAYED": "queued",
    "PENDING": "running",
    "SUCCESS": "done",
    "CANCELLED": "cancelled",
    "ERROR": "failed",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
}
FINISHED = [name for name, state in STATES.items() if state in ("done", "cancelled", "failed")]
DELETE_AT_ONCE = 500
CLOSE_S = 5.0
# A photo is cut out within this on most laptops.
FORGET_S = 15.0


@dataclass(frozen=True)
class Progress:
    """Say how far a job is. ``total`` is None before its items are listed; ``reason`` is why it failed."""

    state: State
    done: int
    total: int | None
    reason: str | None = None


class Jobs:
    """Hold the jobs of one data folder, or of the database at a URL.

    Register every kind, then ``start``; jobs that were cut off go on by themselves. One runs in a program.
    """

    def __init__(self, where: DataFolder | str, pool: ChildPool, *, executor_id: str = "laptop") -> None:
        self.pool = pool
        self.executor_id = executor_id
        self._where = where
        self._kinds: dict[str, Kind] = {}
        self._bench: Bench | None = None

    def __enter__(self) -> Jobs:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def register(
        self, kind: str, *, items: Callable[[str], list[str]], step: Callable[[str, str], None]
    ) -> None:
        """Say how jobs of a kind find their item ids, and what to do with ``(job_id, item_id)``.

        A step may run again after a crash, so it must be harmless to repeat. It sees to the failures of its
        item itself; any error it raises stops the job (StopJob with a reason of its own choosing).
        """
        if self._bench is not None:
            raise JobError("register kinds of jobs before the start")
        self._kinds[kind] = Kind(items, step)

    def start(self) -> None:
        """Begin to work, first on what was cut off. Raises JobError when another Jobs runs here."""
        from dbos import DBOS

        from merchant_helper.jobs import workflow

        if workflow.bench is not None:
            raise JobError("jobs are already running in this program")
        self._bench = workflow.bench = workflow.Bench(self._kinds, self.pool.workers)
        try:
            DBOS(config=self._config())
            DBOS.launch()
            DBOS.register_queue(
                QUEUE,
                worker_concurrency=JOBS_AT_ONCE,
                polling_interval_sec=POLL_S,
                on_conflict="always_update",
            )
        except BaseException:
            self.close()
            raise

    def enqueue(self, kind: str, job_id: str) -> None:
        """Queue a job; one that is known already, in whatever state, is left as it is."""
        from dbos import SetWorkflowID

        from merchant_helper.jobs.workflow import run_job

        dbos = self._dbos()
        if kind not in self._kinds:
            raise JobError(f"unknown kind of job: {kind}")
        with SetWorkflowID(job_id):
            dbos.enqueue_workflow(QUEUE, run_job, kind, job_id)

    def resume(self, job_id: str) -> None:
        """Let a failed or cancelled job run again; its steps are asked once more for every item."""
        if self._known(job_id).state in ("failed", "cancelled"):
            self._dbos().rewind_workflow(job_id, queue_name=QUEUE)

    def cancel(self, job_id: str) -> None:
        """Stop a job before its next item; what is begun is finished, what is finished stays."""
        if self._known(job_id).state in ("queued", "running"):
            self._dbos().cancel_workflow(job_id)

    def progress(self, job_id: str) -> Progress | None:
        """Tell how far a job is; None when there is no such job (any more)."""
        status = self._dbos().get_workflow_status(job_id)
        if status is None:
            return None
        total = None
        first = self._dbos().list_workflow_steps(job_id, limit=1)
        if first and first[0]["error"] is None:
            total = len(first[0]["output"])
        others = self._dbos().list_workflow_steps(job_id, load_output=False, offset=1) if first else []
        done = sum(1 for step in others if step["completed_at_epoch_ms"] is not None)
        return Progress(STATES[status.status], done, total, _reason(status))

    def clean_up(self, older_than: timedelta = timedelta(days=30)) -> int:
        """Forget jobs that ended longer ago than this, and count them."""
        before = (datetime.now(UTC) - older_than).isoformat()
        forgotten = 0
        while True:
            ended = self._dbos().list_workflows(
                status=FINISHED,
                completed_before=before,
                limit=DELETE_AT_ONCE,
                load_input=False,
                load_output=False,
            )
            if not ended:
                return forgotten
            self._dbos().delete_workflows([job.workflow_id for job in ended])
            forgotten += len(ended)

    def forget(self, job_ids: Collection[str], wait_s: float = FORGET_S) -> bool:
        """Stop jobs and take every trace of them out of the job database; unknown ones are passed over.

        Waits for the items in hand; tells whether they ended in time. One that did not is forgotten all the
        same: their step goes on to its end, and nothing is written down of it.
        """
        dbos, wanted = self._dbos(), sorted(set(job_ids))
        known = [job_id for job_id in wanted if dbos.get_workflow_status(job_id) is not None]
        for job_id in known:
            self.cancel(job_id)
        quiet = self._bench is not None and self._bench.wait_until_quiet(wait_s, wanted)
        for at in range(0, len(known), DELETE_AT_ONCE):
            dbos.delete_workflows(known[at : at + DELETE_AT_ONCE])
        return quiet

    def close(self) -> None:
        """End the children and leave every job as it stands; the next start goes on with it."""
        from dbos import DBOS

        from merchant_helper.jobs import workflow

        if self._bench is None:
            self.pool.close()
            return
        self._bench.closing.set()
        self.pool.close()
        self._bench.wait_until_quiet(CLOSE_S)
        DBOS.destroy()
        self._bench = workflow.bench = None

    def _known(self, job_id: str) -> Progress:
        progress = self.progress(job_id)
        if progress is None:
            raise JobError(f"no such job: {job_id}")
        return progress

    def _dbos(self) -> Any:
        from dbos import DBOS

        if self._bench is None:
            raise JobError("jobs were not started")
        return DBOS

    def _config(self) -> Any:
        from dbos import DBOSPortableJSONSerializer

        url = self._where
        if isinstance(url, DataFolder):
            url.ensure()
            with closing(sqlite3.connect(url.jobs_db)) as connection:
                # The mode stays with the file: three times the speed (measured), and readers block nobody.
                connection.execute("PRAGMA journal_mode=WAL")
            url = sqlite_url(url.jobs_db).render_as_string()
        return {
            "name": "merchant-helper",
            "system_database_url": url,
            "application_version": VERSION,
            "executor_id": self.executor_id,
            "log_level": "ERROR",
            "enable_otlp": False,
            "serializer": DBOSPortableJSONSerializer(),
            "notification_listener_polling_interval_sec": 0.5,
        }


def _reason(status: Any) -> str | None:
    if STATES[status.status] != "failed":
        return None
    if status.status == "MAX_RECOVERY_ATTEMPTS_EXCEEDED":
        return "job.restarted_too_often"
    # dbos gives errors back as words; those of ours are codes.
    return str(getattr(status.error, "message", "job.unexpected"))
