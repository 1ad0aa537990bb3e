"""Delete what was made of a shop's photos and words: pictures, exports, drafts, lines of the log."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from merchant_helper.db import DataFolder
from merchant_helper.handover.traces import in_bytes
from merchant_helper.photos.farewell import in_use, sweep
from merchant_helper.photos.files import FileStore

# What a program that was killed leaves lying where it writes.
DRAFTS = (".*.tmp", "*.tmp", ".unfinished-*", ".backup-*")
# Nothing is written for longer than this without a pause.
SETTLED_S = 10.0
# Windows deletes no file that is being read; who reads here is done at once.
TRIES, PAUSE_S = 10, 0.1
# All photos of a form are looked at before the first one's row is written; a mask waits for a writer at most.
UPLOADED_S, MASKED_S = 600.0, 20.0
# The beginning of a PNG with 8 bits of grey.
MASK = re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR.{8}\x08\x00", re.DOTALL)
RECORD = re.compile(rb"^(?=\d{4}-\d\d-\d\d )", re.MULTILINE)


def delete_files(store: FileStore, hashes: Collection[str]) -> int:
    """Delete contents of the store and count them. Raises OSError for one that is held open for long."""
    return sum(_patiently(store, sha256) for sha256 in sorted(hashes))


def delete_made(folder: DataFolder, shop_id: str, batch_ids: Collection[str]) -> None:
    """Delete all that can be made again: of other shops too, but for their exports and masks in work."""
    for place in sorted(folder.cache.iterdir()) if folder.cache.is_dir() else []:
        if place.name == "masks":
            for mask in (m for b in batch_ids for m in place.glob(f"{b}-*")):
                mask.unlink(missing_ok=True)
        elif place.name == "exports":
            remove(place / shop_id)
        else:
            remove(place, itself=False)


def delete_drafts(folder: DataFolder, settled_s: float = SETTLED_S) -> None:
    """Delete what interrupted writes left behind, but not what is being written now."""
    before = time.time() - settled_s
    for draft in _drafts(folder):
        with contextlib.suppress(FileNotFoundError):
            if draft.stat().st_mtime <= before:
                remove(draft)


def delete_unclaimed(folder: DataFolder) -> None:
    """Delete shops' files that were looked at and not taken in, or half written; only at a start.

    They hold everything of a shop that may not even be here, so that no wipe would ever come by.
    """
    profiles = folder.cache / "profiles"
    for place in (*profiles.glob("in/*"), *profiles.glob("*/.*.part")):
        # Another program reads it just now: the next start comes by again.
        with contextlib.suppress(OSError):
            remove(place)


def delete_orphans(session: Session, store: FileStore) -> None:
    """Delete contents that no row refers to: masks of a cut-out made anew, what a killed program kept.

    Young ones stay, since their row may be on its way; a mask's comes at once.
    """
    sweep(session, store, older_than=UPLOADED_S)
    kept = set(store.all_hashes())
    before = time.time() - MASKED_S
    for sha256 in sorted(kept - in_use(session, kept)):
        with contextlib.suppress(FileNotFoundError):
            if store.path(sha256).stat().st_mtime < before and _is_mask(store.path(sha256)):
                store.delete(sha256)


def clean_logs(folder: DataFolder, wanted: Collection[bytes]) -> None:
    """Take the records that hold a pattern out of the logs; the one that is open stays the same file."""
    for file in sorted(folder.logs.glob("*")):
        if not file.is_file() or not in_bytes(content := file.read_bytes(), wanted):
            continue
        rest = b"".join(record for record in RECORD.split(content) if not in_bytes(record, wanted))
        with file.open("r+b") as log:
            log.write(rest)
            log.truncate()
            log.flush()
            os.fsync(log.fileno())


def remove(place: Path, *, itself: bool = True) -> None:
    """Delete a file or a folder, or only what lies in it; others may be writing there.

    Raises OSError for a file that cannot be deleted, after all others were.
    """
    if place.is_symlink() or not place.is_dir():
        place.unlink(missing_ok=True)
        return
    held: OSError | None = None
    for folder, _names, files in os.walk(place, topdown=False):
        for name in files:
            try:
                Path(folder, name).unlink(missing_ok=True)
            except OSError as error:
                held = error
        if itself or Path(folder) != place:
            # Somebody may have put something new there.
            with contextlib.suppress(OSError):
                Path(folder).rmdir()
    if held is not None:
        raise held


def _is_mask(file: Path) -> bool:
    with file.open("rb") as stream:
        return MASK.match(stream.read(26)) is not None


def _drafts(folder: DataFolder) -> Iterator[Path]:
    masks = folder.cache / "masks"
    for place in (folder.path, folder.backups, folder.files, masks):
        for pattern in DRAFTS:
            yield from place.glob(pattern)


def _patiently(store: FileStore, sha256: str) -> bool:
    for _try in range(TRIES - 1):
        try:
            return store.delete(sha256)
        except PermissionError:
            time.sleep(PAUSE_S)
    return store.delete(sha256)
