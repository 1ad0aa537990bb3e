"""Run one job as one dbos workflow: a step that lists its items, then one step per item, several at a time.

Step numbers are drawn in the order of the items before any of them runs, so a job that was cut off finds each
finished item again, whichever finished first. Only ids are written down.
"""

from __future__ import annotations

import contextvars
import logging
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from dbos import DBOS, StepReservation, WorkflowSerializationFormat

from merchant_helper.jobs.kind import Kind, StopJob

Result = TypeVar("Result")
log = logging.getLogger(__name__)
ITEMS, ITEM = "items", "item"
# A guard for jobs that take the whole program down: ten restarts of it, and the job is given up.
MOST_RESTARTS = 10


class Bench:
    """Hold what running jobs need: the kinds, the number of lanes, and who is at work."""

    def __init__(self, kinds: Mapping[str, Kind], lanes: int) -> None:
        self.kinds = kinds
        self.lanes = lanes
        self.closing = threading.Event()
        self._at_work: Counter[str] = Counter()
        self._quiet = threading.Condition()

    @contextmanager
    def at_work(self, job_id: str) -> Iterator[None]:
        """Count a job in for as long as it runs."""
        with self._quiet:
            self._at_work[job_id] += 1
        try:
            yield
        finally:
            with self._quiet:
                self._at_work -= Counter([job_id])
                self._quiet.notify_all()

    def wait_until_quiet(self, seconds: float, job_ids: Collection[str] | None = None) -> bool:
        """Wait until no job runs any more, or none of these."""
        with self._quiet:
            return self._quiet.wait_for(
                lambda: not (self._at_work if job_ids is None else self._at_work.keys() & set(job_ids)),
                seconds,
            )


class Closing(BaseException):
    """Leave a job as it stands because the program ends; not an Exception, so dbos records nothing."""


# dbos knows workflows by functions of a module; what they work with is set while a Jobs runs.
bench: Bench | None = None


@DBOS.workflow(
    name="job", serialization_type=WorkflowSerializationFormat.PORTABLE, max_recovery_attempts=MOST_RESTARTS
)
def run_job(kind: str, job_id: str) -> None:
    """Do all items of a job; what is done already is passed over."""
    here = bench
    if here is None:
        raise Closing
    with here.at_work(job_id):
        work = here.kinds.get(kind)
        if work is None:
            # A kind of a newer or older program: nothing is known of its items.
            raise StopJob("job.unknown_kind")
        items: list[str] = DBOS.run_step({"name": ITEMS}, _guarded, work.items, job_id)
        reserved = [(DBOS.reserve_step(), item) for item in items]
        _Lanes(here, work, job_id, reserved).run()


def _guarded(call: Callable[..., Result], *ids: str) -> Result:
    """Keep the words of unexpected errors out of the job database: they may hold names and paths."""
    try:
        return call(*ids)
    except StopJob as stop:
        log.warning("job %s stopped: %s", ids[0], stop.code)
        raise
    except Exception:
        log.exception("job %s stopped at %s", ids[0], ids[-1])
        raise StopJob("job.unexpected") from None


class _Lanes:
    """Work off reserved steps in a few threads; the first error stops all, what is begun is finished."""

    def __init__(
        self, here: Bench, kind: Kind, job_id: str, reserved: list[tuple[StepReservation, str]]
    ) -> None:
        self._here = here
        self._kind = kind
        self._job_id = job_id
        self._count = min(here.lanes, len(reserved))
        self._left = iter(reserved)
        self._guard = threading.Lock()
        self._stopped = False

    def run(self) -> None:
        with ThreadPoolExecutor(max(self._count, 1), thread_name_prefix="lane") as lanes:
            # Each lane needs a context of its own: a context is entered by one thread at a time.
            ends = [lanes.submit(contextvars.copy_context().run, self._lane) for _ in range(self._count)]
        errors = [error for error in (end.exception() for end in ends) if error is not None]
        # The program's end outweighs an error: the step that failed is looked at again next time.
        for error in sorted(errors, key=lambda e: isinstance(e, Exception)):
            raise error

    def _lane(self) -> None:
        try:
            while (following := self._next()) is not None:
                reservation, item = following
                reservation.run({"name": ITEM}, self._step, item)
        except BaseException:
            self._stopped = True
            raise

    def _next(self) -> tuple[StepReservation, str] | None:
        if self._here.closing.is_set():
            raise Closing
        with self._guard:
            return None if self._stopped else next(self._left, None)

    def _step(self, item: str) -> bool:
        _guarded(self._kind.step, self._job_id, item)
        # dbos takes a step without a result for one that never ran.
        return True
