"""Find model files on a stick or in a folder, without reading what is in them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from merchant_helper.photos.cutout.known import KNOWN

SUFFIX = ".onnx"
# A stick may hold half a library: looked through so deep, and no further than so many entries.
DEEP, MOST_ENTRIES = 4, 20_000


def known_models(folder: Path) -> list[Path]:
    """Give the files below a folder that are as long as a published model, one for each, nearest first."""
    wanted = {model.size for model in KNOWN}
    found: dict[int, Path] = {}
    for file, size in model_files(folder):
        if size in wanted:
            found.setdefault(size, file)
    return list(found.values())


def model_files(folder: Path, *, deep: int = DEEP) -> Iterator[tuple[Path, int]]:
    """Go through the model files below a folder with their lengths; what cannot be read is passed over."""
    left = MOST_ENTRIES
    level = [folder]
    for _step in range(deep):
        below: list[Path] = []
        for place in level:
            for entry in _entries(place):
                left -= 1
                if left < 0:
                    return
                if entry.is_dir(follow_symlinks=False):
                    below.append(Path(entry.path))
                elif entry.name.lower().endswith(SUFFIX) and entry.is_file():
                    yield Path(entry.path), entry.stat().st_size
        level = below


def _entries(place: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(place) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def drives() -> list[Path]:
    """Name the places where this system shows sticks and memory cards, as far as there are any."""
    if sys.platform == "win32":
        return [Path(drive) for drive in os.listdrives() if not drive.upper().startswith("C:")]
    roots = [Path("/Volumes"), Path("/media"), Path("/run/media")]
    # Linux may put the person's name between, which only makes the way one folder longer.
    return [place for root in roots for place in _folders(root)]


def _folders(root: Path) -> list[Path]:
    return [Path(entry.path) for entry in _entries(root) if entry.is_dir(follow_symlinks=False)]
