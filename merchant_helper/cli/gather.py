"""Find the photos that a person meant, in the same order every time, and nothing twice."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from merchant_helper.cli.outcome import wrong_call
from merchant_helper.photos.sniff import picture_format

# What cameras, phones and picture programs write; those that cannot be opened here are told as such.
OPENED = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".avif", ".heic", ".heif", ".hif"}
NOT_OPENED = {".gif", ".bmp", ".tif", ".tiff", ".jp2", ".jxl", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".rw2"}
PICTURES = OPENED | NOT_OPENED
MASK = ".mask.png"
NOT_HERS = frozenset({"thumbs.db", "desktop.ini", "$recycle.bin", "system volume information", "__macosx"})


@dataclass(frozen=True)
class Source:
    """Be one photo: where it is, and its path below what was named on the command line."""

    path: Path
    below: PurePath


@dataclass
class Found:
    """Hold what was found; ``masks`` and ``others`` were passed over, ``closed`` folders cannot be read."""

    sources: list[Source] = field(default_factory=list)
    masks: int = 0
    others: int = 0
    closed: list[Path] = field(default_factory=list)


def gather(named: Iterable[Path], *, leave_out: Path | None = None, masks: bool = False) -> Found:
    """Collect the photos among the named files and below the named folders.

    ``leave_out`` is a folder of results that is not walked into. ``masks`` takes ``*.mask.png`` that were
    named themselves. Ends the call when a name does not exist. A photo named twice counts once.
    """
    paths = list(named)
    for path in paths:
        if not path.exists():
            raise wrong_call("cli.no_such_path", "photos", path=str(path))
    found = Found()
    for path in paths:
        if path.is_dir():
            _take_folder(path, found, leave_out)
        elif is_mask(path) and not masks:
            found.masks += 1
        else:
            found.sources.append(Source(path, PurePath(path.name)))
    found.sources = _once(found.sources)
    return found


def is_mask(path: PurePath) -> bool:
    """Tell whether a file is one of the masks that ``clean --mask`` writes."""
    return path.name.lower().endswith(MASK)


def is_picture(path: Path) -> bool:
    """Tell whether a file means to be a picture: by its name, or else by its first bytes."""
    if path.suffix.lower() in PICTURES:
        return True
    try:
        with path.open("rb") as file:
            return picture_format(file.read(512)) is not None
    except OSError:
        return False


def _take_folder(root: Path, found: Found, leave_out: Path | None) -> None:
    for path in _files(root, found, leave_out):
        if is_mask(path):
            found.masks += 1
        elif is_picture(path):
            found.sources.append(Source(path, path.relative_to(root)))
        else:
            found.others += 1


def _files(root: Path, found: Found, leave_out: Path | None) -> Iterator[Path]:
    """Walk a folder by name; linked folders come last and only when they lead somewhere new."""
    left_out = leave_out.resolve() if leave_out else None
    seen: set[Path] = set()
    waiting, linked = [root], list[Path]()
    while waiting or linked:
        folder = waiting.pop() if waiting else linked.pop(0)
        real = folder.resolve()
        if real in seen or (real == left_out and folder != root):
            continue
        seen.add(real)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            found.closed.append(folder)
            continue
        deeper = list[Path]()
        for entry in entries:
            if entry.name.startswith(".") or entry.name.lower() in NOT_HERS:
                continue
            if _is_folder(entry):
                (linked if _is_link(entry) else deeper).append(folder / entry.name)
            elif _is_file(entry):
                yield folder / entry.name
        waiting += reversed(deeper)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_link(entry: os.DirEntry[str]) -> bool:
    """Tell a link from a folder; a Windows junction is one too."""
    if entry.is_symlink():
        return True
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0x400))


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Tell a file that can be read to its end from pipes, sockets and links that lead nowhere."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _once(sources: list[Source]) -> list[Source]:
    """Drop what was named twice: the same file under the same path."""
    return list({(source.path.resolve(), source.below): source for source in sources}.values())
