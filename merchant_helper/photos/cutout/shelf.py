"""Keep the cut-out models that a person put on this machine, each with its licence and its checksum.

Nothing here downloads. A model lies in the models folder as ``NAME.onnx``; ``shelf.json`` beside it records
the SHA-256 taken when it was added, and every load compares again: a USB stick pulled too early, a dying disk
or a swapped file must not become a wrong picture.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from merchant_helper.errors import DiskFull, EngineUnavailable, is_disk_full
from merchant_helper.i18n import _

State = Literal["ready", "missing", "broken", "unverified"]
#: States in which a model can be asked for by name.
USABLE: tuple[State, ...] = ("ready", "unverified")

RECORD = "shelf.json"
#: Names that mean something else to ``cut_out``, and names that Windows keeps for devices.
TAKEN = {"auto", "plain", "rembg", "con", "prn", "aux", "nul"} | {
    f"{p}{n}" for p in ("com", "lpt") for n in range(10)
}
CHUNK = 1 << 20


@dataclass(frozen=True)
class KnownModel:
    """Describe a published model. ``size`` is bytes, None where it was not verified at the source."""

    name: str
    md5: str
    licence: str
    size: int | None = None

    def is_it(self, size: int, md5: str) -> bool:
        """Recognise the file of this model by its size and sum."""
        return md5 == self.md5 and self.size in (None, size)


#: Best first. Sums as rembg 2.0.86 carries them (rembg/sessions/u2net.py, u2netp.py); licence of
#: xuebinqin/U-2-Net. Models with other terms (isnet, birefnet, bria) are not known here on purpose.
KNOWN = (
    KnownModel("u2net", "60024c5c889badc19c04ad937298a77b", "Apache-2.0"),
    KnownModel("u2netp", "8e83ca70e441ab06c318d82300c84806", "Apache-2.0", 4_574_861),
)


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
        except (TypeError, KeyError, ValueError):
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
        """Name the best verified model, if one is ready."""
        return next((state.name for state in self.list() if state.state == "ready"), None)

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

    def add(self, file: Path) -> ModelState:
        """Copy a model file onto the shelf under its known name, or else under its own cleaned stem."""
        file = Path(file)
        if not file.is_file() or file.stat().st_size == 0:
            raise EngineUnavailable(
                _("Tệp {name} không có hoặc trống. Chép lại tệp mẫu rồi thêm lần nữa.", name=file.name)
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = self.folder / f".{os.getpid()}.adding"
        try:
            entry = _copied(file, partial)
            partial.replace(self.folder / entry.file)
        except OSError as error:
            if is_disk_full(error):
                raise DiskFull(
                    _("Ổ đĩa đã đầy, chưa chép được mẫu tách nền. Xóa bớt tệp rồi thử lại.")
                ) from error
            raise
        finally:
            partial.unlink(missing_ok=True)
        name = Path(entry.file).stem
        self._record(name, entry)
        return self._state(name, entry)

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
        partial = self.folder / f".{os.getpid()}.record"
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
    except (OSError, ValueError):
        return {}
    return written if isinstance(written, dict) else {}


def _copied(source: Path, target: Path) -> _Entry:
    """Copy a file through to the disk, summing it on the way, and tell what it is."""
    sums = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with source.open("rb") as read, target.open("wb") as write:
        while chunk := read.read(CHUNK):
            for one in sums:
                one.update(chunk)
            write.write(chunk)
        write.flush()
        os.fsync(write.fileno())
    size = target.stat().st_size
    model = next((known for known in KNOWN if known.is_it(size, sums[1].hexdigest())), None)
    name = model.name if model else clean_name(source.stem)
    return _Entry(f"{name}.onnx", sums[0].hexdigest(), size, known=model is not None)


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
