"""Keep what one errand with a seller's template needs: the file, the answers so far, and what came of it.

It lies among the shop's exports, so that it goes with the shop. The template holds the seller's number at the
marketplace: it is deleted once it is filled, and after a day in any case.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import abort

from merchant_helper.channels.fill import Memory, Template, open_template
from merchant_helper.photos.files import write_atomically
from merchant_helper.web.db import services

WAITS_S = 24 * 3600.0
_TEMPLATE, _STATE, _OUT, _REPORT = "template.xlsx", "state.json", "out", "report.json"
_RUN = re.compile(r"[A-Za-z0-9_-]{16}")


class FillErrand:
    """Name the places of one errand."""

    def __init__(self, shop_id: str, run: str | None = None) -> None:
        self.run = run or secrets.token_urlsafe(12)
        if not _RUN.fullmatch(self.run):
            abort(404)
        self.folder = _exports() / shop_id / "fills" / self.run
        self.file, self.out = self.folder / _TEMPLATE, self.folder / _OUT

    def begin(self) -> Path:
        """Make room for a template, and give its place."""
        self.folder.mkdir(parents=True)
        return self.file

    def template(self) -> Template:
        """Open its template; 404 where there is none (any more). Raises TemplateRefused."""
        if not self.file.is_file():
            abort(404)
        return open_template(self.file)

    def state(self) -> dict[str, Any]:
        """Give what was told so far."""
        try:
            return dict(json.loads((self.folder / _STATE).read_text("utf-8")))
        except (OSError, ValueError):
            return {"answers": {}, "base_url": ""}

    def keep(self, state: dict[str, Any]) -> None:
        """Note what was told so far."""
        write_atomically(self.folder / _STATE, json.dumps(state, ensure_ascii=False).encode())

    def done(self) -> None:
        """Delete the template itself."""
        self.file.unlink(missing_ok=True)

    def is_done(self) -> bool:
        """Tell whether the template was filled."""
        return not self.file.is_file() and (self.out / _REPORT).is_file()

    def report(self) -> dict[str, Any]:
        """Give the report of a filled template, or answer 404."""
        if not (self.out / _REPORT).is_file():
            abort(404)
        return dict(json.loads((self.out / _REPORT).read_text("utf-8")))

    def forget(self) -> None:
        """Delete all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def memory_of(shop_id: str) -> Memory:
    """Give what was answered for the templates of a shop."""
    return Memory(_exports() / shop_id / "template-answers.json")


def sweep() -> None:
    """Delete errands that nobody came back for."""
    before = time.time() - WAITS_S
    for folder in _exports().glob("*/fills/*"):
        with suppress(FileNotFoundError):
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)


def _exports() -> Path:
    return services().folder.cache / "exports"
