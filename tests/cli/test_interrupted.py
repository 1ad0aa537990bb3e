"""Stopped in the middle, everything finished is kept and told, and no process is left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import scenes

from cli.calls import Answer, command, environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows cannot interrupt another process alone")
COUNT = 60


@pytest.fixture
def photos(hard: Path) -> Path:
    folder = hard / "ảnh"
    folder.mkdir()
    content = scenes.encode(scenes.draw(3, size=(900, 700)).image)
    for number in range(COUNT):
        (folder / f"{number:03}.jpg").write_bytes(content)
    return folder


def gone(leader: int) -> bool:
    for _try in range(50):
        try:
            os.killpg(leader, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def interrupted(photos: Path, out: Path, how: Callable[[int], None]) -> tuple[Answer, bool]:
    """Clean until the first photo is told, then interrupt."""
    child = subprocess.Popen(
        command("clean", photos, "--out", out, "--json", "--mask", "--workers", "2"),
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, bufsize=0,
    )  # fmt: skip
    assert child.stdout is not None
    first = child.stdout.readline()
    how(child.pid)
    rest, err = child.communicate(timeout=60)
    return Answer(child.returncode, first + rest, err), gone(child.pid)


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(lambda pid: os.kill(pid, signal.SIGINT), id="the parent alone"),
        pytest.param(lambda pid: os.killpg(pid, signal.SIGINT), id="as a terminal does"),
        pytest.param(lambda pid: os.kill(pid, signal.SIGTERM), id="asked to end"),
    ],
)
def test_what_is_finished_is_kept_and_said(photos: Path, hard: Path, how: Callable[[int], None]) -> None:
    out = hard / "ra"
    answer, alone = interrupted(photos, out, how)
    assert (answer.status, answer.error["code"], alone) == (130, "cli.interrupted", True)
    told = {item["output"] for item in answer.items} | {item["mask"] for item in answer.items}
    assert 0 < answer.summary["photos"] == len(answer.items) < COUNT
    there = {path.name for path in out.iterdir()}
    assert told <= there and not [name for name in there if name.startswith(".")]
    assert "Traceback" not in answer.err.decode()


def test_killed_outright_it_takes_its_children_along_and_can_begin_again(photos: Path, hard: Path) -> None:
    _answer, alone = interrupted(photos, hard / "ra", lambda pid: os.kill(pid, signal.SIGKILL))
    assert alone
    few = sorted(photos.iterdir())[:3]
    done = subprocess.run(
        command("clean", *few, "--out", hard / "ra", "--json"),
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout.splitlines()[-1])["photos"] == 3
