"""Pull the plug on the program and on its children: nothing is lost, nothing is done wrong, nobody stays."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

import tests.db.tables  # noqa: F401
from merchant_helper.bulk.model import PhotoBatch, PhotoBatchItem
from merchant_helper.db import Database, DataFolder, open_database
from merchant_helper.photos.files import FileStore
from merchant_helper.photos.model import Cutout
from tests.bulk.conftest import add_photos

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc and kills as Linux does"),
]
ROOT = Path(__file__).parents[2]


def start(folder: DataFolder) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.bulk.program", str(folder.path)], cwd=ROOT)


def offspring(pid: int) -> list[int]:
    """List the living children of a process and theirs."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (place / "stat").read_text().rsplit(")", 1)[1].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found += [int(place.name), *offspring(int(place.name))]
    return found


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def states(database: Database) -> dict[str, int]:
    with database.read() as session:
        found = list(session.scalars(select(PhotoBatchItem.state)))
    return {state: found.count(state) for state in set(found)}


def wait_until_done(database: Database, count: int, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while sum(n for state, n in states(database).items() if state != "queued") < count:
        assert time.monotonic() < end, states(database)
        time.sleep(0.02)


def busy_child(folder: DataFolder, seconds: float = 20) -> int:
    """Find a child that has a photo in hand."""
    end = time.monotonic() + seconds
    while True:
        for file in (folder.cache / "masks").glob("*.pid"):
            pid = file.read_text()
            if pid and not gone(int(pid)):
                return int(pid)
        assert time.monotonic() < end, "no child works"
        time.sleep(0.01)


def batch_of(database: Database, folder: DataFolder, contents: list[str], engine: str) -> None:
    """Write a batch down as a program does that is cut off before it queues it."""
    shop_id, ids = add_photos(database, FileStore(folder.files), tuple(contents))
    with database.write() as session:
        batch = PhotoBatch(shop_id=shop_id, engine=engine)
        batch.items = [PhotoBatchItem(photo_id=photo_id, position=n) for n, photo_id in enumerate(ids)]
        session.add(batch)


def test_twenty_photos_survive_every_kill_and_the_deadly_one_is_reported(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "Bà Sáu – 40°")
    database = open_database(folder)
    contents = [f"slow {n}" for n in range(19)]
    contents.insert(7, "kill this")
    batch_of(database, folder, contents, "sleep-0.25")
    seen: set[int] = set()
    for done in (4, 11):
        program = start(folder)
        wait_until_done(database, done)
        seen |= {program.pid, *offspring(program.pid)}
        program.kill()
        program.wait()
    program = start(folder)
    wait_until_done(database, 13)
    for file in (folder.cache / "masks").glob("*.pid"):
        file.unlink()
    child = busy_child(folder)
    seen |= {program.pid, *offspring(program.pid)}
    os.kill(child, signal.SIGKILL)
    assert program.wait(60) == 0
    assert states(database) == {"done": 19, "failed": 1}
    with database.read() as session:
        cutouts = session.scalars(select(Cutout)).all()
        failed = [c for c in cutouts if c.state == "failed"]
        assert [i.code for c in failed for i in c.found()] == ["batch.child_died"]
        masks = {
            (folder.files / c.mask_sha256[:2] / c.mask_sha256).read_bytes() for c in cutouts if c.mask_sha256
        }
        assert len({c.photo_id for c in cutouts}) == 20
    assert masks == {f"mask of {c}".encode() for c in contents if c != "kill this"}
    time.sleep(0.5)
    assert [pid for pid in seen if not gone(pid)] == []
    database.close()


def test_a_hundred_killed_writes_leave_the_database_whole(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "d")
    open_database(folder).close()
    command = [sys.executable, "-m", "tests.bulk.killed_writer", str(folder.app_db)]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=120)
    promised = {line.decode() for line in told.stdout.split()}
    with closing(sqlite3.connect(folder.app_db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = dict(connection.execute("SELECT name, count(*) FROM person GROUP BY name").fetchall())
    assert len(promised) > 100
    assert promised <= set(rows)
    # Each transaction is there whole or not at all.
    assert set(rows.values()) == {20}
    # What was written and not yet told is one transaction a kill at most.
    assert len(rows) - len(promised) <= 100
