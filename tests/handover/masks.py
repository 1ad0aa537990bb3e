"""Cut out for tests of the wipe: a mask with the photo's own words in it, as fast as its engine is named."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin


def white(original: str, mask_out: str, engine: str, models: str | None) -> dict[str, Any]:
    """Call everything the product; ``sleep-N`` takes N seconds and says first that it began."""
    if engine.startswith("sleep-"):
        Path(mask_out).with_suffix(".begun").touch()
        time.sleep(float(engine.removeprefix("sleep-")))
        Path(mask_out).with_suffix(".begun").unlink(missing_ok=True)
    with Image.open(original) as picture:
        mask = Image.new("L", picture.size, 255)
    words = PngImagePlugin.PngInfo()
    words.add_text("of", hashlib.sha256(Path(original).read_bytes()).hexdigest() + engine)
    mask.save(mask_out, "PNG", pnginfo=words)
    return {"engine": engine, "model": None, "verdict": "good", "confidence": 0.9, "issues": []}
