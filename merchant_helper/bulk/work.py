"""Do one photo in a child process: plain values in, plain values out, no database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from merchant_helper.errors import DiskFull, EngineUnavailable, PhotoUnreadable, is_disk_full
from merchant_helper.issues import Issue

# original, mask to write, engine, folder of models -> what is to be known of the cut-out
Cut = Callable[[str, str, str, str | None], dict[str, Any]]


def cut_out(original: str, mask_out: str, engine: str, models: str | None) -> dict[str, Any]:
    """Cut one photo out; see ``photos.cutout.work``."""
    # Only a child needs the picture libraries.
    from merchant_helper.photos.cutout.work import cut_out_file

    return cut_out_file(original, mask_out, engine, models)


def attempt(cut: Cut, original: str, mask_out: str, engine: str, models: str | None) -> dict[str, Any]:
    """Try it, and say what came of it.

    Gives one of ``{"cutout": record}``, ``{"issue": record}`` when this photo cannot be cut out, and
    ``{"stop": code}`` when no photo can. Any other error passes.
    """
    try:
        return {"cutout": cut(original, mask_out, engine, models)}
    except PhotoUnreadable as error:
        return {"issue": error.issue.to_record()}
    except EngineUnavailable:
        return {"issue": Issue("batch.engine_unavailable", severity="block").to_record()}
    except DiskFull:
        return {"stop": "batch.disk_full"}
    except OSError as error:
        if is_disk_full(error):
            return {"stop": "batch.disk_full"}
        raise
