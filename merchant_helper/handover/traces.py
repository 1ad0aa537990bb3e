"""Look for words of a shop in whatever form a file may hold them: raw, in UTF-16, inside a ZIP."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO

CHUNK = 4 << 20
# No ZIP of this program's own unpacks to more; a larger one was made to never end.
MOST_UNPACKED = 4 << 30
# What reading a damaged or a strange ZIP may raise.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
# Python's own name for temporary files; this program gives them no other.
TEMPORARY = "tmp*"
MOST_TEMPORARY = 64 << 20


def patterns(words: Collection[str]) -> list[bytes]:
    """Write words as the bytes to look for."""
    found = {word.encode(form) for word in words for form in ("utf-8", "utf-16-le")}
    # As JSON writes quotes and letters that are not plain ones.
    found |= {json.dumps(word)[1:-1].encode() for word in words}
    return sorted(found)


def in_bytes(content: bytes, wanted: Collection[bytes]) -> bool:
    """Tell whether any of the patterns occurs."""
    return any(pattern in content for pattern in wanted)


def in_file(file: Path, wanted: Collection[bytes]) -> bool:
    """Tell whether a file holds any of the patterns, be it inside a ZIP; one that is gone holds none.

    One that cannot be read may hold them, unless it is empty as a lock is. Never look into a database in use
    with this: SQLite would lose its locks.
    """
    try:
        with file.open("rb") as stream:
            if _in_stream(stream, wanted):
                return True
        return zipfile.is_zipfile(file) and _in_zip(file, wanted)
    except FileNotFoundError:
        return False
    except OSError:
        return file.exists() and file.stat().st_size > 0


def files_below(place: Path, leave_out: Collection[Path] = ()) -> Iterator[Path]:
    """Go through all plain files of a folder; links lead nowhere."""
    for folder, names, files in os.walk(place):
        names[:] = sorted(name for name in names if Path(folder, name) not in leave_out)
        for name in sorted(files):
            file = Path(folder, name)
            if file.is_file() and not file.is_symlink():
                yield file


def temporary_files() -> Iterator[Path]:
    """Go through the temporary files of this user that may be this program's."""
    own = os.getuid() if hasattr(os, "getuid") else None
    for file in sorted(Path(tempfile.gettempdir()).glob(TEMPORARY)):
        try:
            seen = file.stat(follow_symlinks=False)
        except OSError:
            continue
        mine = own is None or seen.st_uid == own
        if mine and file.is_file() and not file.is_symlink() and seen.st_size <= MOST_TEMPORARY:
            yield file


def _in_stream(stream: IO[bytes], wanted: Collection[bytes], most: int | None = None) -> bool:
    overlap = max(map(len, wanted), default=1) - 1
    before, read = b"", 0
    while chunk := stream.read(CHUNK):
        read += len(chunk)
        if in_bytes(before + chunk, wanted):
            return True
        if most is not None and read > most:
            raise ValueError("unpacks to too much")
        before = chunk[-overlap:] if overlap else b""
    return False


def _in_zip(file: Path, wanted: Collection[bytes]) -> bool:
    """Look into each part; what cannot be unpacked holds nothing that could be read."""
    try:
        with zipfile.ZipFile(file) as archive:
            return any(_in_part(archive, info, wanted) for info in archive.infolist())
    except BROKEN:
        return False


def _in_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, wanted: Collection[bytes]) -> bool:
    try:
        with archive.open(info) as part:
            return _in_stream(part, wanted, MOST_UNPACKED)
    except BROKEN:
        return False
