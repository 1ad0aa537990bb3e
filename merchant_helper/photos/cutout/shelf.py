"""Keep the cut-out models that a person put on this machine, each with its licence and its checksum.

Nothing here downloads. A model lies in the models folder as ``NAME.onnx``; ``shelf.json`` beside it records
the SHA-256 taken when it was added, and every load compares again: a USB stick pulled too early, a dying disk
or a swapped file must not become a wrong picture.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import stat
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Literal

from merchant_helper.errors import DiskFull, EngineUnavailable, ModelRefused, is_disk_full
from merchant_helper.i18n import _
from merchant_helper.issues import Issue
from merchant_helper.photos.cutout import choice
from merchant_helper.photos.cutout.known import KNOWN, KnownModel

__all__ = ["KNOWN", "KnownModel", "ModelShelf", "ModelState", "State", "clean_name"]

ISSUE_CODES = ("model.not_there", "model.not_a_file", "model.not_readable", "model.too_big")

State = Literal["ready", "missing", "broken", "unverified"]
#: States in which a model can be asked for by name.
USABLE: tuple[State, ...] = ("ready", "unverified")

RECORD = "shelf.json"
#: Names that mean something else to ``cut_out``, and names that Windows keeps for devices.
TAKEN = {"auto", "plain", "rembg", "con", "prn", "aux", "nul"} | {
    f"{p}{n}" for p in ("com", "lpt") for n in range(10)
}
CHUNK = 1 << 20
#: The largest model known here has 176 MB; a larger file is something else.
MOST_BYTES = 400_000_000
#: What an interrupted copy left behind this long ago belongs to nobody.
STALE_S = 3600

#: Told of the bytes done and of all there will be.
Progress = Callable[[int, int], object]
#: Tries a file out before it is recorded; raises ModelRefused.
Trial = Callable[[Path], object]


@dataclass(frozen=True)
class ModelState:
    """Tell how one model stands. ``size`` is bytes on disk, or as published when it is missing."""

    name: str
    licence: str | None
    size: int | None
    state: State


@dataclass(frozen=True)
class _Entry:
    """Record what was added. ``known`` means that it matched a published sum then."""

    file: str
    sha256: str
    size: int
    known: bool

    @classmethod
    def read(cls, name: str, written: object) -> _Entry | None:
        """Read one line of the record, None when it makes no sense."""
        try:
            sha256, size = str(written["sha256"]), int(written["size"])  # type: ignore[index]
            return cls(f"{name}.onnx", sha256, size, bool(written["known"]) and _known(name) is not None)  # type: ignore[index]
        except (TypeError, KeyError, ValueError, OverflowError):
            return None


class ModelShelf:
    """Look after one models folder; the folder need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    def list(self) -> tuple[ModelState, ...]:
        """Tell the state of every known and every added model, known ones first."""
        entries = self._entries()
        known = [model.name for model in KNOWN]
        return tuple(
            self._state(name, entries.get(name)) for name in [*known, *sorted(set(entries) - set(known))]
        )

    def best(self) -> str | None:
        """Name the verified model that ``auto`` takes: the chosen one, else the first that is ready.

        None where none is ready, or where a person chose to work without.
        """
        chosen = self.chosen()
        if chosen == choice.PLAIN:
            return None
        ready = [state.name for state in self.list() if state.state == "ready"]
        return chosen if chosen in ready else next(iter(ready), None)

    def chosen(self) -> str | None:
        """Tell what a person chose for ``auto``: plain, the name of a model, or nothing yet."""
        return choice.read(self.folder)

    def choose(self, way: str) -> None:
        """Remember the way that ``auto`` takes in this data folder: plain or the name of a known model."""
        choice.write(self.folder, way)

    def checked(self, name: str) -> tuple[Path, str]:
        """Give the file and SHA-256 of a model after reading it through and comparing with the record.

        Raises EngineUnavailable with a sentence for anything but a match.
        """
        entry = self._entries().get(name)
        if entry is None or not (path := self.folder / entry.file).is_file():
            raise EngineUnavailable(
                _("Chưa có mẫu tách nền tên {name}. Thêm tệp mẫu vào rồi thử lại.", name=name)
            )
        _sum.cache_clear()
        if _sum_of(path, "sha256") != entry.sha256:
            raise EngineUnavailable(
                _("Tệp mẫu tách nền {name} đã hỏng hoặc bị đổi. Thêm lại tệp mẫu từ bản gốc.", name=name)
            )
        return path, entry.sha256

    def verify(self, name: str) -> ModelState:
        """Read a model's file through again, whatever was remembered of it, and tell how it stands."""
        _sum.cache_clear()
        return self._state(name, self._entries().get(name))

    def add(self, file: Path, *, progress: Progress | None = None, trial: Trial | None = None) -> ModelState:
        """Copy a model file onto the shelf under its known name, or else under its own cleaned stem.

        ``trial`` is given the copy before anything is recorded. Raises ModelRefused or DiskFull; then the
        shelf is as it was.
        """
        file = Path(file)
        with _opened(file) as (source, size):
            return self.add_stream(source, file.name, size=size, progress=progress, trial=trial)

    def add_stream(
        self,
        source: BinaryIO,
        name: str,
        *,
        size: int,
        progress: Progress | None = None,
        trial: Trial | None = None,
    ) -> ModelState:
        """Do the same with an open file of this name and length."""
        if size == 0:
            raise _refused("model.not_there", name)
        if size > MOST_BYTES:
            raise _refused("model.too_big", name, megabytes=MOST_BYTES // 1_000_000)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        partial = self.folder / f".{os.getpid()}-{secrets.token_hex(4)}.adding"
        try:
            with _full_disk_said():
                entry = _copied(source, name, partial, lambda done: progress and progress(done, size))
                if trial is not None:
                    trial(partial)
                return self._take(partial, entry)
        finally:
            partial.unlink(missing_ok=True)

    def accept(self, file: Path, model: KnownModel) -> ModelState:
        """Move a file of this folder in as a published model. Raises ModelRefused when its sum is another."""
        size = file.stat().st_size
        if not model.is_it(size, _sum_of(file, "md5")):
            raise _refused("model.wrong_sum", model.name)
        entry = _Entry(f"{model.name}.onnx", _sum_of(file, "sha256"), size, known=True)
        with _full_disk_said():
            return self._take(file, entry)

    def _take(self, file: Path, entry: _Entry) -> ModelState:
        """Give a finished file its place, then record it."""
        file.replace(self.folder / entry.file)
        name = Path(entry.file).stem
        self._record(name, entry)
        return self._state(name, entry)

    def _sweep(self) -> None:
        """Remove what interrupted copies left behind."""
        for left in self.folder.glob(".*.adding"):
            with contextlib.suppress(OSError):
                if left.stat().st_mtime < time.time() - STALE_S:
                    left.unlink()

    def _state(self, name: str, entry: _Entry | None) -> ModelState:
        model = _known(name)
        if entry is None:
            return _absent(model) if model else ModelState(name, None, None, "missing")
        licence = model.licence if model and entry.known else None
        path = self.folder / entry.file
        if not path.is_file():
            return ModelState(name, licence, entry.size, "missing")
        state: State = "ready" if entry.known else "unverified"
        if _sum_of(path, "sha256") != entry.sha256:
            state = "broken"
        return ModelState(name, licence, path.stat().st_size, state)

    def _entries(self) -> dict[str, _Entry]:
        """Read the record, and recognise known models that were laid into the folder by hand."""
        entries: dict[str, _Entry] = {}
        for name, written in _read(self.folder / RECORD).items():
            # A name that we would not give could point out of the folder.
            if clean_name(name) == name and (entry := _Entry.read(name, written)):
                entries[name] = entry
        for model in KNOWN:
            path = self.folder / f"{model.name}.onnx"
            if model.name not in entries and path.is_file():
                size = path.stat().st_size
                right = model.is_it(size, _sum_of(path, "md5"))
                # No file has this sum: what is not the model it is named after counts as broken.
                sha256 = _sum_of(path, "sha256") if right else "-"
                entries[model.name] = _Entry(path.name, sha256, size, known=True)
        return entries

    def _record(self, name: str, entry: _Entry) -> None:
        entries = self._entries() | {name: entry}
        partial = self.folder / f".{os.getpid()}-{secrets.token_hex(4)}.record"
        try:
            with partial.open("w", encoding="utf-8") as out:
                json.dump({n: asdict(e) for n, e in sorted(entries.items())}, out, indent=1)
                out.flush()
                os.fsync(out.fileno())
            partial.replace(self.folder / RECORD)
        finally:
            partial.unlink(missing_ok=True)


def clean_name(stem: str) -> str:
    """Make an engine name of a file's stem: small letters, digits, ``-``, ``_``; never a taken one."""
    plain = unicodedata.normalize("NFKD", stem.replace("đ", "d").replace("Đ", "D"))
    plain = plain.encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9_-]+", "-", plain).strip("-")[:40].strip("-") or "model"
    return f"{name}-model" if name in TAKEN else name


def _absent(model: KnownModel) -> ModelState:
    return ModelState(model.name, model.licence, model.size, "missing")


def _known(name: str) -> KnownModel | None:
    return next((model for model in KNOWN if model.name == name), None)


def _read(record: Path) -> dict[str, object]:
    """Read the record; one that cannot be read is as good as none, for every model can be added again."""
    try:
        written = json.loads(record.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return written if isinstance(written, dict) else {}


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open a regular file and nothing else: a pipe may never end, a folder is no model."""
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _refused("model.not_a_file", file.name)
        source = file.open("rb")
    except FileNotFoundError as error:
        raise _refused("model.not_there", file.name) from error
    except (OSError, ValueError) as error:
        raise _unreadable(file.name, error) from error
    with source:
        yield source, found.st_size


@contextlib.contextmanager
def _full_disk_said() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if not is_disk_full(error):
            raise
        raise DiskFull(_("Ổ đĩa đã đầy, chưa chép được mẫu tách nền. Xóa bớt tệp rồi thử lại.")) from error


def _refused(code: str, name: str, **params: str | int) -> ModelRefused:
    return ModelRefused(Issue(code, "file", "block", {"name": name, **params}))


def _unreadable(name: str, error: Exception) -> ModelRefused:
    return _refused("model.not_readable", name, reason=getattr(error, "strerror", None) or str(error))


def _copied(source: BinaryIO, name: str, target: Path, progress: Callable[[int], object]) -> _Entry:
    """Copy a file through to the disk, summing it on the way, and tell what it is."""
    sums = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    size = 0
    with target.open("xb") as write:
        while chunk := _chunk(source, name):
            size += len(chunk)
            if size > MOST_BYTES:
                # It grew while it was read.
                raise _refused("model.too_big", name, megabytes=MOST_BYTES // 1_000_000)
            for one in sums:
                one.update(chunk)
            write.write(chunk)
            progress(size)
        write.flush()
        os.fsync(write.fileno())
    model = next((known for known in KNOWN if known.is_it(size, sums[1].hexdigest())), None)
    engine = model.name if model else clean_name(Path(name).stem)
    return _Entry(f"{engine}.onnx", sums[0].hexdigest(), size, known=model is not None)


def _chunk(source: BinaryIO, name: str) -> bytes:
    """Read on; what the disk does not hand over is the trouble of the file that is read."""
    try:
        return source.read(CHUNK)
    except OSError as error:
        raise _unreadable(name, error) from error


def _sum_of(path: Path, kind: Literal["sha256", "md5"]) -> str:
    """Sum a file's content, again whenever its size or time changed; a file that cannot be read has none."""
    try:
        stat = path.stat()
        return _sum(path, kind, stat.st_size, stat.st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=64)
def _sum(path: Path, kind: str, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(kind, usedforsecurity=False)).hexdigest()
