"""Keep the data of one folder or one server: places, sessions, migrations, backups."""

from merchant_helper.db.engine import Database
from merchant_helper.db.folder import DataFolder, default_folder
from merchant_helper.db.opening import open_database

__all__ = ["DataFolder", "Database", "default_folder", "open_database"]
