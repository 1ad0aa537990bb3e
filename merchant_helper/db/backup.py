"""Put everything of a data folder into one file, and read it back before believing it.

In it: both databases, the kept files, the secret key. Not in it: models and cache, which can be had again.
The originals in it keep their metadata, place of capture included: who holds the file holds all that.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from merchant_helper import __version__
from merchant_helper.db.base import utc_now
from merchant_helper.db.folder import DataFolder, unusable
from merchant_helper.db.opening import copy_sqlite, file_revision
from merchant_helper.errors import BackupBroken, DataFolderError
from merchant_helper.i18n import gettext as _

FORMAT = 1
MANIFEST = "manifest.json"
COUNTED = {"shops": "shop", "photos": "photo"}
CHUNK = 1 << 20
# All that this program itself puts into a folder; nothing else goes in or comes out.
NAME = re.compile(r"(app\.sqlite|jobs\.sqlite|secret\.key|files(/[A-Za-z0-9][A-Za-z0-9._-]{0,120}){1,4})")


@dataclass(frozen=True)
class BackupRecord:
    """Say what a backup holds; ``sha256`` is that of the whole file."""

    path: Path
    sha256: str
    shops: int
    photos: int

    def to_json(self) -> dict[str, str | int]:
        """Give the shape that the command line promises."""
        return {**asdict(self), "path": self.path.as_posix()}


def backup(folder: DataFolder, file: Path | str) -> BackupRecord:
    """Write everything of a folder into one file; the program may go on working meanwhile.

    An existing file is replaced only by a whole one. Raises DataFolderError when there is nothing to keep or
    no place for it, DiskFull, BackupBroken when the written file does not read back.
    """
    target = Path(file).expanduser().absolute()
    if not folder.app_db.exists():
        raise DataFolderError(_("Thư mục {path} chưa có dữ liệu nào để cất.", path=folder.path))
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as place:
            manifest = _write(folder, Path(place), draft)
        _read_back(draft, manifest)
        record = BackupRecord(target, sha256_of(draft), int(manifest["shops"]), int(manifest["photos"]))
        draft.replace(target)
    except OSError as error:
        raise unusable(target.parent, error) from error
    finally:
        draft.unlink(missing_ok=True)
    return record


def is_safe(name: str) -> bool:
    """Tell whether a name is one of ours and leads nowhere else, on Windows too ("a." is "a" there)."""
    parts = name.split("/")
    return NAME.fullmatch(name) is not None and not any(p.endswith((".", ".tmp")) or ".." in p for p in parts)


def sha256_of(file: Path) -> str:
    """Sum up a file of any size."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _write(folder: DataFolder, place: Path, draft: Path) -> dict[str, Any]:
    entries: dict[str, dict[str, str | int]] = {}
    with draft.open("wb") as out:
        with zipfile.ZipFile(out, "w") as archive:
            for name, source, method in _contents(folder, place):
                entry = _add(archive, name, source, method)
                if entry is not None:
                    entries[name] = entry
            manifest = {**_describe(place / folder.app_db.name), "entries": entries}
            archive.writestr(MANIFEST, json.dumps(manifest), zipfile.ZIP_DEFLATED)
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _contents(folder: DataFolder, place: Path) -> Iterator[tuple[str, Path, int]]:
    # The database first: a photo that comes in meanwhile is then in the files and not in the database, which
    # is harmless; the other way round it would be lost.
    for database in (folder.app_db, folder.jobs_db):
        if database.exists():
            copy_sqlite(database, place / database.name)
            yield database.name, place / database.name, zipfile.ZIP_DEFLATED
    if folder.key_file.exists():
        yield folder.key_file.name, folder.key_file, zipfile.ZIP_STORED
    for path in sorted(folder.files.rglob("*")):
        name = path.relative_to(folder.path).as_posix()
        if path.is_file() and is_safe(name):
            yield name, path, zipfile.ZIP_STORED


def _add(archive: zipfile.ZipFile, name: str, source: Path, method: int) -> dict[str, str | int] | None:
    """Copy one file in; None when it was deleted meanwhile."""
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = method
    try:
        file = source.open("rb")
    except FileNotFoundError:
        return None
    with file, archive.open(info, "w", force_zip64=True) as entry:
        digest, size = copy_and_sum(file, entry)
    return {"sha256": digest, "size": size}


def copy_and_sum(source: IO[bytes], target: IO[bytes], most: int | None = None) -> tuple[str, int]:
    """Copy a stream and give its SHA-256 and size; stops reading just past ``most`` bytes."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if most is not None and size > most:
            break
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest(), size


def _describe(app_db: Path) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "program": __version__,
        "made_at": utc_now().isoformat(),
        "revision": file_revision(app_db),
        **count(app_db),
    }


def count(app_db: Path) -> dict[str, int]:
    """Count shops and photos, in whatever tables of them there are."""
    counts = {}
    with closing(sqlite3.connect(f"{app_db.as_uri()}?mode=ro", uri=True)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for name, table in COUNTED.items():
            # The names are literals above.
            query = f'SELECT count(*) FROM "{table}"'  # noqa: S608
            counts[name] = connection.execute(query).fetchone()[0] if table in tables else 0
    return counts


def _read_back(draft: Path, manifest: Mapping[str, Any]) -> None:
    with zipfile.ZipFile(draft) as archive, Path(os.devnull).open("wb") as nowhere:
        for name, entry in manifest["entries"].items():
            with archive.open(name) as source:
                if copy_and_sum(source, nowhere) != (entry["sha256"], entry["size"]):
                    raise BackupBroken(
                        _("Bản vừa cất đọc lại không giống bản gốc. Cất vào ổ khác rồi xem lại ổ này.")
                    )
