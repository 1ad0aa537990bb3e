"""Read the names in a ZIP as whoever packed it saw them, and find each a place inside one folder."""

from __future__ import annotations

import zipfile
from pathlib import PurePosixPath

from merchant_helper.text import file_name, fold, nfc

_UTF8 = 0x800
# Names without the mark of UTF-8: macOS and many phones write it all the same, Windows the code page of its
# country.
_CODINGS = ("utf-8", "cp437", "cp1258")
_LITTER = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
MOST_NAME = 500
# Windows takes 260 characters, and the data folder needs some of them.
_MOST_PATH, _MOST_PART = 140, 200


def name_of(entry: zipfile.ZipInfo) -> str:
    """Give the path of an entry with ``/`` between its parts, in composed letters."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8 and not name.isascii():
        name = _decoded(name)
    return nfc(name[: 2 * MOST_NAME].replace("\\", "/"))


def _decoded(name: str) -> str:
    """Take the first reading that is Vietnamese, or any that is UTF-8: other bytes never look like it."""
    raw = name.encode("cp437")
    for coding in _CODINGS:
        try:
            read = raw.decode(coding)
        except UnicodeDecodeError:
            continue
        if coding == "utf-8" or fold(read).isascii():
            return read
    return name


def is_hidden(name: str) -> bool:
    """Tell what systems put beside the photos, unseen by people."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    return any(part.startswith(".") or part.lower() in _LITTER for part in parts)


def place_of(name: str) -> PurePosixPath | None:
    """Give a place inside the folder that every computer takes; none for a path that leads out of it."""
    name = nfc(name)
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if not parts or name.startswith("/") or ".." in parts or parts[0][1:2] == ":" or len(name) > _MOST_PATH:
        return None
    return PurePosixPath(*(_safe(part) for part in parts))


def _safe(part: str) -> str:
    stem, dot, ending = part.rpartition(".")
    if not dot or not ending.isascii() or not ending.isalnum():
        return file_name(part, _MOST_PART)
    return file_name(stem, _MOST_PART, suffix=dot + ending)
