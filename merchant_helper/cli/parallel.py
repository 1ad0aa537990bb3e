"""Clean many photos in child processes and hand the results over in the order of the photos.

Only a few photos per child are under way at a time, so thousands take no more memory than ten.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from merchant_helper.cli.cleaning import Cleaned, Task, clean_photo, failed
from merchant_helper.cli.naming import Planned
from merchant_helper.errors import DataFolderError, EngineUnavailable
from merchant_helper.issues import Issue

if TYPE_CHECKING:
    from merchant_helper.jobs.pool import ChildPool

ISSUE_CODES = ("photo.killed_worker", "photo.took_too_long", "photo.crashed")
# Enough to keep every child busy behind one slow photo.
AHEAD = 8
# The largest photos take some seconds on a slow laptop; one that takes this long hangs.
PATIENCE_S = 300.0
# A child may die through no fault of the photo (memory was short for a moment).
ATTEMPTS = 2
# Windows hears Ctrl+C only between waits.
TICK_S = 0.2

Tell = Callable[[Planned, Cleaned], None]


def clean_in_order(tasks: Iterable[tuple[Planned, Task]], workers: int, tell: Tell) -> None:
    """Clean all, telling of each; on the way out by an error, tell also of what was finished till then.

    Raises what makes further work useless: no engine, no room, no permission to write, an interruption. No
    child is left then.
    """
    from merchant_helper.jobs.pool import ChildPool

    under_way: deque[tuple[Planned, Future[Cleaned]]] = deque()
    with ChildPool(workers) as pool, ThreadPoolExecutor(workers) as threads:
        try:
            for planned, task in tasks:
                under_way.append((planned, threads.submit(_attempt, pool, task)))
                while len(under_way) >= AHEAD * workers or (under_way and under_way[0][1].done()):
                    _tell_first(under_way, tell)
            while under_way:
                _tell_first(under_way, tell)
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            pool.close()
            threads.shutdown(wait=True)
            for planned, future in under_way:
                if not future.cancelled() and future.exception() is None:
                    tell(planned, future.result())
            raise


def _tell_first(under_way: deque[tuple[Planned, Future[Cleaned]]], tell: Tell) -> None:
    planned, future = under_way[0]
    while not future.done():
        try:
            future.exception(TICK_S)
        except TimeoutError:
            continue
    cleaned = future.result()
    under_way.popleft()
    tell(planned, cleaned)


def _attempt(pool: ChildPool, task: Task) -> Cleaned:
    """Clean one photo; trouble that is its own makes it fail, other trouble is passed on."""
    from merchant_helper.jobs.pool import ChildDied, ChildTimedOut

    for _attempt_number in range(ATTEMPTS):
        try:
            return pool.run(clean_photo, task, timeout=PATIENCE_S)
        except ChildTimedOut:
            return failed(Issue("photo.took_too_long", "photo", "block", {"minutes": int(PATIENCE_S // 60)}))
        except ChildDied:
            continue
        except (EngineUnavailable, DataFolderError, OSError):
            raise
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"[:200]
            return failed(Issue("photo.crashed", "photo", "block", {"reason": reason}))
    return failed(Issue("photo.killed_worker", "photo", "block"))
