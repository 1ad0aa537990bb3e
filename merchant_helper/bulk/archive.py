"""Take in photos that come in a ZIP or one by one: into one folder, under names that every computer takes.

Nothing of an archive is believed: a path never leaves the folder, what comes out is counted while it comes,
and its list of files is never read whole when it is longer than a list of photos can be.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from merchant_helper.bulk.archive_names import MOST_NAME, is_hidden, name_of, place_of
from merchant_helper.errors import MerchantHelperError
from merchant_helper.issues import Issue
from merchant_helper.photos.refused import MAX_BYTES
from merchant_helper.text import glimpse

ISSUE_CODES = (
    "archive.broken",
    "archive.encrypted",
    "archive.not_zip",
    "archive.too_many",
    "archive.too_large",
    "archive.no_photos",
    "archive.not_photos",
    "archive.outside",
    "archive.photo_too_large",
    "archive.name_twice",
)
ENDINGS = frozenset(
    (".jpg", ".jpeg", ".jfif", ".png", ".webp", ".heic", ".heif", ".avif", ".gif", ".bmp", ".tif", ".tiff")
)
_ZIP, _OTHERS = (b"PK\3\4", b"PK\5\6"), (b"Rar!", b"7z\xbc\xaf")
_CHUNK = 1 << 20
# The list of ten thousand photos with long names; a longer one is not read.
_MOST_LIST = 4_000_000
_NAMED = 3
# What a damaged or made-up archive makes the library raise.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError)


@dataclass(frozen=True)
class Limits:
    """Say how much is taken: files, bytes of one, bytes of all, and how far an archive may unfold.

    Photos hardly shrink in a ZIP: one that holds far more than it weighs is none of photos. ``growth`` is
    asked only of archives that hold more than ``spared`` bytes.
    """

    files: int = 10_000
    one: int = MAX_BYTES
    all: int = 2_000_000_000
    growth: int = 20
    spared: int = 100_000_000


class ArchiveRefused(MerchantHelperError):
    """Say why an archive was not taken (carries the Issue); the folder it was for is to be thrown away."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.issue = Issue(code, "photos", "block", params)


class PhotoBox:
    """Fill one folder with photos; what is passed over is counted and named."""

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self.folder = folder
        self.count = self.bytes = 0
        self._limits = limits or Limits()
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._passed_over: dict[str, list[str]] = {}

    def take(self, stream: IO[bytes], name: str) -> None:
        """Take a ZIP or a single photo, told apart by the first bytes; ``stream`` can be gone back in.

        Raises ArchiveRefused; OSErrors pass, such as those of a full disk.
        """
        stream.seek(0)
        start = stream.read(8)
        stream.seek(0)
        if start.startswith(_OTHERS):
            raise ArchiveRefused("archive.not_zip", name=glimpse(name))
        if start.startswith(_ZIP):
            self._unpack(stream, name)
        elif (place := self._admitted(name.replace("\\", "/").rpartition("/")[2])) is not None:
            self._keep(stream, place)

    def notes(self) -> list[Issue]:
        """Tell what was passed over and why, each reason once with a few names."""
        return [
            Issue(
                code,
                "photos",
                "warn",
                {"n": len(names), "names": _few(names), "limit": self._limits.one // 1_000_000},
            )
            for code, names in self._passed_over.items()
        ]

    def _unpack(self, stream: IO[bytes], name: str) -> None:
        before = self.count
        try:
            with zipfile.ZipFile(_Sparing(stream)) as archive:
                wanted = list(self._wanted(archive))
                self._refuse_bomb([entry for entry, _place in wanted], stream)
                for entry, place in wanted:
                    with archive.open(entry) as source:
                        self._keep(source, place)
        except _DAMAGE as error:
            raise ArchiveRefused("archive.broken", name=glimpse(name)) from error
        if self.count == before:
            raise ArchiveRefused("archive.no_photos", name=glimpse(name))

    def _wanted(self, archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, PurePosixPath]]:
        """Choose the photos of an archive."""
        for entry in archive.infolist():
            if entry.flag_bits & 0x1:
                raise ArchiveRefused("archive.encrypted")
            name = name_of(entry)
            if entry.is_dir() or name.endswith("/") or is_hidden(name):
                continue
            kind = stat.S_IFMT(entry.external_attr >> 16) if entry.create_system == 3 else 0
            if kind not in (0, stat.S_IFREG):
                self._pass_over("archive.not_photos", name)
            elif entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                # The others may ask for gigabytes of memory before the first byte comes.
                raise zipfile.BadZipFile
            elif entry.file_size > self._limits.one:
                self._pass_over("archive.photo_too_large", name)
            elif (place := self._admitted(name)) is not None:
                yield entry, place

    def _refuse_bomb(self, entries: list[zipfile.ZipInfo], stream: IO[bytes]) -> None:
        """Look at what an archive says it holds; more than it says never comes out of it."""
        said = sum(entry.file_size for entry in entries)
        if self.count + len(entries) > self._limits.files:
            raise ArchiveRefused("archive.too_many", max=self._limits.files)
        size = stream.seek(0, 2)
        unfolds = said > self._limits.spared and said > self._limits.growth * size
        if unfolds or self.bytes + said > self._limits.all:
            raise self._too_large()

    def _admitted(self, name: str) -> PurePosixPath | None:
        """Give the place of a file in the folder; none for what is no photo, and none twice."""
        place = place_of(name)
        if place is None:
            self._pass_over("archive.outside", name)
        elif place.suffix.lower() not in ENDINGS:
            self._pass_over("archive.not_photos", name)
        elif not self._free(place):
            self._pass_over("archive.name_twice", name)
        else:
            return place
        return None

    def _free(self, place: PurePosixPath) -> bool:
        """Claim a place; for some computers A.jpg and a.jpg are one."""
        plain = place.as_posix().casefold()
        above = {parent.as_posix().casefold() for parent in place.parents}
        if plain in self._files | self._folders or self._files & above:
            return False
        self._files.add(plain)
        self._folders |= above
        return True

    def _keep(self, source: IO[bytes], place: PurePosixPath) -> None:
        """Write one file, counting as it comes."""
        if self.count >= self._limits.files:
            raise ArchiveRefused("archive.too_many", max=self._limits.files)
        target = self.folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        size = 0
        with target.open("xb") as file:
            while size <= self._limits.one and (chunk := source.read(_CHUNK)):
                size += len(chunk)
                self.bytes += len(chunk)
                if self.bytes > self._limits.all:
                    raise self._too_large()
                file.write(chunk)
        if size > self._limits.one:
            target.unlink()
            self._pass_over("archive.photo_too_large", place.as_posix())
        else:
            self.count += 1

    def _too_large(self) -> ArchiveRefused:
        return ArchiveRefused("archive.too_large", max=self._limits.all // 1_000_000_000)

    def _pass_over(self, code: str, name: str) -> None:
        self._passed_over.setdefault(code, []).append(name[:MOST_NAME])


def _few(names: list[str]) -> str:
    shown = ", ".join(glimpse(name) for name in names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown}, …"


class _Sparing:
    """Give a stream to the ZIP reader as long as it asks for no more than a list of photos can be."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Read on, or refuse."""
        if size > _MOST_LIST:
            raise ArchiveRefused("archive.too_many", max=Limits().files)
        return self._stream.read(_MOST_LIST if size < 0 else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place; one before the beginning is a made-up one."""
        if whence == 0 and offset < 0:
            raise zipfile.BadZipFile
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Say where the next byte is."""
        return self._stream.tell()

    def seekable(self) -> bool:
        """Be one that can be gone back in."""
        return True
