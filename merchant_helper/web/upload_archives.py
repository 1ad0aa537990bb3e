"""Open the ZIPs among uploaded files, so that whoever has all photos in one file sends that one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from werkzeug.datastructures import FileStorage

from merchant_helper.bulk.archive import ArchiveRefused, Limits, PhotoBox
from merchant_helper.issues import Issue
from merchant_helper.text import glimpse

_BEGINS = (b"PK\3\4", b"PK\5\6", b"Rar!", b"7z\xbc\xaf")
# A product has a few photos; a ZIP of a whole shop belongs to a sheet. The bytes are those of all ZIPs of one
# press, and whole gigabytes, for so they are told.
LIMITS = Limits(files=200, all=1_000_000_000)


@dataclass
class Unpacked:
    """Hold what was sent, ZIPs opened: files, places of those from ZIPs, what was wrong, how many were left.

    ``notes`` are about photos in a ZIP that were passed over; they name their files themselves. ``size`` is
    the bytes that came out of all ZIPs.
    """

    files: list[FileStorage | Path] = field(default_factory=list)
    refused: list[tuple[str, Issue]] = field(default_factory=list)
    notes: list[Issue] = field(default_factory=list)
    left: int = 0
    size: int = 0

    def opened(self) -> Iterator[tuple[IO[bytes], str]]:
        """Give each photo open, with its name."""
        for file in self.files:
            if isinstance(file, Path):
                with file.open("rb") as stream:
                    yield stream, file.name
            else:
                yield file.stream, file.filename or ""


@contextmanager
def unpacked(files: Iterable[FileStorage], most: int, workplace: Path) -> Iterator[Unpacked]:
    """Open the ZIPs among files in a folder that is gone afterwards, and keep the first ``most`` photos.

    OSErrors pass, such as those of a full disk.
    """
    done = Unpacked()
    with ExitStack() as stack:
        every: list[FileStorage | Path] = []
        for file in files:
            every += _photos_in(file, done, stack, workplace) if _is_archive(file) else [file]
        done.files, done.left = list(islice(every, most)), max(0, len(every) - most)
        yield done


def _is_archive(file: FileStorage) -> bool:
    start = file.stream.read(4)
    file.stream.seek(0)
    return start in _BEGINS


def _photos_in(file: FileStorage, done: Unpacked, stack: ExitStack, workplace: Path) -> list[Path]:
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="zip-", dir=workplace)))
    box = PhotoBox(folder, LIMITS)
    box.bytes = done.size
    try:
        box.take(file.stream, file.filename or "")
    except ArchiveRefused as error:
        done.refused.append((glimpse(file.filename or ""), error.issue))
        return []
    finally:
        done.size = box.bytes
        done.notes += box.notes()
    return sorted(path for path in folder.rglob("*") if path.is_file())
