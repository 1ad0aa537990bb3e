"""Make pictures once and keep them; any change of photo, mask or rule makes a new one."""

from __future__ import annotations

import hashlib
import math
from dataclasses import astuple
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from merchant_helper.photos.edits import NOTHING, Edits
from merchant_helper.photos.files import write_atomically
from merchant_helper.photos.intake import open_upright
from merchant_helper.photos.refused import refuse
from merchant_helper.photos.rendition import render
from merchant_helper.photos.spec import RenditionSpec

# Raise when rendering changes, so that no picture of an older recipe is served.
RECIPE = 2


class PictureHeld(Exception):
    """Say that a picture cannot be made large enough for the rule."""


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

    Originals and masks carry their content's sum as name, so the name of the result follows from theirs; for
    a file that lies elsewhere ``known_as`` says what changes when its content does.
    Raises PhotoUnreadable, DiskFull, PictureHeld.
    """
    mask_name = mask.name if mask else None
    recipe = (RECIPE, known_as or original.name, mask_name, fix_light, astuple(spec), astuple(edits))
    target = folder / f"{hashlib.sha256(repr(recipe).encode()).hexdigest()[:32]}.jpg"
    if target.is_file():
        return target

    upright = open_upright(original, longest=None if mask else longest_needed(spec.size, edits))
    if mask is None:
        rendition = render(upright, spec, fix_light=fix_light, edits=edits)
    else:
        rendition = render(upright, spec, mask=_read(mask), edits=edits)
    if not rendition.data:
        raise PictureHeld
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(target, rendition.data)
    return target


def longest_needed(size: int, edits: Edits) -> int | None:
    """Say how finely a photo without a mask has to be opened for a picture of ``size``; None is whole.

    Where something is to be hidden nothing is shrunk before: shrinking mixes it into its neighbours.
    """
    if edits.blur:
        return None
    shares = [edits.crop[2] - edits.crop[0], edits.crop[3] - edits.crop[1]] if edits.crop else [1.0]
    return math.ceil(2 * size / min(shares))


def _read(mask: Path) -> Image.Image:
    try:
        with Image.open(mask, formats=("PNG",)) as picture:
            return picture.convert("L")
    except (SyntaxError, ValueError, Image.DecompressionBombError, UnidentifiedImageError) as error:
        raise refuse("photo.broken") from error
