"""Kill a hundred writers in the middle of their work: ``python -m tests.bulk.killed_writer DATABASE``.

Prints the number of every transaction whose end a writer had seen before it was killed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import tests.db.tables  # noqa: F401
from merchant_helper.db import Database
from merchant_helper.db.engine import sqlite_url
from merchant_helper.shops.model import Person

KILLS = 100
ROWS = 20


def write_for_ever(file: Path, number: int, told: int) -> None:
    database = Database(sqlite_url(file))
    while True:
        with database.write() as session:
            session.add_all([Person(name=str(number)) for _ in range(ROWS)])
        os.write(told, b"%d\n" % number)
        number += 1


def main(file: Path) -> None:
    chance = random.Random(40)
    for kill in range(KILLS):
        hear, tell = os.pipe()
        writer = os.fork()
        if writer == 0:
            write_for_ever(file, kill * 1_000_000, tell)
        os.close(tell)
        # Kill it from just before its first transaction to somewhere in a later one.
        first = os.read(hear, 20) if kill % 4 else b""
        time.sleep(chance.uniform(0, 0.03))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        with os.fdopen(hear, "rb") as rest:
            sys.stdout.write((first + rest.read()).decode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
