"""A child that dies takes only its own call along, and never outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from merchant_helper.jobs.child import ChildFailed
from merchant_helper.jobs.pool import ChildDied, ChildPool, ChildTimedOut, PoolClosed
from tests.jobs import work


@pytest.fixture
def pool() -> Iterator[ChildPool]:
    with ChildPool(2) as pool:
        yield pool


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_calls_are_answered_in_children(pool: ChildPool) -> None:
    assert pool.run(work.add, 2, 3) == 5
    assert pool.run(work.nap, 0) != os.getpid()


def test_children_start_only_when_needed_and_stay(pool: ChildPool) -> None:
    assert pool.pids() == []
    assert len({pool.run(work.nap, 0) for _ in range(5)}) == 1
    with ThreadPoolExecutor(4) as threads:
        pids = list(threads.map(lambda _: pool.run(work.nap, 0.3), range(4)))
    assert len(set(pids)) == 2
    assert set(pids) == set(pool.pids())


def test_a_death_fails_only_its_own_call(pool: ChildPool) -> None:
    with ThreadPoolExecutor(2) as threads:
        other = threads.submit(pool.run, work.nap, 1)
        with pytest.raises(ChildDied):
            pool.run(work.die)
        assert pool.run(work.add, 1, 1) == 2
        assert other.result() in pool.pids()


def test_an_idle_death_is_nobodys_fault(pool: ChildPool) -> None:
    for _ in range(3):
        os.kill(pool.run(work.nap, 0), signal.SIGKILL)
        assert pool.run(work.add, 1, 1) == 2


def test_a_call_that_takes_too_long_is_ended(pool: ChildPool) -> None:
    pool.run(work.add, 1, 1)
    started = time.monotonic()
    with pytest.raises(ChildTimedOut):
        pool.run(work.nap, 60, timeout=0.3)
    assert time.monotonic() - started < 30  # not the 60 s of the nap
    assert pool.run(work.add, 1, 1) == 2


def test_errors_come_over_with_their_story(pool: ChildPool) -> None:
    with pytest.raises(ValueError, match="nước mắm") as error:
        pool.run(work.fail, "value")
    assert "work.py" in error.value.__notes__[0]
    with pytest.raises(ChildFailed, match="Unpackable"):
        pool.run(work.fail, "unpackable")
    with pytest.raises(ChildFailed, match="SystemExit"):
        pool.run(work.fail, "exit")
    assert len(pool.pids()) == 1


def test_what_cannot_be_carried_is_said(pool: ChildPool) -> None:
    with pytest.raises((AttributeError, TypeError)):
        pool.run(lambda: None)
    with pytest.raises((AttributeError, ChildFailed)):
        pool.run(work.unpicklable)
    assert pool.run(work.add, 1, 1) == 2


def test_chatter_and_large_values_do_not_disturb_answers(pool: ChildPool) -> None:
    assert pool.run(work.chatter, 100_000) == "quiet"
    large = os.urandom(3_000_000)
    assert pool.run(work.echo, large) == large


def test_children_are_small_polite_and_single_threaded(pool: ChildPool) -> None:
    said = pool.run(work.surroundings)
    assert said == {"threads": "1", "nice": os.nice(0) + 10, "dbos": False, "sqlalchemy": False}


def test_closing_ends_everything_at_once(tmp_path: Path) -> None:
    pool = ChildPool(1)
    ends: list[type[BaseException]] = []

    def call() -> None:
        try:
            pool.run(work.say_and_nap, str(tmp_path / "pid"), 60)
        except BaseException as error:
            ends.append(type(error))

    calls = [threading.Thread(target=call) for _ in range(3)]
    for thread in calls:
        thread.start()
    wait_for(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    started = time.monotonic()
    pool.close()
    pool.close()
    for thread in calls:
        thread.join(5)
    assert time.monotonic() - started < 30  # not the 60 s of the nap
    assert ends == [PoolClosed] * 3
    assert not alive(int((tmp_path / "pid").read_text()))
    with pytest.raises(PoolClosed):
        pool.run(work.add, 1, 1)


PARENT = """
import sys, threading
from merchant_helper.jobs.pool import ChildPool
from tests.jobs import work
pool = ChildPool(2)
for n in range(2):
    threading.Thread(target=pool.run, args=(work.say_and_nap, f"{sys.argv[1]}/{n}", 60)).start()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_child_outlives_a_killed_parent(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], cwd=root)
    wait_for(lambda: [p for p in tmp_path.iterdir() if p.read_text()].__len__() == 2)
    children = [int(p.read_text()) for p in tmp_path.iterdir()]
    assert all(alive(pid) for pid in children)
    parent.kill()
    parent.wait()
    wait_for(lambda: not any(alive(pid) for pid in children), 5)
