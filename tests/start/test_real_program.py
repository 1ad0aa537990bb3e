"""The program itself, started by start.py under a path with marks, spaces and a dash."""

from __future__ import annotations

import http.cookiejar
import os
import shutil
import signal
import time
import urllib.request
from pathlib import Path

import pytest
from start_checkouts import AWKWARD, make_ready
from start_console import CP1258, free_port, read_until, started

import start

resource = pytest.importorskip("resource", reason="counts the work of children as POSIX systems do")
pytestmark = pytest.mark.slow
ROOT = start.ROOT


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy what a checkout needs to run, with its environment ready."""
    root = tmp_path / AWKWARD
    (root / "tests").mkdir(parents=True)
    for name in ("start.py", "requirements.lock", "tests/requirements.lock"):
        shutil.copy(ROOT / name, root / name)
    for name in ("merchant_helper", "static"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    make_ready(root, monkeypatch)
    return root


@pytest.mark.parametrize("env", [{}, CP1258], ids=["utf-8", "cp1258"])
def test_serves_under_an_awkward_path_and_a_second_start_finds_it(
    checkout: Path, tmp_path: Path, env: dict[str, str]
) -> None:
    data = tmp_path / "D" / AWKWARD
    address = f"http://127.0.0.1:{free_port()}"
    options = ("--port", address.rsplit(":", 1)[1], "--data", str(data))
    with started(checkout, *options, **env) as first:
        read_until(first, address)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        with opener.open(f"{address}/", timeout=20) as page:
            assert 'lang="vi"' in page.read().decode("utf-8")
        assert (data / "app.sqlite").is_file()
        with started(checkout, *options, **env) as second:
            read_until(second, address)
            assert second.wait(10) == 0


def test_second_start_takes_less_than_five_seconds(checkout: Path, tmp_path: Path) -> None:
    """Count the work of the whole start where other work on the machine stretches the clock."""
    address = f"http://127.0.0.1:{free_port()}"
    options = ("--port", address.rsplit(":", 1)[1], "--data", str(tmp_path / "data"))
    for _ in range(2):
        clock, work = time.monotonic(), seconds_of_work()
        with started(checkout, *options) as process:
            read_until(process, address)
            took = time.monotonic() - clock
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(30) == 130
        work = seconds_of_work() - work
    assert min(took, work) < 5


def seconds_of_work() -> float:
    """Give the processor time of all ended children."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
