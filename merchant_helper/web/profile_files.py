"""Let a shop's file wait between the page that chooses it and the page that takes it in."""

from __future__ import annotations

import time
from pathlib import Path

from werkzeug.datastructures import FileStorage

from merchant_helper.handover.profile_data import MOST_BYTES
from merchant_helper.handover.read_back import unreadable
from merchant_helper.web.db import services

# As long as a day at work.
WAITS_S = 24 * 3600.0
_CHUNK = 1 << 20


def waiting(run: str) -> Path:
    """Say where a file waits between the two pages."""
    return services().folder.cache / "profiles" / "in" / f"{run}.html"


def keep(sent: FileStorage, target: Path) -> None:
    """Copy what was sent, no more than a file may hold. Raises ProfileUnreadable."""
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with target.open("xb") as file:
        while chunk := sent.stream.read(_CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise unreadable("profile.too_big", limit=MOST_BYTES // 1_000_000)
            file.write(chunk)


def sweep() -> None:
    """Delete files that nobody came back for: they hold a shop's things."""
    before = time.time() - WAITS_S
    for file in (services().folder.cache / "profiles" / "in").glob("*.html"):
        if file.stat().st_mtime < before:
            remove(file)


def remove(file: Path) -> None:
    """Delete a file; one that is being sent just now stays until the next time."""
    try:
        file.unlink(missing_ok=True)
    except PermissionError:
        return
