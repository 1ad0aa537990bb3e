"""Draft the next migration from what the tables say now: ``python -m tests.db.new_revision 0002 "Why"``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

import tests.db.tables  # noqa: F401
from merchant_helper.db import DataFolder, open_database


def main(number: str, why: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        database = open_database(DataFolder(Path(place) / "d"))
        config = Config()
        config.set_main_option("script_location", "merchant_helper.db:migrations")
        with database.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.revision(config, why, autogenerate=True, rev_id=number)
        database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
