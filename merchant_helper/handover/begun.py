"""Remember a wipe from its first deed to its last, so that a start after a power cut goes on with it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from merchant_helper.db import DataFolder
from merchant_helper.photos.files import write_atomically

Keep = Literal["nothing", "words"]
PREFIX = "wipe-"


@dataclass
class Begun:
    """Be one wipe on its way: what is to go, and whether its rows went already.

    ``jobs`` and ``files`` name what hung on the rows; ``words`` are looked for afterwards. It lies in the
    data folder for as long as the wipe takes.
    """

    shop_id: str
    keep: Keep = "nothing"
    rows_gone: bool = False
    jobs: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, *, jobs: set[str], files: set[str], words: set[str]) -> None:
        """Take in what was found meanwhile."""
        self.jobs = sorted({*self.jobs, *jobs})
        self.files = sorted({*self.files, *files})
        self.words = sorted({*self.words, *words})

    def write_down(self, folder: DataFolder) -> None:
        """Bring it onto the disk. Raises DiskFull."""
        write_atomically(_place(folder, self.shop_id), json.dumps(asdict(self)).encode())

    def forget(self, folder: DataFolder) -> None:
        """Take it off the disk: the wipe is done."""
        _place(folder, self.shop_id).unlink(missing_ok=True)


def load(folder: DataFolder, shop_id: str) -> Begun | None:
    """Give the wipe of a shop that was begun and not ended, if there is one."""
    try:
        return _read(folder, shop_id)
    except FileNotFoundError:
        return None


def load_all(folder: DataFolder) -> list[Begun]:
    """Give every wipe that was begun and not ended."""
    found = sorted(file.stem.removeprefix(PREFIX) for file in folder.path.glob(f"{PREFIX}*.json"))
    return [begun for shop_id in found if (begun := load(folder, shop_id)) is not None]


def is_note(folder: DataFolder, file: Path) -> bool:
    """Tell whether a file is such a note."""
    return file.parent == folder.path and file.name.startswith(PREFIX) and file.suffix == ".json"


def _place(folder: DataFolder, shop_id: str) -> Path:
    return folder.path / f"{PREFIX}{shop_id}.json"


def _read(folder: DataFolder, shop_id: str) -> Begun:
    try:
        record: dict[str, Any] = json.loads(_place(folder, shop_id).read_bytes())
        return Begun(**record)
    except (ValueError, TypeError):
        # A note that somebody damaged deletes no rows; all the rest does no harm.
        return Begun(shop_id, keep="words", rows_gone=True)
