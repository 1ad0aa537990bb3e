"""Ways of cutting out for tests: the photo's own bytes say what happens to it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from merchant_helper.errors import EngineUnavailable, PhotoUnreadable
from merchant_helper.issues import Issue


def by_content(original: str, mask_out: str, engine: str, models: str | None) -> dict[str, Any]:
    """Do what the first word of the file says; ``slow`` and ``kill`` also leave their pid beside the mask."""
    word = Path(original).read_bytes().split(b" ")[0].decode()
    if word == "slow":
        Path(mask_out).with_suffix(".pid").write_text(str(os.getpid()))
        time.sleep(float(engine.removeprefix("sleep-") or 0))
    if word == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "hang":
        time.sleep(600)
    if word == "unreadable":
        raise PhotoUnreadable(Issue("photo.broken", severity="block"))
    if word == "full":
        raise OSError(28, "No space left on device")
    if word == "bug":
        raise ValueError("a mistake in an engine")
    if word == "engine" or engine == "fails":
        raise EngineUnavailable("no such model")
    Path(mask_out).write_bytes(b"mask of " + Path(original).read_bytes())
    return {
        "engine": engine, "model": None, "verdict": "good", "confidence": 0.9,
        "issues": [Issue("cutout.x", severity="hint").to_record()], "width": 1, "height": 1,
    }  # fmt: skip


def counted(original: str, mask_out: str, engine: str, models: str | None) -> dict[str, Any]:
    """Really cut out, and note beside the mask how many did so at once and the most memory held (MB)."""
    from merchant_helper.photos.cutout.work import cut_out_file

    running = Path(mask_out).with_suffix(".running")
    running.touch()
    try:
        at_once = len(list(running.parent.glob("*.running")))
        told = cut_out_file(original, mask_out, engine, models)
    finally:
        running.unlink()
    # Not the resource module: there a child begins with what its parent held.
    status = Path("/proc/self/status").read_text()
    peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1000
    Path(mask_out).with_suffix(".noted").write_text(f"{at_once} {peak} {os.getpid()}")
    return told
