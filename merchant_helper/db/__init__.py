"""Keep the data of one folder or one server: places, sessions, migrations, backups.

The names load when first used: whoever only wants to know where the folder is must not pay for the database
libraries. Backups are asked for by their modules, ``backup`` and ``restore``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from merchant_helper.db.backup import BackupRecord
    from merchant_helper.db.engine import Database
    from merchant_helper.db.folder import DataFolder, default_folder
    from merchant_helper.db.opening import open_database

__all__ = ["BackupRecord", "DataFolder", "Database", "default_folder", "open_database"]

_PLACES = {
    "BackupRecord": "backup",
    "DataFolder": "folder",
    "Database": "engine",
    "default_folder": "folder",
    "open_database": "opening",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
