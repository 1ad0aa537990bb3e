"""Write the folder of a stick file by file, remember each sum, and touch nothing that is somebody else's."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from merchant_helper.stick.offline import MARKER
from merchant_helper.stick.telling import CannotMakeStick

SUMS = "SHA256SUMS"
#: What systems lay on every stick by themselves.
OF_THE_SYSTEM = {
    *("system volume information", "$recycle.bin", "lost+found", "desktop.ini", "thumbs.db", "autorun.inf"),
    *(".ds_store", ".trashes", ".spotlight-v100", ".fseventsd", ".trash-1000", ".trash-0"),
}


class StickFolder:
    """Be the folder while it is made. Until ``finish`` its marker says that it is not whole."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sums: dict[str, str] = {}

    def open(self) -> None:
        """Make the folder, or take up one of ours again; refuse one with other people's files."""
        self.path.mkdir(parents=True, exist_ok=True)
        if not (self.path / MARKER).is_file() and (strange := self._strangers()):
            raise CannotMakeStick(
                f"Trong {self.path} đã có tệp khác ({strange[0]}): chọn một thư mục mới trên USB.",
                f"{self.path} holds other files ({strange[0]}): choose a new folder on the stick.",
            )
        self._mark({"finished": False})
        (self.path / "data").mkdir(exist_ok=True)

    def put(self, name: str, content: bytes) -> None:
        """Write one file, whole or not at all; one that is right already is not written again."""
        target = self.path / name
        self.sums[name] = hashlib.sha256(content).hexdigest()
        if target.is_file() and sum_of(target) == self.sums[name]:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.part")
        draft.write_bytes(content)
        draft.replace(target)

    def count(self, name: str) -> None:
        """Take up a file that was written by other means."""
        self.sums[name] = sum_of(self.path / name)

    def finish(self, about: dict[str, Any]) -> None:
        """Remove what an earlier making left over, write the sums, and mark the folder as whole."""
        for name in sorted(set(sums_in(self.path)) - set(self.sums)):
            left_over = self.path / name
            left_over.unlink(missing_ok=True)
            if (
                left_over.parent != self.path
                and left_over.parent.is_dir()
                and not any(left_over.parent.iterdir())
            ):
                left_over.parent.rmdir()
        lines = "".join(f"{self.sums[name]}  {name}\n" for name in sorted(self.sums))
        (self.path / SUMS).write_text(lines, "utf-8", newline="\n")
        if hasattr(os, "sync"):  # a stick may be pulled out right after the last sentence
            os.sync()
        self._mark({"finished": True, **about})

    def _mark(self, about: dict[str, Any]) -> None:
        draft = self.path / f"{MARKER}.part"
        with draft.open("w", encoding="utf-8") as out:
            json.dump(about, out, indent=1, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self.path / MARKER)

    def _strangers(self) -> list[str]:
        own = {f"{MARKER}.part"}
        names = (entry.name for entry in self.path.iterdir() if entry.name.lower() not in OF_THE_SYSTEM)
        return sorted(set(names) - own)


def sum_of(file: Path) -> str:
    """Sum a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def sums_in(folder: Path) -> dict[str, str]:
    """Read the sums of a stick: by path, nothing of paths that would lead out of it."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    pairs = (line.split("  ", 1) for line in lines if "  " in line)
    return {name: digest for digest, name in pairs if _is_inside(name)}


def damaged(folder: Path) -> Iterator[str]:
    """Name the files of a stick that are missing or not what was written."""
    for name, digest in sums_in(folder).items():
        try:
            if sum_of(folder / name) != digest:
                yield name
        except OSError:
            yield name


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name
