"""Remember, in the models folder, which way of cutting out ``auto`` takes."""

from __future__ import annotations

import json
import re
from pathlib import Path

from merchant_helper.photos.files import write_atomically

FILE = "choice.json"
PLAIN = "plain"
_NAME = re.compile(r"[a-z0-9_-]{1,60}")


def read(folder: Path) -> str | None:
    """Tell the way that was chosen; a note that cannot be read is as good as none."""
    try:
        way = json.loads((folder / FILE).read_text("utf-8"))["auto"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return way if isinstance(way, str) and _NAME.fullmatch(way) else None


def write(folder: Path, way: str) -> None:
    """Keep a way, whole or not at all. Raises DiskFull."""
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / FILE, json.dumps({"auto": way}).encode())
