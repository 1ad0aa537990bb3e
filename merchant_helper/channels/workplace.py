"""Write an export aside and move it into place when it is whole; nothing of an earlier one is lost."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from merchant_helper.errors import DiskFull, is_disk_full
from merchant_helper.i18n import gettext as _

EARLIER = "earlier"
_UNFINISHED = ".export-"
# No export takes a day: a work folder that old was left by one that was killed.
_STALE_SECONDS = 86_400


@contextmanager
def workplace(out: Path) -> Iterator[Path]:
    """Give a folder inside ``out`` to write into; it is gone afterwards, whatever happened.

    Raises DiskFull when there is no room; other OSErrors pass.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        work = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=out))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        if not is_disk_full(error):
            raise
        raise DiskFull(_("Ổ đĩa đã đầy. Xóa bớt tệp không dùng trên ổ này rồi làm lại.")) from error


def move_in(work: Path, out: Path, last: str, replaced: Iterable[str] = ()) -> list[str]:
    """Move everything from ``work`` to ``out``, the file ``last`` at the end.

    A file of another content that stands in the way is first moved to ``earlier/``, under a name that holds
    its sum; so are pictures of a kit that is written anew, and those of ``replaced`` that this run did not
    write. Tells which files that were.
    """
    files = sorted(p.relative_to(work) for p in work.rglob("*") if p.is_file())
    files.sort(key=lambda path: path.as_posix() == last)
    stale = [Path(name) for name in replaced if (out / name).is_file() and not (work / name).exists()]
    aside = [_set_aside(out, old) for old in (*_left_over(work, out), *stale)]
    for path in files:
        target = out / path
        if target.is_file():
            if _same(work / path, target):
                continue
            aside.append(_set_aside(out, path))
        target.parent.mkdir(parents=True, exist_ok=True)
        (work / path).replace(target)
    return aside


def sha256_of(path: Path) -> str:
    """Take the sum of a file without holding it in memory."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sweep(out: Path) -> None:
    for left in out.glob(f"{_UNFINISHED}*"):
        if left.is_dir() and time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _left_over(work: Path, out: Path) -> Iterator[Path]:
    """Find what an earlier kit or dossier of the same product has and the new one has not."""
    for kit in sorted([*(work / "kit").glob("*"), *(work / "dossier").glob("*")]):
        for old in sorted((out / kit.relative_to(work)).glob("*")):
            if old.is_file() and not (kit / old.name).exists():
                yield old.relative_to(out)


def _set_aside(out: Path, path: Path) -> str:
    old = out / path
    kept = out / EARLIER / path.parent / f"{path.stem}-{sha256_of(old)[:8]}{path.suffix}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    old.replace(kept)
    return kept.relative_to(out).as_posix()


def _same(new: Path, old: Path) -> bool:
    return new.stat().st_size == old.stat().st_size and sha256_of(new) == sha256_of(old)
