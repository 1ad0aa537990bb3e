"""A web server that hands out one file, well or badly, as a real one on a real socket."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Manners:
    """Say how the server behaves; ``asked`` notes the Range of every request ("" for none)."""

    body: bytes
    break_after: list[int] = field(default_factory=list)
    ranges: bool = True
    length: int | None = None
    status: list[int] = field(default_factory=list)
    kind: str = "application/octet-stream"
    loop: bool = False
    hops: int = 0
    slow: float = 0.0
    lie_about_range: bool = False
    asked: list[str] = field(default_factory=list)


class _Shop(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, manners: Manners) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.manners = manners


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Shop

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        manners = self.server.manners
        if manners.loop or self.path.count("/hop") < manners.hops:
            self._head(302, 0, Location=self.path + "/hop")
            return
        asked = self.headers.get("Range", "")
        manners.asked.append(asked)
        if manners.status and (status := manners.status.pop(0)) != 200:
            self._head(status, 0)
            return
        partly = bool(asked) and manners.ranges
        self._send(manners, int(asked[6:-1]) if partly else 0, partly)

    def _send(self, manners: Manners, start: int, partly: bool) -> None:
        body = manners.body[start:]
        if partly and not body:
            self._head(416, 0)
            return
        told = manners.length if manners.length is not None and not partly else len(body)
        more = {"Content-Type": manners.kind}
        if partly:
            first = 0 if manners.lie_about_range else start
            more["Content-Range"] = f"bytes {first}-{len(manners.body) - 1}/{len(manners.body)}"
        self._head(206 if partly else 200, told, **more)
        self._write(body[: manners.break_after.pop(0)] if manners.break_after else body, told)

    def _write(self, body: bytes, told: int) -> None:
        for at in range(0, len(body), 20_000):
            self.wfile.write(body[at : at + 20_000])
            time.sleep(self.server.manners.slow)
        if len(body) < told:
            self.close_connection = True

    def _head(self, status: int, length: int, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


@contextmanager
def open_shop(manners: Manners) -> Iterator[str]:
    """Serve on a free port of this computer for the length of a block; gives the address of the folder."""
    server = _Shop(manners)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/models"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
