"""Bring a backup back, after proving every byte of it, and keep aside what was there.

The proven content is handed to ``swap``, which moves it into place even across a power cut.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import sqlite3
import struct
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from merchant_helper.db.backup import FORMAT, MANIFEST, BackupRecord, copy_and_sum, count, is_safe, sha256_of
from merchant_helper.db.folder import DataFolder, disk_full, unusable
from merchant_helper.db.opening import file_revision, is_known
from merchant_helper.db.swap import READY, finish_swap
from merchant_helper.errors import BackupBroken, DataFolderError
from merchant_helper.i18n import gettext as _

MOST_MANIFEST = 64 << 20
# What reading a zip made by an enemy may raise.
HOSTILE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, IndexError)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size: int = Field(ge=0)


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    format: int
    revision: str | None
    entries: dict[str, _Entry]


def restore(file: Path | str, folder: DataFolder, *, replace: bool = False) -> BackupRecord:
    """Bring back what ``backup`` wrote; with ``replace`` the present data go aside into ``before-restore-…``.

    Models and cache stay. Raises BackupBroken for a file that is not whole or not ours (nothing was changed),
    DataFolderError when the folder holds data and ``replace`` was not asked, DataFolderBusy, DiskFull.
    """
    source = Path(file).expanduser().absolute()
    if not source.is_file():
        raise BackupBroken(_("Không thấy tệp {file}. Xem lại tên tệp hoặc cắm lại ổ.", file=source))
    with folder.lock():
        finish_swap(folder)
        if has_data(folder) and not replace:
            raise _not_empty(folder)
        for left_over in folder.path.glob("restoring-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        place = folder.path / f"restoring-{secrets.token_hex(4)}"
        try:
            place.mkdir(mode=0o700)
            _unpack(source, place)
            _prove(place)
            record = BackupRecord(source, sha256_of(source), **count(place / "app.sqlite"))
            place.rename(folder.path / READY)
            finish_swap(folder)
        except OSError as error:
            raise unusable(folder.path, error) from error
        finally:
            shutil.rmtree(place, ignore_errors=True)
    return record


def has_data(folder: DataFolder) -> bool:
    """Tell whether anything of a person's lies in the folder."""
    return folder.app_db.exists() or (folder.files.is_dir() and any(folder.files.iterdir()))


def _unpack(source: Path, place: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _read_manifest(archive)
            if sum(e.size for e in manifest.entries.values()) > shutil.disk_usage(place).free:
                raise disk_full()
            for name, entry in manifest.entries.items():
                _unpack_one(archive, name, entry, place)
    except HOSTILE as error:
        raise _broken() from error
    except OSError as error:
        # An offset that points outside the file.
        if error.errno == errno.EINVAL:
            raise _broken() from error
        raise
    (place / "files").mkdir(exist_ok=True)
    # An empty file is an empty database to SQLite: old jobs must not run on the restored data.
    (place / "jobs.sqlite").touch()
    if not (place / "secret.key").exists():
        DataFolder(place).secret_key()


def _read_manifest(archive: zipfile.ZipFile) -> _Manifest:
    names = archive.namelist()
    if names.count(MANIFEST) != 1 or archive.getinfo(MANIFEST).file_size > MOST_MANIFEST:
        raise _broken()
    with archive.open(MANIFEST) as entry:
        data = entry.read(MOST_MANIFEST + 1)
    try:
        content: Any = json.loads(data)
        manifest = _Manifest.model_validate(content)
    except (ValueError, RecursionError, ValidationError) as error:
        raise _broken() from error
    if manifest.format > FORMAT or (manifest.revision is not None and not is_known(manifest.revision)):
        raise _too_new()
    told = [*manifest.entries, MANIFEST]
    if sorted(told) != sorted(names) or "app.sqlite" not in manifest.entries:
        raise _broken()
    if not all(is_safe(name) for name in manifest.entries):
        raise _broken()
    return manifest


def _unpack_one(archive: zipfile.ZipFile, name: str, entry: _Entry, place: Path) -> None:
    info = archive.getinfo(name)
    target = place / name
    # Only databases are packed, so nothing else can swell.
    packs = zipfile.ZIP_DEFLATED if name.endswith(".sqlite") else zipfile.ZIP_STORED
    if info.compress_type not in (zipfile.ZIP_STORED, packs) or info.file_size != entry.size:
        raise _broken()
    if target.exists():
        raise _broken()
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if name == "secret.key" else 0o666
    with (
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out,
        archive.open(info) as packed,
    ):
        if copy_and_sum(packed, out, most=entry.size) != (entry.sha256, entry.size):
            raise _broken()
        out.flush()
        os.fsync(out.fileno())


def _prove(place: Path) -> None:
    """Look into both databases as SQLite sees them, whatever the manifest says."""
    try:
        revision = file_revision(place / "app.sqlite")
        for name in ("app.sqlite", "jobs.sqlite"):
            with closing(sqlite3.connect(place / name)) as connection:
                if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise _broken()
    except sqlite3.DatabaseError as error:
        raise _broken() from error
    if revision is None:
        raise _broken()
    if not is_known(revision):
        raise _too_new()


def _not_empty(folder: DataFolder) -> DataFolderError:
    return DataFolderError(
        _(
            "Thư mục {path} đang có dữ liệu. Thêm --replace để thay; dữ liệu cũ được để riêng trong đó.",
            path=folder.path,
        )
    )


def _broken() -> BackupBroken:
    return BackupBroken(
        _("Tệp này không phải bản đã cất, hoặc đã bị sửa hay hỏng. Chọn tệp khác. Chưa đổi gì cả.")
    )


def _too_new() -> BackupBroken:
    return BackupBroken(
        _("Bản đã cất này do phần mềm mới hơn ghi. Cài bản phần mềm mới rồi lấy lại. Chưa đổi gì cả.")
    )
