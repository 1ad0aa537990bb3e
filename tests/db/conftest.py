"""Lend a data folder with a difficult name, and a PostgreSQL server where one can be started."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import tests.db.tables  # noqa: F401
from merchant_helper.db import Database, DataFolder, open_database

HARD_NAME = "Bà Sáu – nước mắm 40° 100%"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / HARD_NAME).ensure()


@pytest.fixture
def database(folder: DataFolder) -> Iterator[Database]:
    database = open_database(folder)
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Start a PostgreSQL server of our own for the length of the tests, or skip by name."""
    initdb = shutil.which("initdb") or next(
        (str(p) for p in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None
    )
    if initdb is None:
        pytest.skip("PostgreSQL is not installed here")
    # The server refuses to run as root, and nobody may enter pytest's own folders.
    user = "nobody" if os.getuid() == 0 else None
    place = Path(tempfile.mkdtemp(prefix="pg-"))
    if user:
        shutil.chown(place, user)
    data = place / "data"
    tools = Path(initdb).resolve().parent
    options = f"-c listen_addresses='' -c unix_socket_directories={place} -c fsync=off"

    def call(*args: str) -> None:
        subprocess.run(args, check=True, user=user, stdout=subprocess.DEVNULL, cwd=place, timeout=60)

    call(str(tools / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust", "-E", "UTF8")
    call(str(tools / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(place / "log"), "-w", "start")
    try:
        yield f"postgresql://tester@/postgres?host={place}"
    finally:
        call(str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(place)
