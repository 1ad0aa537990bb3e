"""Find the photos that a sheet names, below one folder and nowhere else."""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath

from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.issues import Issue
from merchant_helper.text import clean_text, glimpse, nfc

ISSUE_CODES = (
    "sheet.photo_missing",
    "sheet.photo_like",
    "sheet.photo_outside",
    "sheet.photo_twice",
    "sheet.photos_joined",
    "sheet.too_many_files",
)
MOST_FILES = 50_000
# To look for likenesses is slow: 30 among 1,000 names take a second.
_MOST_SOUGHT, _MOST_COMPARED = 30, 1_000
_AS_LONG = 6
# What people write between photos; a line break has become a space when it comes here.
_OTHER_SIGNS = re.compile(
    r"[,;]|\s\+\s|(?:(?<=\.jpg)|(?<=\.png)|(?<=\.jpeg)|(?<=\.heic)|(?<=\.webp))\s", re.I
)
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".avif", ".jfif")


class PhotoFolder:
    """Know every file below a folder by its path and by its name; case and composed marks make no difference.

    Nothing is followed out of the folder: neither ``..`` nor a link. Raises SheetRefused for a
    folder that holds far more than one sheet can name.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._exactly: dict[str, Path] = {}
        self._by_path: dict[str, list[Path]] = {}
        self._by_name: dict[str, list[Path]] = {}
        self._by_stem: dict[str, list[Path]] = {}
        self._near: dict[str, Issue] = {}
        for path in self._files():
            below = path.relative_to(root).as_posix()
            self._exactly[nfc(below)] = path
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
                if name.startswith(".") or not _is_inside(path, inside):
                    continue
                count += 1
                if count > MOST_FILES:
                    raise SheetRefused("sheet.too_many_files", max=MOST_FILES)
                yield path

    def has(self, told: str) -> bool:
        """Tell whether there is exactly one file that a name means."""
        return isinstance(self.find(told), Path)

    def find(self, told: str) -> Path | Issue:
        """Give the one file that a name or path means, or say why there is none."""
        name = clean_text(told[:500]).text.replace("\\", "/")
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ":" in parts[0] or ".." in parts:
            return Issue("sheet.photo_outside", "photos", "block", {"seen": glimpse(told)})
        path = "/".join(parts)
        if exact := self._exactly.get(path):
            return exact
        plain = _plain(path)
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
        return self._joined(told) or self._missing(plain, glimpse(told))

    def _joined(self, told: str) -> Issue | None:
        """Tell several photos that something else than ``|`` parts."""
        names = [name.strip() for name in _OTHER_SIGNS.split(told[:500]) if name.strip()]
        if len(names) < 2 or not all(self._has(_plain(name)) for name in names[:2]):
            return None
        seen = {"seen": glimpse(told), "instead": glimpse("|".join(names), 120)}
        return Issue("sheet.photos_joined", "photos", "block", seen)

    def _has(self, plain: str) -> bool:
        return plain in self._by_path or plain in self._by_name or plain in self._by_stem

    def _missing(self, plain: str, seen: str) -> Issue:
        """Propose the name most like it; after many misses no more, because the folder is the wrong one."""
        if plain not in self._near and len(self._near) < _MOST_SOUGHT:
            near = self._like(plain.rpartition("/")[2])
            self._near[plain] = (
                Issue("sheet.photo_like", "photos", "block", {"near": near})
                if near
                else Issue("sheet.photo_missing", "photos", "block")
            )
        issue = self._near.get(plain) or Issue("sheet.photo_missing", "photos", "block")
        return replace(issue, params={"seen": seen, **issue.params})

    def _like(self, name: str) -> str | None:
        """Find the name that is most like one that is not there: the same with another ending goes first."""
        stem, _dot, ending = name.rpartition(".")
        if f".{ending}" in _ENDINGS and len(same := self._by_stem.get(stem, [])) == 1:
            return same[0].name
        names = (known for known in self._by_name if abs(len(known) - len(name)) < _AS_LONG)
        near = difflib.get_close_matches(name, list(islice(names, _MOST_COMPARED)), n=1, cutoff=0.75)
        return self._by_name[near[0]][0].name if near else None


def _is_inside(path: Path, folder: Path) -> bool:
    """Tell a file of the folder from pipes, devices, and links that lead out of it or in circles."""
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            return path.resolve(strict=True).is_relative_to(folder) and path.is_file()
    except (OSError, RuntimeError):
        return False
    return stat.S_ISREG(kind)


def _plain(text: str) -> str:
    return clean_text(text).text.casefold()
