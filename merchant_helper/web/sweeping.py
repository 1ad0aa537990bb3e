"""Take down by itself what nobody agrees to any more, while the program runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from merchant_helper.web import publishing

log = logging.getLogger(__name__)


@contextmanager
def sweeping(app: Flask, every_s: float = 6 * 3600) -> Iterator[None]:
    """Sweep at the start, and now and then while the program runs: a day passes without anybody's press."""
    if app.extensions.get(publishing.EXTENSION) is None:
        yield
        return
    end = threading.Event()

    def run() -> None:
        while True:
            try:
                with app.app_context():
                    publishing.sweep()
            except Exception as error:  # whatever it was, the next turn may do better
                # Its words may hold names and paths.
                log.warning("pictures could not be looked through: %s", type(error).__name__)
            if end.wait(every_s):
                return

    thread = threading.Thread(target=run, name="pictures-online", daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join(timeout=5)
