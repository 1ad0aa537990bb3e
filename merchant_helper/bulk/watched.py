"""Watch one folder into which pictures fall, from a cable or a chat, and offer those that are new.

New is what has another name, size or time of writing than what lay there before. The clock is not asked
about that, so one that is wrong by a year hides nothing. Only what lies directly in the folder counts:
folders of downloads hold whole trees that nobody meant.
"""

from __future__ import annotations

import heapq
import os
import stat
import time
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, NamedTuple

from merchant_helper.bulk.folders import WatchedFolderGone, gone, usual_folders
from merchant_helper.bulk.patience import patiently
from merchant_helper.issues import Issue
from merchant_helper.text import glimpse

__all__ = [
    "MOST",
    "Found",
    "Look",
    "WatchedFolderGone",
    "look",
    "new_pictures",
    "snapshot",
    "take",
    "usual_folders",
]

ISSUE_CODES = ("watched.file_gone",)

#: Named at once; the rest is counted.
MOST = 60
#: A file that was written less than so many seconds ago may still be growing.
SETTLED_S = 2.0
#: What the intake opens, by the names that cameras and chats give.
SUFFIXES = frozenset((".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".avif", ".heic", ".heif", ".hif"))
#: FAT keeps times in steps of two seconds, and network drives tell the same time now finer, now coarser.
_STEP_S = 2
_MARK_BYTES = 9


@dataclass(frozen=True)
class Found:
    """Be one new picture; ``mark`` names it in a form, ``shown`` is its name made safe to look at."""

    name: str
    path: Path
    size: int
    modified: datetime
    mark: str

    @property
    def shown(self) -> str:
        """Give the name without anything that cannot be seen."""
        return glimpse(self.name)


@dataclass(frozen=True)
class Look:
    """Hold what one look saw: the newest new pictures, how many ``more``, how many still come in."""

    pictures: list[Found]
    more: int = 0
    arriving: int = 0


class _Entry(NamedTuple):
    written: float
    name: str
    size: int
    mark: str


def snapshot(folder: Path) -> list[str]:
    """Remember which pictures lie in a folder, twelve letters each. Raises WatchedFolderGone."""
    return sorted(entry.mark for entry in _entries(folder))


def new_pictures(folder: Path, before: Collection[str]) -> list[Found]:
    """Give the new pictures, newest first and at most 60. Raises WatchedFolderGone."""
    return look(folder, before).pictures


def look(folder: Path, before: Collection[str]) -> Look:
    """Look once for pictures that are not in a snapshot. Raises WatchedFolderGone.

    A picture that is just being written counts as arriving and is offered by a later look.
    """
    whole, arriving = _new(_entries(folder), before)
    pictures = [_found(folder, entry) for entry in heapq.nlargest(MOST, whole)]
    return Look(pictures, more=len(whole) - len(pictures), arriving=arriving)


def take(folder: Path, before: Collection[str], wanted: Found | str) -> tuple[Found, BinaryIO]:
    """Open one new picture for reading, by its mark or as a look gave it; the caller closes it.

    Nothing is taken but what would be offered now, so no name leads out of the folder. What a look gave is
    not searched for again. Raises WatchedFolderGone when the folder or the picture went away, or is another
    one by now.
    """
    if isinstance(wanted, Found):
        entries, mark, shown = _named(folder, wanted.name), wanted.mark, wanted.shown
    else:
        entries, mark, shown = _entries(folder), wanted, ""
    whole, _arriving = _new(entries, before)
    entry = next((entry for entry in whole if entry.mark == mark), None)
    if entry is None:
        raise _file_gone(shown) if folder.is_dir() else gone(folder, FileNotFoundError(shown))
    found = _found(folder, entry)
    try:
        return found, _open(found)
    except OSError as error:
        raise _file_gone(found.shown) from error


def _new(entries: Iterable[_Entry], before: Collection[str]) -> tuple[list[_Entry], int]:
    """Give the new pictures that are whole, and count those that are not yet."""
    now, known = time.time(), frozenset(before)
    new = [entry for entry in entries if entry.mark not in known]
    whole = [entry for entry in new if entry.size and abs(now - entry.written) > SETTLED_S]
    return whole, len(new) - len(whole)


def _found(folder: Path, entry: _Entry) -> Found:
    return Found(entry.name, folder / entry.name, entry.size, _moment(entry.written), entry.mark)


def _open(found: Found) -> BinaryIO:
    """Open a file and make sure that it is the one that was offered, no link or pipe put in its place."""
    flags = os.O_RDONLY
    for name in ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"):
        flags |= getattr(os, name, 0)
    file = os.fdopen(os.open(found.path, flags), "rb")
    seen = os.fstat(file.fileno())
    if not stat.S_ISREG(seen.st_mode) or _mark(found.name, seen) != found.mark:
        file.close()
        raise FileNotFoundError(found.name)
    return file


def _entries(folder: Path) -> list[_Entry]:
    """List the pictures directly in a folder: plain files, no links, nothing hidden."""
    try:
        return patiently(folder, lambda: _listed(folder))
    except (OSError, ValueError) as error:
        raise gone(folder, error) from error


def _listed(folder: Path) -> list[_Entry]:
    with os.scandir(folder) as listed:
        entries = [_look_at(file) for file in listed if _is_picture(file.name)]
    return [entry for entry in entries if entry is not None]


def _named(folder: Path, name: str) -> list[_Entry]:
    """Give the one picture of this name in the folder, if it is there."""
    plain = name == Path(name).name and _is_picture(name)
    entry = _look_at(folder / name) if plain else None
    return [entry] if entry else []


def _is_picture(name: str) -> bool:
    return not name.startswith(".") and os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122


def _look_at(file: os.DirEntry[str] | Path) -> _Entry | None:
    """Look at a file itself, not where it leads; None when it is no plain file or went away meanwhile."""
    try:
        seen = file.stat(follow_symlinks=False)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(seen.st_mode):
        return None
    return _Entry(seen.st_mtime, file.name, seen.st_size, _mark(file.name, seen))


def _mark(name: str, seen: os.stat_result) -> str:
    """Make twelve letters of what tells one file from another."""
    text = f"{seen.st_size}/{int(seen.st_mtime // _STEP_S)}/{name}"
    sum_of_it = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_MARK_BYTES)
    return urlsafe_b64encode(sum_of_it.digest()).decode("ascii")


def _moment(written: float) -> datetime:
    """Read a time of writing; a disk may tell one that no calendar has."""
    try:
        return datetime.fromtimestamp(written, UTC)
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0, UTC)


def _file_gone(name: str) -> WatchedFolderGone:
    return WatchedFolderGone(Issue("watched.file_gone", field="photo", params={"name": name}))
