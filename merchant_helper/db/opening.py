"""Open the database of a data folder or server, brought up to date, and never harm a newer one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import URL, Connection, text

from merchant_helper.db.engine import BEGIN, Database, make_engine, sqlite_url
from merchant_helper.db.folder import DataFolder, unusable
from merchant_helper.db.swap import finish_swap
from merchant_helper.errors import DataFolderError, DataFolderTooNew
from merchant_helper.i18n import gettext as _

KEPT_BACKUPS = 5
# Any number that nothing else on the same server locks.
ADVISORY_LOCK = 7_203_941
WAIT_FOR_MIGRATION_S = 120


def open_database(folder: DataFolder, url: str | None = None) -> Database:
    """Open the folder's own database, or that of a server, after bringing it up to date.

    A SQLite database is copied into ``backups/`` before anything in it changes. Raises DataFolderTooNew
    (nothing was touched), DataFolderError for a damaged file, DiskFull.
    """
    folder.ensure()
    address = sqlite_url(folder.app_db) if url is None else url
    if url is None:
        finish_swap(folder)
        _check_file(folder.app_db)
    database = Database(address)
    try:
        if _needs_migration(database):
            _migrate(folder, database, address)
    except BaseException:
        database.close()
        raise
    return database


def scripts() -> ScriptDirectory:
    """Give the migration steps of this program."""
    return ScriptDirectory.from_config(_config())


def is_known(revision: str) -> bool:
    """Tell whether this program knows a database of this revision."""
    return any(step.revision == revision for step in scripts().walk_revisions())


def file_revision(file: Path) -> str | None:
    """Read the revision of a SQLite file without writing to it; None where there is none yet.

    Raises sqlite3.DatabaseError for a file that is no database.
    """
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if table else None
    return str(row[0]) if row else None


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that may be in use through SQLite's own backup; the copy is one file, without WAL."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")


def quick_check(file: Path) -> bool:
    """Tell whether a SQLite file is whole."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _check_file(file: Path) -> None:
    if not file.exists():
        return
    if not quick_check(file):
        raise DataFolderError(
            _(
                "Tệp dữ liệu {file} bị hỏng. Lấy lại bản đã cất: merchant-helper restore TỆP --replace.",
                file=file,
            )
        )
    _refuse_newer(file_revision(file))


def _refuse_newer(revision: str | None) -> None:
    if revision is not None and not is_known(revision):
        raise DataFolderTooNew(
            _("Dữ liệu này do bản phần mềm mới hơn ghi. Cài bản mới rồi mở lại. Chưa có gì bị thay đổi.")
        )


def _needs_migration(database: Database) -> bool:
    with database.engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    _refuse_newer(revision)
    return revision != scripts().get_current_head()


def _migrate(folder: DataFolder, database: Database, address: URL | str) -> None:
    engine = make_engine(address, foreign_keys=False)
    try:
        with _only_one(folder, database.is_sqlite):
            if not _needs_migration(database):
                return
            if database.is_sqlite:
                _back_up_before(folder)
            with engine.connect().execution_options(**{BEGIN: "IMMEDIATE"}) as connection, connection.begin():
                _upgrade(connection)
    except OSError as error:
        raise unusable(folder.path, error) from error
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": ADVISORY_LOCK})
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise DataFolderError(f"migration left a broken reference: {tuple(broken)}")


@contextmanager
def _only_one(folder: DataFolder, is_sqlite: bool) -> Iterator[None]:
    if not is_sqlite:
        yield
        return
    with FileLock(folder.path / "migration.lock", timeout=WAIT_FOR_MIGRATION_S):
        yield


def _back_up_before(folder: DataFolder) -> None:
    """Keep a copy of what is there, and only the newest few of such copies."""
    revision = file_revision(folder.app_db)
    if revision is None:
        return
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = folder.backups / f"before-update-{stamp}-{revision}.sqlite"
    try:
        copy_sqlite(folder.app_db, copy)
    except (OSError, sqlite3.Error):
        copy.unlink(missing_ok=True)
        raise
    for old in sorted(folder.backups.glob("before-update-*.sqlite"))[:-KEPT_BACKUPS]:
        old.unlink(missing_ok=True)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "merchant_helper.db:migrations")
    return config
