"""Keep the data of one folder or one server: places, sessions, migrations, backups."""

from merchant_helper.db.backup import BackupRecord, backup
from merchant_helper.db.engine import Database
from merchant_helper.db.folder import DataFolder, default_folder
from merchant_helper.db.opening import open_database
from merchant_helper.db.restore import restore

__all__ = [
    "BackupRecord",
    "DataFolder",
    "Database",
    "backup",
    "default_folder",
    "open_database",
    "restore",
]
