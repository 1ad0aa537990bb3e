"""Serve an application from a thread, for as long as a test looks at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from waitress.server import create_server


@dataclass(frozen=True)
class Live:
    """Tell where the application answers."""

    url: str
    app: Any


@contextmanager
def serve(app: Any) -> Iterator[Live]:
    """Answer on a free port of 127.0.0.1 until the block ends."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Live(f"http://127.0.0.1:{server.effective_port}", app)
    finally:
        server.trigger.pull_trigger(server.close)
        thread.join(10)
        server.task_dispatcher.shutdown()
