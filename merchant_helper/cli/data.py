"""Find the data folder of a call, and open what is in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from merchant_helper.cli.calling import Call
from merchant_helper.cli.outcome import wrong_call
from merchant_helper.errors import DataFolderBusy

if TYPE_CHECKING:
    from merchant_helper.db import Database, DataFolder

DATA, DATABASE_URL = "MERCHANT_HELPER_DATA", "MERCHANT_HELPER_DATABASE_URL"
CHECKOUT = Path(__file__).parents[2]


def data_path(call: Call) -> Path:
    """Tell where the data of this call lies; nothing is made.

    The one named, else the one of the environment, else ``data`` beside ``start.py``, else the usual place.
    """
    named = call.data or os.environ.get(DATA)
    if named:
        path = Path(named).expanduser().absolute()
    elif (CHECKOUT / "start.py").is_file() and (CHECKOUT / "data").is_dir():
        path = CHECKOUT / "data"
    else:
        from merchant_helper.db import default_folder

        path = default_folder()
    if path.exists() and not path.is_dir():
        raise wrong_call("cli.not_a_folder", "data", path=str(path))
    return path


def data_folder(call: Call) -> DataFolder:
    """Name the places of this call's data folder; nothing is made."""
    from merchant_helper.db import DataFolder

    return DataFolder(data_path(call))


def database_url() -> str | None:
    """Give the address of a database server, where one is set."""
    return os.environ.get(DATABASE_URL, "").strip() or None


@contextmanager
def opened_for_reading(folder: DataFolder) -> Iterator[Database]:
    """Open the data to read from, also beside a running program; ends the call where there are none yet.

    Only a folder that nobody holds is brought up to date first. Raises DataFolderBusy when the running
    program works with data of another version.
    """
    from merchant_helper.db import open_database

    url = database_url()
    if url is None and not folder.app_db.is_file():
        raise wrong_call("cli.no_data", "data", path=str(folder.path))
    with ExitStack() as held:
        try:
            held.enter_context(folder.lock())
        except DataFolderBusy:
            if url is None and not is_current(folder):
                raise
        database = open_database(folder, url)
        held.callback(database.close)
        yield database


def is_current(folder: DataFolder) -> bool:
    """Tell whether the folder's database is of exactly this program's version."""
    from merchant_helper.db.opening import file_revision, scripts

    return file_revision(folder.app_db) == scripts().get_current_head()
