"""Be a store that speaks as much of S3 as pictures need, on this computer."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

XML = '<?xml version="1.0"?><DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{}</DeleteResult>'


@dataclass
class SmallStore:
    """Hold what was put: path to (type, bytes). ``shut`` answers nothing but errors."""

    url: str = ""
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    signed: list[str] = field(default_factory=list)
    shut: bool = False


class Handler(BaseHTTPRequestHandler):
    """Answer as a store does."""

    protocol_version = "HTTP/1.1"
    store: SmallStore

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in {"ETag": '"1"', **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        body = self._body()
        self.store.signed.append(self.headers.get("Authorization", ""))
        if not self.store.shut:
            self.store.kept[self.path] = self.headers.get("Content-Type", ""), body
        self._send(403 if self.store.shut else 200)

    def do_POST(self) -> None:
        names = re.findall("<Key>(.+?)</Key>", self._body().decode())
        if self.store.shut:
            return self._send(403)
        bucket = self.path.partition("?")[0]
        for name in names:
            self.store.kept.pop(f"{bucket}/{name}", None)
        told = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in names)
        return self._send(200, XML.format(told).encode())

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if self.path not in self.store.kept:
            return self._send(404)
        kind, body = self.store.kept[self.path]
        return self._send(200, body, Content_Type=kind, Last_Modified="Wed, 21 Oct 2015 07:28:00 GMT")

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def small_store() -> Iterator[SmallStore]:
    """Open a store for the length of a block."""
    store = SmallStore()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Mine", (Handler,), {"store": store}))
    server.daemon_threads = True
    store.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
