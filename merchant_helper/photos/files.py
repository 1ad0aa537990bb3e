"""Keep files by what is in them: the same content is one file, and a file is there whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import secrets
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from merchant_helper.errors import DiskFull, is_disk_full
from merchant_helper.i18n import gettext as _
from merchant_helper.photos.refused import too_big

CHUNK = 1 << 20
# A write that began this long ago was interrupted: nothing takes an hour on a disk.
STALE_SECONDS = 3600
_UNFINISHED = ".unfinished-"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Kept:
    """Say under which sum a file lies, how long it is, and whether it was not there before."""

    sha256: str
    size: int
    new: bool


class FileStore:
    """Hold files in ``root/ab/abcd…``, named by the SHA-256 of their bytes; nothing is ever overwritten."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        with disk_full_said():
            self.root.mkdir(parents=True, exist_ok=True)
        sweep_unfinished(self.root)

    def keep(self, source: bytes | BinaryIO, *, max_bytes: int | None = None) -> Kept:
        """Copy a file in, reading it once.

        Raises PhotoUnreadable when it is longer than ``max_bytes`` and DiskFull when there is no room; either
        way nothing stays behind.
        """
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        with _unfinished(self.root) as (file, draft):
            sha256, size = _copy(stream, file, max_bytes)
            _settle(file)
            target = self.path(sha256)
            new = not _holds(target, size)
            if new:
                _move_in(draft, target, size)
        return Kept(sha256, size, new)

    def path(self, sha256: str) -> Path:
        """Say where a content lies, or would lie; raises ValueError for anything but 64 hex digits."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256[:80]!r}")
        return self.root / sha256[:2] / sha256

    def exists(self, sha256: str) -> bool:
        """Tell whether a content is kept."""
        return self.path(sha256).is_file()

    def verify(self, sha256: str) -> bool:
        """Read a content again and tell whether it still is what its name says."""
        try:
            with self.path(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return False

    def delete(self, sha256: str) -> bool:
        """Remove a content; tells whether it was there."""
        try:
            self.path(sha256).unlink()
        except FileNotFoundError:
            return False
        # Another content may lie there, or be on its way.
        with contextlib.suppress(OSError):
            self.path(sha256).parent.rmdir()
        return True

    def all_hashes(self) -> Iterator[str]:
        """Go through the sums of everything kept, in order."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for file in sorted(folder.iterdir()):
                if _SHA256.fullmatch(file.name):
                    yield file.name


def write_atomically(target: Path, data: bytes) -> None:
    """Put a file in place whole, or leave what was there.

    Raises DiskFull when there is no room; then nothing is left behind. Any other OSError passes.
    """
    with _unfinished(target.parent) as (file, draft):
        file.write(data)
        _settle(file)
        draft.replace(target)
        _settle_folder(target.parent)


def sweep_unfinished(folder: Path, *, older_than: float = STALE_SECONDS) -> int:
    """Remove what interrupted writes left in a folder, and count it."""
    removed = 0
    before = time.time() - older_than
    for draft in folder.glob(f"{_UNFINISHED}*"):
        # Another process may be sweeping too, or hold the file open.
        with contextlib.suppress(OSError):
            if draft.stat().st_mtime <= before:
                draft.unlink()
                removed += 1
    return removed


@contextlib.contextmanager
def _unfinished(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Open a nameless file beside its target; it is gone afterwards unless it was moved into place."""
    draft = folder / f"{_UNFINISHED}{os.getpid()}-{secrets.token_hex(8)}"
    try:
        with disk_full_said(), draft.open("xb") as file:
            yield file, draft
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


@contextlib.contextmanager
def disk_full_said() -> Iterator[None]:
    """Turn the system's word for a full disk into ours."""
    try:
        yield
    except OSError as error:
        if not is_disk_full(error):
            raise
        raise DiskFull(_("Ổ đĩa đã đầy. Xóa bớt tệp không dùng trên ổ này rồi làm lại.")) from error


def _copy(source: BinaryIO, file: BinaryIO, max_bytes: int | None) -> tuple[str, int]:
    """Copy a stream while taking its sum; gives the sum and the length."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        if max_bytes is not None and size > max_bytes:
            raise too_big(max_bytes)
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest(), size


def _move_in(draft: Path, target: Path, size: int) -> None:
    """Give a finished file its name, beside others who keep and delete at the same time."""
    for last_try in (False, True):
        target.parent.mkdir(exist_ok=True)
        try:
            draft.replace(target)
        except FileNotFoundError:
            # Somebody deleted the last file of this folder, and the folder with it.
            if last_try:
                raise
            continue
        except PermissionError:
            # Windows replaces no file that is being read; the same content is there then.
            if not _holds(target, size):
                raise
        break
    _settle_folder(target.parent)


def _settle(file: BinaryIO) -> None:
    """Bring the bytes onto the disk and let go of the file: Windows moves no open file."""
    file.flush()
    os.fsync(file.fileno())
    file.close()


def _settle_folder(folder: Path) -> None:
    """Bring a new name onto the disk, where the system lets a folder be opened for that."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _holds(target: Path, size: int) -> bool:
    """Tell whether a content is already there in full length."""
    try:
        return target.stat().st_size == size
    except FileNotFoundError:
        return False
