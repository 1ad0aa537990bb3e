"""Make the pictures of a shop's file before its page is written: without metadata, each with its sum."""

from __future__ import annotations

import base64
import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PIL import Image

from merchant_helper.errors import DataFolderError, PhotoUnreadable
from merchant_helper.photos.cache import PictureHeld, rendition_file
from merchant_helper.photos.edits import Edits
from merchant_helper.photos.files import FileStore, write_atomically
from merchant_helper.photos.framed import framed
from merchant_helper.photos.model import Photo
from merchant_helper.photos.spec import RenditionSpec

# Fine enough for a product that fills half of its photo to be cut out again at a channel's size.
# So many photos that the file would grow beyond what is read back are made smaller: up to a count, a size.
_SIZES = ((200, 2000), (800, 1200), (3000, 800))
ON_WHITE = RenditionSpec(size=1200, min_size=1, quality=85)
# A multiple of three bytes is a whole number of letters in base64.
_CHUNK = 3 << 18
_MOST_MASK_PIXELS = 60_000_000
_TROUBLE = (PhotoUnreadable, PictureHeld, OSError, SyntaxError, ValueError, Image.DecompressionBombError)


@dataclass(frozen=True)
class Embedded:
    """Be one picture that goes into the page: its id there, where it lies now, its kind, sum and size."""

    id: str
    path: Path
    kind: Literal["jpeg", "png"]
    sha256: str
    size: tuple[int, int]

    def base64(self) -> Iterator[bytes]:
        """Give the picture in letters, a piece at a time."""
        with self.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield base64.b64encode(chunk)


@dataclass(frozen=True)
class PhotoPictures:
    """Hold what goes into the page of one photo; none is what could not be made, or was not wanted."""

    natural: Embedded | None
    white: Embedded | None = None
    mask: Embedded | None = None
    lost: bool = False


def prepare(
    photos: Sequence[Photo], covers: frozenset[str], store: FileStore, cache: Path
) -> dict[str, PhotoPictures]:
    """Make the pictures of all photos; those in ``covers`` also stand on white.

    One that cannot be made is marked as lost and stops nothing. Raises DiskFull.
    """
    folder = cache / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    # Read here: an object of the database belongs to the thread that loaded it.
    work = [
        (n, store.path(p.sha256), _mask_of(p, store), p.id in covers, burnt_in(p.edited()))
        for n, p in enumerate(photos, 1)
    ]
    rule = natural_rule(len(photos))
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        made = pool.map(lambda one: _pictures(folder, rule, *one), work)
        return {photo.id: pictures for photo, pictures in zip(photos, made, strict=True)}


def natural_rule(count: int) -> RenditionSpec:
    """Say how large the photos of a file may be, so that all of them fit into it."""
    size = next((size for most, size in _SIZES if count <= most), _SIZES[-1][1])
    return RenditionSpec(size=size, min_size=1, quality=85)


def has_mask(photo: Photo) -> bool:
    """Tell whether a photo was cut out."""
    return photo.mask() is not None


def burnt_in(edits: Edits) -> Edits:
    """Leave the light to whoever reads the file; what was hidden or cropped away stays here for good."""
    return replace(edits, light=None)


def _mask_of(photo: Photo, store: FileStore) -> Path | None:
    kept = photo.mask()
    return store.path(kept) if kept else None


def _pictures(
    folder: Path,
    rule: RenditionSpec,
    number: int,
    original: Path,
    mask: Path | None,
    cover: bool,
    edits: Edits,
) -> PhotoPictures:
    try:
        natural = _embedded(f"p{number}", rendition_file(folder, original, rule, edits=edits), "jpeg")
    except DataFolderError:
        raise
    except _TROUBLE:
        return PhotoPictures(None, lost=True)
    if mask is None:
        return PhotoPictures(natural)
    try:
        small = _embedded(f"m{number}", _small_mask(folder, mask, natural, edits), "png")
        white = rendition_file(folder, original, ON_WHITE, mask=mask, edits=edits) if cover else None
    except DataFolderError:
        raise
    except _TROUBLE:
        return PhotoPictures(natural, lost=True)
    return PhotoPictures(natural, _embedded(f"w{number}", white, "jpeg") if white else None, small)


def _small_mask(folder: Path, mask: Path, natural: Embedded, edits: Edits) -> Path:
    """Bring a mask to the size of the picture that it travels with."""
    target = folder / f"{mask.name[:32]}-{natural.path.stem[:16]}.png"
    if target.is_file():
        return target
    with Image.open(mask, formats=("PNG",)) as opened:
        if opened.width * opened.height > _MOST_MASK_PIXELS:
            raise ValueError("mask")
        alpha = framed(opened.convert("L"), edits)
    if alpha.size != natural.size:
        alpha = alpha.resize(natural.size, Image.Resampling.BOX)
    file = io.BytesIO()
    alpha.save(file, "PNG", compress_level=6)
    write_atomically(target, file.getvalue())
    return target


def _embedded(image_id: str, path: Path, kind: Literal["jpeg", "png"]) -> Embedded:
    with path.open("rb") as file:
        total = hashlib.file_digest(file, "sha256").hexdigest()
    with Image.open(path, formats=("JPEG", "PNG")) as picture:
        return Embedded(image_id, path, kind, total, picture.size)
