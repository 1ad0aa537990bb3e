"""Cut out one file: the piece of work that a child process is given.

Everything that goes in and comes out is plain text and numbers, so that it can be queued, pickled and kept.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image

from merchant_helper.photos.cutout import cut_out
from merchant_helper.photos.cutout.frame import FINE
from merchant_helper.photos.files import write_atomically
from merchant_helper.photos.intake import open_upright


def cut_out_file(
    original: str, mask_out: str, engine: str = "auto", models: str | None = None
) -> dict[str, Any]:
    """Cut out the photo ``original`` and write its mask, an 8-bit PNG of the upright original's size.

    Gives ``{engine, model, verdict, confidence, issues, width, height}``, with issues as language-free
    records. The same file gives the same record and the same mask. The mask appears whole or not at all.
    Raises PhotoUnreadable for a file that is no photo, EngineUnavailable for an engine, DiskFull for the
    disk.
    """
    upright = open_upright(Path(original), longest=FINE, roughly=True)
    cutout = cut_out(upright.image, engine=engine, models=Path(models) if models else None)
    mask = Image.fromarray(cutout.mask)
    if mask.size != upright.size:
        mask = mask.resize(upright.size, Image.Resampling.BILINEAR)
    _write(mask, Path(mask_out))
    return {
        "engine": cutout.engine,
        "model": cutout.model,
        "verdict": cutout.verdict,
        "confidence": cutout.confidence,
        "issues": [issue.to_record() for issue in cutout.issues],
        "width": mask.width,
        "height": mask.height,
    }


def _write(mask: Image.Image, target: Path) -> None:
    png = io.BytesIO()
    mask.save(png, "PNG", compress_level=3)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, png.getvalue())
