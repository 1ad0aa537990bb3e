"""Clean one photo: the piece of work that a child process is given.

Everything that goes in and comes out is plain text and numbers.
"""

from __future__ import annotations

import io
import math
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from merchant_helper.errors import PhotoUnreadable
from merchant_helper.i18n import in_language
from merchant_helper.issues import Issue
from merchant_helper.photos.spec import RenditionSpec

if TYPE_CHECKING:
    from PIL.Image import Image

    from merchant_helper.photos.cutout import Cutout
    from merchant_helper.photos.intake import Upright

# Engines see less, edges are drawn at this size; a larger decoding only costs time.
CUT_AT = 1600


@dataclass(frozen=True)
class Task:
    """Name one photo, the files that are to come of it (full paths), and how.

    ``mask`` is None when no mask is wanted; ``models`` is the folder of models, None for none.
    """

    photo: str
    picture: str
    mask: str | None = None
    engine: str = "auto"
    models: str | None = None
    spec: RenditionSpec = field(default_factory=RenditionSpec)
    language: str = "vi"


@dataclass(frozen=True)
class Cleaned:
    """Hold what came of a photo; ``verdict`` is None when it failed. Issues are language-free records.

    ``fingerprint`` is what tells a photo that is like another one.
    """

    engine: str | None = None
    model: str | None = None
    verdict: str | None = None
    confidence: float | None = None
    issues: tuple[dict[str, Any], ...] = ()
    seconds: float = 0.0
    fingerprint: str | None = None


def clean_photo(task: Task) -> Cleaned:
    """Cut one photo out, put it on white and write the files, each whole or not at all.

    A photo that cannot be used comes back as failed. Raises EngineUnavailable, DiskFull, and OSError for a
    place that cannot be written: those stop everything.
    """
    started = time.perf_counter()
    with in_language(task.language):
        try:
            done = _clean(task)
        except PhotoUnreadable as error:
            done = Cleaned(issues=(error.issue.to_record(),))
    return replace(done, seconds=round(time.perf_counter() - started, 3))


def failed(issue: Issue) -> Cleaned:
    """Make the result of a photo that nothing came of."""
    return Cleaned(issues=(issue.to_record(),))


def _clean(task: Task) -> Cleaned:
    from merchant_helper.photos.alike import fingerprint
    from merchant_helper.photos.cutout import cut_out
    from merchant_helper.photos.rendition import render

    upright = _open(task.photo, CUT_AT)
    cutout = cut_out(upright.image, engine=task.engine, models=Path(task.models) if task.models else None)
    mask = _picture_of(cutout)
    rendition = render(_sharp_enough(task, upright, mask), task.spec, mask=mask)
    # Whoever is told to come nearer once need not be told again.
    small = any(issue.code == "cutout.too_small" for issue in cutout.issues)
    rendered = [issue for issue in rendition.issues if not (small and issue.code == "photo.small")]
    issues = [*upright.issues, *cutout.issues, *rendered]
    if not rendition.data:
        return Cleaned(cutout.engine, cutout.model, issues=_records(issues))
    _write(Path(task.picture), rendition.data)
    if task.mask is not None:
        _write(Path(task.mask), _png(mask, upright.size))
    return Cleaned(
        engine=cutout.engine,
        model=cutout.model,
        verdict=cutout.verdict,
        confidence=cutout.confidence,
        issues=_records(issues),
        fingerprint=fingerprint(upright.image),
    )


def _open(photo: str, longest: int | None) -> Upright:
    """Open a photo; what the system does not hand over is the photo's trouble, not that of the disk."""
    from merchant_helper.cli.inspect import not_readable, regular
    from merchant_helper.photos.intake import open_upright

    try:
        return open_upright(regular(Path(photo)), longest=longest, roughly=True)
    except OSError as error:
        raise PhotoUnreadable(not_readable(error)) from error


def _sharp_enough(task: Task, upright: Upright, mask: Image) -> Upright:
    """Open the photo again, larger, where its product would otherwise have to be enlarged."""
    box = mask.point(lambda value: 255 if value > 127 else 0).getbbox()
    shrunk = max(upright.size) / max(upright.image.size)
    if box is None or shrunk <= 1:
        return upright
    missing = task.spec.scale(box[2] - box[0], box[3] - box[1])
    if missing <= 1:
        return upright
    return _open(task.photo, math.ceil(max(upright.image.size) * min(missing, shrunk)))


def _picture_of(cutout: Cutout) -> Image:
    from PIL import Image

    return Image.fromarray(cutout.mask)


def _png(mask: Image, size: tuple[int, int]) -> bytes:
    from PIL import Image

    if mask.size != size:
        mask = mask.resize(size, Image.Resampling.BILINEAR)
    file = io.BytesIO()
    mask.save(file, "PNG", compress_level=3)
    return file.getvalue()


def _write(target: Path, data: bytes) -> None:
    from merchant_helper.photos.files import write_atomically

    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, data)


def _records(issues: list[Issue]) -> tuple[dict[str, Any], ...]:
    return tuple(issue.to_record() for issue in issues)
