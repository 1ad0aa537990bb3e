"""Run start.py as a person does at a console, and answer as other programs do."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

CP1258 = {"PYTHONIOENCODING": "cp1258", "PYTHONUTF8": "0"}


@contextmanager
def started(root: Path, *arguments: str, **env: str) -> Iterator[subprocess.Popen[str]]:
    """Run start.py of a checkout without a browser, and leave nothing behind."""
    process = subprocess.Popen(
        [sys.executable, str(root / "start.py"), "--no-browser", *arguments], cwd="/",
        env={**os.environ, **env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding=env.get("PYTHONIOENCODING", "utf-8"), start_new_session=True,
    )  # fmt: skip
    try:
        with process:
            try:
                yield process
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
    finally:
        process.wait()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """Read what is said until some words come."""
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"{words!r} was not said in:\n{said}")


def free_port() -> int:
    """Find a port for a test."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def web_server(handler: type[BaseHTTPRequestHandler], port: int = 0) -> Iterator[str]:
    """Answer requests in a thread."""
    with HTTPServer(("127.0.0.1", port), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Stranger(BaseHTTPRequestHandler):
    """Be another program's web page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<h1>printer</h1>")

    def log_message(self, format: str, *args: object) -> None:
        pass
