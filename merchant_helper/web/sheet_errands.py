"""Keep what one errand with a sheet needs: the photos, sent once, and for each turn its sheet and its files.

It lies among the shop's exports, so that it goes with the shop, and waits for a day at work.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import abort

from merchant_helper.bulk.sheet.read import Sheet, read
from merchant_helper.web.db import services

WAITS_S = 24 * 3600.0
SHEET, TOLD, ROWS, OUT = "sheet", "told.json", "rows.jsonl", "out"
_RUN = re.compile(r"[A-Za-z0-9_-]{16}")
# One program holds the data folder: a bench that bears another mark was left by one that was killed.
_BENCH = ".new-"
_MINE = f"{_BENCH}{secrets.token_hex(4)}-"


@dataclass(frozen=True)
class Turn:
    """Be one sheet that was tried out: where its files lie, and what was told of it."""

    number: int
    folder: Path
    told: dict[str, Any]

    def sheet(self, photos: Path | None) -> Sheet:
        """Open its sheet again. Raises SheetRefused."""
        return read(self.folder / SHEET, photos=photos, allow_small_prices=self.told["small"] == "yes")


class Errand:
    """Name the places of one errand."""

    def __init__(self, shop_id: str, run: str | None = None) -> None:
        self.shop_id, self.run = shop_id, run or secrets.token_urlsafe(12)
        self.folder = _exports() / shop_id / "sheets" / self.run
        self._photos = self.folder / "photos"

    @property
    def photos(self) -> Path | None:
        """Give the folder of the photos that were sent; none where there are none."""
        return self._photos if self._photos.is_dir() else None

    def count_photos(self) -> int:
        """Count the photos that need not be sent again."""
        return sum(len(files) for _folder, _names, files in os.walk(self._photos))

    @contextmanager
    def bench(self) -> Iterator[Path]:
        """Lend a folder to work in; what is left in it is thrown away, and so is an empty errand."""
        bench = self.folder / f"{_MINE}{secrets.token_hex(4)}"
        bench.mkdir(parents=True)
        try:
            yield bench
        finally:
            shutil.rmtree(bench, ignore_errors=True)
            with suppress(OSError):
                self.folder.rmdir()

    def add_photos(self, new: Path) -> None:
        """Put photos beside those of earlier turns; one of the same path takes the other's place."""
        for file in [path for path in new.rglob("*") if path.is_file()]:
            target = self._photos / file.relative_to(new)
            if target.is_dir():
                shutil.rmtree(target)
            for parent in target.relative_to(self._photos).parents:
                if (self._photos / parent).is_file():
                    (self._photos / parent).unlink()
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)

    def add_turn(self, work: Path) -> int:
        """Move a finished turn in; of two at once each gets a number of its own."""
        number = 1
        while True:
            if not (self.folder / str(number)).exists():
                try:
                    work.rename(self.folder / str(number))
                except FileExistsError:
                    continue
                return number
            number += 1

    def turn(self, number: int) -> Turn:
        """Give one turn, or answer 404."""
        folder = self.folder / str(number)
        if not _RUN.fullmatch(self.run) or not (folder / TOLD).is_file():
            abort(404)
        os.utime(self.folder)
        return Turn(number, folder, json.loads((folder / TOLD).read_text("utf-8")))

    def forget(self) -> None:
        """Delete all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def known(shop_id: str, run: str | None) -> Errand | None:
    """Find an errand that was begun; none where it was swept, or never there."""
    if not run or not _RUN.fullmatch(run):
        return None
    errand = Errand(shop_id, run)
    if not errand.folder.is_dir():
        return None
    os.utime(errand.folder)
    return errand


def sweep() -> None:
    """Delete errands that nobody came back for, and what a killed program had in hand."""
    before = time.time() - WAITS_S
    for folder in _exports().glob("*/sheets/*"):
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)
                continue
            for bench in folder.glob(f"{_BENCH}*"):
                if not bench.name.startswith(_MINE):
                    shutil.rmtree(bench, ignore_errors=True)


def _exports() -> Path:
    return services().folder.cache / "exports"
