"""Fetch models in the background for the pages: one thread a model, its progress, its end, a way to stop.

Not a job of the queue on purpose: that one goes on by itself after the next start, and nothing may be fetched
that was not asked for just now. What has arrived stays, and pressing again goes on.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from merchant_helper.errors import DiskFull, ModelRefused
from merchant_helper.i18n import gettext as _
from merchant_helper.i18n import in_language, language
from merchant_helper.photos.cutout.download import arrived, fetch
from merchant_helper.photos.cutout.known import KnownModel
from merchant_helper.photos.cutout.shelf import ModelShelf
from merchant_helper.photos.cutout.trial import try_out

log = logging.getLogger(__name__)
EXTENSION = "model_fetches"


class _Stopped(Exception):
    """Say that a person stopped it."""


@dataclass
class Fetch:
    """Hold one fetch: bytes ``done`` of ``whole``, and how it ended."""

    done: int
    whole: int
    ended: bool = False
    said: str = ""
    wish: threading.Event = field(default_factory=threading.Event)

    @property
    def percent(self) -> int:
        """Tell how far it is."""
        return self.done * 100 // max(self.whole, 1)


class Fetches:
    """Know the fetches of this program since its start."""

    def __init__(self) -> None:
        self._known: dict[str, Fetch] = {}
        self._guard = threading.Lock()

    def of(self, name: str) -> Fetch | None:
        """Give the last fetch of a model."""
        return self._known.get(name)

    def start(self, model: KnownModel, shelf: ModelShelf, mirror: str) -> None:
        """Begin, unless it is going on already."""
        with self._guard:
            going = self._known.get(model.name)
            if going is not None and not going.ended:
                return
            now = self._known[model.name] = Fetch(arrived(shelf, model), model.size)
        args = (now, model, shelf, mirror, language())
        threading.Thread(target=_run, args=args, name=f"fetch-{model.name}", daemon=True).start()

    def stop(self, name: str) -> None:
        """Ask a fetch to end; it does at its next piece."""
        if going := self._known.get(name):
            going.wish.set()


def fetches() -> Fetches:
    """Give the fetches of the running application."""
    return cast("Fetches", current_app.extensions.setdefault(EXTENSION, Fetches()))


def _run(now: Fetch, model: KnownModel, shelf: ModelShelf, mirror: str, tongue: str) -> None:
    def tell(done: int, _whole: int) -> None:
        now.done = done
        if now.wish.is_set():
            raise _Stopped

    with in_language(tongue):
        try:
            fetch(model, shelf, mirror=mirror, progress=tell, wait=now.wish.wait)
            try_out(shelf.checked(model.name)[0], model.name)
        except _Stopped:
            pass
        except (ModelRefused, DiskFull) as error:
            now.said = "" if now.wish.is_set() else str(error)
        except Exception:
            log.exception("fetching %s", model.name)
            now.said = _("Chưa tải được mẫu {name}. Để lúc khác tải lại.", name=model.name)
        finally:
            now.ended = True
