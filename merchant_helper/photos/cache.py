"""Make pictures once and keep them; any change of photo, mask or rule makes a new one.

What is kept is bounded: the pictures that nobody looked at for longest go first. All of it can be made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import math
import os
import time
from dataclasses import astuple, dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from merchant_helper.errors import DiskFull
from merchant_helper.photos.edits import NOTHING, Edits
from merchant_helper.photos.files import disk_full_said, write_atomically
from merchant_helper.photos.intake import open_upright
from merchant_helper.photos.refused import refuse
from merchant_helper.photos.rendition import Rendition, render
from merchant_helper.photos.spec import RenditionSpec

# Raise when rendering changes, so that no picture of an older recipe is served.
RECIPE = 3
#: The most that is kept, in bytes, and what is left after a sweep.
MOST_BYTES, LEFT_BYTES = 600_000_000, 450_000_000
#: So many new pictures between two looks at the folder; the first of each program looks at once.
EVERY = 50
#: A picture looked at within this time may be on its way to somebody; a look is noted this often at most.
JUST_SEEN_S, NOTED_S = 600.0, 300.0
_made = itertools.count()
# What was done to pictures that this program made, by their names.
_edits: dict[str, tuple[str, ...]] = {}
_MOST_KNOWN = 5000


class PictureHeld(Exception):
    """Say that a picture cannot be made large enough for the rule."""


@dataclass(frozen=True)
class Wanted:
    """Name a picture: the photo's file, the channel's rule, and what is done to the photo.

    ``mask`` is the file of its mask. Originals and masks carry their content's sum as name, so the name of
    the result follows from theirs; for a file that lies elsewhere ``known_as`` says what changes when its
    content does. ``fix_light`` and ``as_taken`` are those of :func:`render`,
    ``edits`` what was done by hand.
    """

    original: Path
    spec: RenditionSpec
    mask: Path | None = None
    fix_light: bool = False
    as_taken: bool = False
    edits: Edits = NOTHING
    known_as: str | None = None

    @property
    def name(self) -> str:
        """Give the file name that stands for all of it."""
        mask = self.mask.name if self.mask else None
        photo = self.known_as or self.original.name
        wishes = self.fix_light, self.as_taken, astuple(self.spec), astuple(self.edits)
        recipe = (RECIPE, photo, mask, *wishes)
        return hashlib.sha256(repr(recipe).encode()).hexdigest()[:32] + self.spec.suffix

    def make(self) -> Rendition:
        """Make the picture now. Raises PhotoUnreadable, and PictureHeld for one below the rule."""
        finest = None if self.mask else longest_needed(self.spec.size, self.edits)
        upright = open_upright(self.original, longest=finest)
        rendition = render(
            upright,
            self.spec,
            mask=_read(self.mask) if self.mask else None,
            fix_light=self.fix_light and self.mask is None,
            as_taken=self.as_taken,
            edits=self.edits,
        )
        if not rendition.data:
            raise PictureHeld
        return rendition


def rendition_file(
    folder: Path,
    original: Path,
    spec: RenditionSpec,
    *,
    mask: Path | None = None,
    fix_light: bool = False,
    edits: Edits = NOTHING,
    known_as: str | None = None,
) -> Path:
    """Give the file of a rendition, made now unless it is there.

    Raises PhotoUnreadable, DiskFull, PictureHeld.
    """
    wanted = Wanted(original, spec, mask=mask, fix_light=fix_light, edits=edits, known_as=known_as)
    return kept(folder, wanted)


def longest_needed(size: int, edits: Edits) -> int | None:
    """Say how finely a photo without a mask has to be opened for a picture of ``size``; None is whole.

    Where something is to be hidden nothing is shrunk before: shrinking mixes it into its neighbours.
    """
    if edits.blur:
        return None
    shares = [edits.crop[2] - edits.crop[0], edits.crop[3] - edits.crop[1]] if edits.crop else [1.0]
    return math.ceil(2 * size / min(shares))


def kept(folder: Path, wanted: Wanted) -> Path:
    """Give the file of a picture, made now unless it is there.

    Raises PhotoUnreadable, DiskFull, PictureHeld.
    """
    target = folder / wanted.name
    if _seen(target):
        return target
    _keep(target, _make(wanted).data)
    return target


def kept_or_made(folder: Path, wanted: Wanted) -> Path | bytes:
    """Give a picture as the file that is kept, or as bytes where the disk takes no more.

    Raises PhotoUnreadable, PictureHeld.
    """
    target = folder / wanted.name
    if _seen(target):
        return target
    data = _make(wanted).data
    try:
        _keep(target, data)
    except DiskFull:
        return data
    return target


def edits_of(folder: Path, wanted: Wanted) -> tuple[str, ...]:
    """Tell what is done to a photo on its way; what this needs to know, it makes and keeps.

    Raises PhotoUnreadable, PictureHeld.
    """
    if wanted.mask is not None and not wanted.as_taken:
        return ("cut_out",)
    known = _edits.get(wanted.name)
    if known is None:
        rendition = _make(wanted)
        known = rendition.edits
        with contextlib.suppress(DiskFull):
            _keep(folder / wanted.name, rendition.data)
    return known


def sweep(folder: Path, *, most: int = MOST_BYTES, left: int = LEFT_BYTES) -> int:
    """Delete the pictures that were looked at longest ago, once there are too many; count them."""
    files = []
    for file in folder.iterdir() if folder.is_dir() else ():
        # Another request or a wipe may take it away meanwhile.
        with contextlib.suppress(OSError):
            status = file.stat()
            files.append((max(status.st_atime, status.st_mtime), status.st_size, file))
    total, removed, before = sum(size for _seen_at, size, _file in files), 0, time.time() - JUST_SEEN_S
    if total <= most:
        return 0
    for seen_at, size, file in sorted(files):
        if total <= left or seen_at > before:
            break
        with contextlib.suppress(OSError):
            file.unlink()
            total, removed = total - size, removed + 1
    return removed


def _make(wanted: Wanted) -> Rendition:
    """Make a picture and remember what was done to it."""
    rendition = wanted.make()
    if len(_edits) > _MOST_KNOWN:
        _edits.clear()
    _edits[wanted.name] = rendition.edits
    return rendition


def _keep(target: Path, data: bytes) -> None:
    """Write a picture; where there is no room, older ones make some."""
    if next(_made) % EVERY == 0:
        sweep(target.parent)
    for last_try in (False, True):
        try:
            with disk_full_said():
                target.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(target, data)
            return
        except DiskFull:
            if last_try or not sweep(target.parent, most=0, left=0):
                raise


def _seen(target: Path) -> bool:
    """Tell whether a picture is there, and note that it was looked at."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return False
    now = time.time()
    if now - max(status.st_atime, status.st_mtime) > NOTED_S:
        with contextlib.suppress(OSError):
            os.utime(target, (now, status.st_mtime))
    return True


def _read(mask: Path) -> Image.Image:
    try:
        with Image.open(mask, formats=("PNG",)) as picture:
            return picture.convert("L")
    except (SyntaxError, ValueError, Image.DecompressionBombError, UnidentifiedImageError) as error:
        raise refuse("photo.broken") from error
