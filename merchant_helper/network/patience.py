"""End a talk with another computer when its time is over, however slowly it drips.

A time-out of a socket begins anew with every byte; here a clock hangs up on what is still open.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import requests

Connect = Callable[[str, int], socket.socket]


class Patience:
    """Hang up on connections after so many seconds; ``over`` tells whether that came to pass."""

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._held: list[socket.socket] = []
        self._lock = threading.Lock()
        self._clock = threading.Timer(seconds, self._hang_up)
        self._clock.daemon = True

    def __enter__(self) -> Self:
        self._clock.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._clock.cancel()
        with self._lock:
            for held in self._held:
                held.close()
            self._held.clear()

    def watch(self, connection: socket.socket) -> socket.socket:
        """Hang up on this one, too, when the time is over."""
        with self._lock:
            # TLS takes the socket itself over; a second handle on the connection stays ours.
            self._held.append(connection.dup())
        if self.over:
            self._hang_up()
        return connection

    def _hang_up(self) -> None:
        with self._lock:
            self.over = True
            for held in self._held:
                with suppress(OSError):
                    held.shutdown(socket.SHUT_RDWR)


def session_through(connect: Connect) -> requests.Session:
    """Make a session all of whose connections are made by ``connect``, with no proxy between."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self.host, self.port)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self.host, self.port)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Through(HTTPAdapter):
        def init_poolmanager(self, *args: object, **kwargs: object) -> None:
            super().init_poolmanager(*args, **kwargs)  # type: ignore[arg-type]
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    session = requests.Session()
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, Through())
    return session
