"""Find the photos that a sheet names, below one folder and nowhere else."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.issues import Issue
from merchant_helper.text import clean_text, glimpse, nfc

ISSUE_CODES = (
    "sheet.photo_missing",
    "sheet.photo_like",
    "sheet.photo_outside",
    "sheet.photo_twice",
    "sheet.too_many_files",
)
MOST_FILES = 50_000
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".jfif")


class PhotoFolder:
    """Know every file below a folder by its path and by its name; case and composed marks make no difference.

    Nothing is followed out of the folder: neither ``..`` nor a link. Raises SheetRefused for a
    folder that holds far more than one sheet can name.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._by_path: dict[str, list[Path]] = {}
        self._by_name: dict[str, list[Path]] = {}
        self._by_stem: dict[str, list[Path]] = {}
        for path in self._files():
            below = path.relative_to(root).as_posix()
            self._by_path.setdefault(_plain(below), []).append(path)
            self._by_name.setdefault(_plain(path.name), []).append(path)
            if path.suffix.lower() in _ENDINGS:
                self._by_stem.setdefault(_plain(path.stem), []).append(path)

    def _files(self) -> Iterator[Path]:
        """Walk the folder; what is linked in from elsewhere is not in it."""
        inside = self.root.resolve()
        count = 0
        for folder, names, files in os.walk(self.root, followlinks=False):
            names[:] = sorted(name for name in names if not name.startswith("."))
            for name in sorted(files):
                path = Path(folder, name)
                if name.startswith(".") or not path.resolve().is_relative_to(inside):
                    continue
                count += 1
                if count > MOST_FILES:
                    raise SheetRefused("sheet.too_many_files", max=MOST_FILES)
                yield path

    def find(self, told: str) -> Path | Issue:
        """Give the one file that a name or path means, or say why there is none."""
        name = clean_text(told[:500]).text.replace("\\", "/")
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ":" in parts[0] or ".." in parts:
            return Issue("sheet.photo_outside", "photos", "block", {"seen": glimpse(told)})
        plain = _plain("/".join(part for part in parts if part != "."))
        for known in (self._by_path, self._by_name, self._by_stem):
            paths = known.get(plain, [])
            if len(paths) == 1:
                return paths[0]
            if paths:
                places = ", ".join(p.relative_to(self.root).as_posix() for p in paths[:3])
                return Issue(
                    "sheet.photo_twice",
                    "photos",
                    "block",
                    {"seen": glimpse(told), "places": glimpse(places, 120)},
                )
        return self._missing(plain, {"seen": glimpse(told)})

    def _missing(self, plain: str, seen: dict[str, str]) -> Issue:
        near = difflib.get_close_matches(plain, list(self._by_name)[:2000], n=1, cutoff=0.75)
        if not near:
            return Issue("sheet.photo_missing", "photos", "block", seen)
        return Issue("sheet.photo_like", "photos", "block", {**seen, "near": self._by_name[near[0]][0].name})


def _plain(text: str) -> str:
    return nfc(text).casefold()
