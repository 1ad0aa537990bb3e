"""Jobs go on after anything; each item is done, and its end is known."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from merchant_helper.db import DataFolder
from merchant_helper.db.compact import compact, image_of
from merchant_helper.errors import JobError
from merchant_helper.jobs import ChildPool, Jobs, Progress, StopJob
from tests.jobs import work


class Work:
    """Be a kind of job whose items are the numbers named in its id, as in ``a-5``."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []
        self.asked: list[str] = []
        self.before: Callable[[str, str], None] = lambda job_id, item: None
        self.guard = threading.Lock()

    def items(self, job_id: str) -> list[str]:
        self.asked.append(job_id)
        return [str(n) for n in range(int(job_id.split("-")[1]))]

    def step(self, job_id: str, item: str) -> None:
        self.before(job_id, item)
        with self.guard:
            self.done.append((job_id, item))


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "Bà Sáu – 40° 100% #1")


@pytest.fixture
def numbers() -> Work:
    return Work()


def started(folder: DataFolder, numbers: Work, workers: int = 2) -> Jobs:
    jobs = Jobs(folder, ChildPool(workers))
    jobs.register("numbers", items=numbers.items, step=numbers.step)
    jobs.start()
    return jobs


@pytest.fixture
def jobs(folder: DataFolder, numbers: Work) -> Iterator[Jobs]:
    jobs = started(folder, numbers)
    yield jobs
    jobs.close()


def finished(jobs: Jobs, job_id: str, seconds: float = 15) -> Progress:
    end = time.monotonic() + seconds
    while True:
        progress = jobs.progress(job_id)
        assert progress is not None
        if progress.state not in ("queued", "running"):
            return progress
        assert time.monotonic() < end, progress
        time.sleep(0.02)


def test_every_item_is_done_once(jobs: Jobs, numbers: Work) -> None:
    assert jobs.progress("a-7") is None
    jobs.enqueue("numbers", "a-7")
    jobs.enqueue("numbers", "a-7")
    assert finished(jobs, "a-7") == Progress("done", 7, 7)
    jobs.enqueue("numbers", "a-7")
    time.sleep(0.6)
    assert sorted(numbers.done) == [("a-7", str(n)) for n in range(7)]
    assert numbers.asked == ["a-7"]


def test_a_job_without_items_is_done(jobs: Jobs) -> None:
    jobs.enqueue("numbers", "a-0")
    assert finished(jobs, "a-0") == Progress("done", 0, 0)


def test_items_run_in_all_lanes_at_once(jobs: Jobs, numbers: Work) -> None:
    together = threading.Barrier(2)
    numbers.before = lambda job_id, item: together.wait(5) and None
    jobs.enqueue("numbers", "a-4")
    assert finished(jobs, "a-4").state == "done"


def test_a_small_job_does_not_wait_for_a_large_one(jobs: Jobs, numbers: Work) -> None:
    def slow(job_id: str, item: str) -> None:
        if job_id.startswith("large"):
            time.sleep(0.1)

    numbers.before = slow
    jobs.enqueue("numbers", "large-60")
    jobs.enqueue("numbers", "small-1")
    assert finished(jobs, "small-1").state == "done"
    assert jobs.progress("large-60") != Progress("done", 60, 60)
    jobs.cancel("large-60")


def test_cancel_stops_before_the_next_item(jobs: Jobs, numbers: Work) -> None:
    numbers.before = lambda job_id, item: time.sleep(0.1)
    jobs.enqueue("numbers", "a-50")
    while not numbers.done:
        time.sleep(0.01)
    jobs.cancel("a-50")
    assert finished(jobs, "a-50").state == "cancelled"
    time.sleep(0.5)
    count = len(numbers.done)
    assert 0 < count < 10
    numbers.before = lambda job_id, item: None
    jobs.resume("a-50")
    assert finished(jobs, "a-50") == Progress("done", 50, 50)
    jobs.cancel("a-50")
    jobs.resume("a-50")
    assert finished(jobs, "a-50").state == "done"


def test_a_stopped_job_says_why_and_can_go_on(jobs: Jobs, numbers: Work) -> None:
    def full(job_id: str, item: str) -> None:
        if item == "3":
            raise StopJob("batch.disk_full")
        if int(item) > 3:
            # The other lane must not run through all the rest before it hears of the stop.
            time.sleep(0.3)

    numbers.before = full
    jobs.enqueue("numbers", "a-9")
    progress = finished(jobs, "a-9")
    assert (progress.state, progress.reason, progress.total) == ("failed", "batch.disk_full", 9)
    assert ("a-9", "8") not in numbers.done
    numbers.before = lambda job_id, item: None
    jobs.resume("a-9")
    assert finished(jobs, "a-9") == Progress("done", 9, 9)


def test_an_unexpected_error_stops_the_job_and_is_logged(
    jobs: Jobs, numbers: Work, caplog: pytest.LogCaptureFixture
) -> None:
    numbers.before = lambda job_id, item: 1 // 0 and None
    jobs.enqueue("numbers", "a-3")
    assert finished(jobs, "a-3").reason == "job.unexpected"
    assert "ZeroDivisionError" in caplog.text


def test_closing_is_quick_and_the_next_start_goes_on(folder: DataFolder, numbers: Work) -> None:
    jobs = started(folder, numbers)
    numbers.before = lambda job_id, item: jobs.pool.run(work.nap, 60) and None if int(item) > 3 else None
    jobs.enqueue("numbers", "a-8")
    while len(numbers.done) < 4:
        time.sleep(0.02)
    begun = time.monotonic()
    jobs.close()
    jobs.close()
    # The child naps for 60 s; closing must not wait for it.
    assert time.monotonic() - begun < 30
    numbers.before = lambda job_id, item: None
    again = started(folder, numbers)
    assert finished(again, "a-8") == Progress("done", 8, 8)
    again.close()
    assert sorted(numbers.done) == [("a-8", str(n)) for n in range(8)]


def test_cleaning_up_forgets_what_ended_long_ago(jobs: Jobs, numbers: Work) -> None:
    for n in range(3):
        jobs.enqueue("numbers", f"a{n}-1")
        finished(jobs, f"a{n}-1")
    assert jobs.clean_up(timedelta(days=1)) == 0
    time.sleep(0.05)
    assert jobs.clean_up(timedelta(0)) == 3
    assert jobs.progress("a0-1") is None
    jobs.enqueue("numbers", "a0-1")
    assert finished(jobs, "a0-1").state == "done"


def test_forgetting_takes_finished_waiting_and_running_jobs_out(
    jobs: Jobs, folder: DataFolder, numbers: Work
) -> None:
    in_hand, go_on = threading.Event(), threading.Event()

    def hold(job_id: str, item: str) -> None:
        if job_id == "held-3":
            in_hand.set()
            go_on.wait(20)

    numbers.before = hold
    for job_id in ("a-2", "other-2"):
        jobs.enqueue("numbers", job_id)
        finished(jobs, job_id)
    jobs.enqueue("numbers", "held-3")
    assert in_hand.wait(20)
    threading.Timer(0.3, go_on.set).start()
    assert jobs.forget(["a-2", "held-3", "never-1"])
    assert {item for job, item in numbers.done if job == "held-3"} < {"0", "1", "2"}
    assert (jobs.progress("a-2"), jobs.progress("held-3")) == (None, None)
    assert jobs.progress("other-2") == Progress("done", 2, 2)
    assert compact(folder.jobs_db) and b"held-3" not in image_of(folder.jobs_db)
    jobs.enqueue("numbers", "a-2")
    assert finished(jobs, "a-2").state == "done"


def test_a_job_forgotten_in_the_middle_of_an_item_leaves_nothing(
    jobs: Jobs, folder: DataFolder, numbers: Work
) -> None:
    in_hand, go_on = threading.Event(), threading.Event()

    def hold(job_id: str, item: str) -> None:
        if job_id == "long-1":
            in_hand.set()
            go_on.wait(20)

    numbers.before = hold
    jobs.enqueue("numbers", "long-1")
    assert in_hand.wait(20)
    assert not jobs.forget(["long-1"], wait_s=0.05)
    go_on.set()
    assert jobs.forget(["long-1"])
    assert numbers.done == [("long-1", "0")] and jobs.progress("long-1") is None
    assert compact(folder.jobs_db) and b"long-1" not in image_of(folder.jobs_db)
    jobs.enqueue("numbers", "after-2")
    assert finished(jobs, "after-2").state == "done"


def test_mistakes_of_the_caller_are_said(jobs: Jobs, folder: DataFolder, numbers: Work) -> None:
    with pytest.raises(JobError, match="no such job"):
        jobs.cancel("nothing")
    with pytest.raises(JobError, match="unknown kind"):
        jobs.enqueue("letters", "a-1")
    with pytest.raises(JobError, match="already running"):
        Jobs(folder, jobs.pool).start()
    with pytest.raises(JobError, match="before the start"):
        jobs.register("late", items=numbers.items, step=numbers.step)
    with pytest.raises(JobError, match="not started"):
        Jobs(folder, jobs.pool).enqueue("numbers", "a-1")


def test_only_ids_are_written_down_and_no_pickles(jobs: Jobs, folder: DataFolder, numbers: Work) -> None:
    numbers.before = lambda job_id, item: (_ for _ in ()).throw(ValueError("Bà Sáu 0912345678"))
    logging.disable(logging.CRITICAL)
    jobs.enqueue("numbers", "a-2")
    finished(jobs, "a-2")
    logging.disable(logging.NOTSET)
    with closing(sqlite3.connect(folder.jobs_db)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        dump = "\n".join(connection.iterdump())
    assert '"numbers","a-2"' in dump
    assert "0912345678" not in dump
    assert "py_pickle" not in dump


def test_postgresql_runs_the_same(postgres_url: str, numbers: Work) -> None:
    jobs = Jobs(postgres_url, ChildPool(2), executor_id="machine-1")
    jobs.register("numbers", items=numbers.items, step=numbers.step)
    with jobs:
        jobs.start()
        jobs.enqueue("numbers", "a-7")
        assert finished(jobs, "a-7") == Progress("done", 7, 7)
