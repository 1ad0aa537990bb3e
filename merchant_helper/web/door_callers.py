"""Hold callers of the phones' door to what they need, before anything of theirs is kept.

Anybody in the same network may call. What a stranger sends is thrown away after little, and one machine
takes only some of the lines, so that neither fills the disk or keeps her phone out.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from typing import Any

# Digits, a language, a form token: more is sent by nobody who has not joined.
STRANGER_BYTES = 100_000
# A browser opens six at once, and a phone has some browsers.
LINES_OF_ONE = 24

log = logging.getLogger(__name__)

#: Tells from a Cookie header whether this caller has joined.
Known = Callable[[str], bool]


def hold_back(server: Any, known: Known) -> None:
    """Teach a server whose loop has not begun how much it takes from whom."""
    channel = _channel(known)
    server.channel_class = lambda server, sock, addr, adj, map: _take(channel, server, sock, addr, adj, map)


def _take(channel: Any, server: Any, sock: Any, addr: Any, adj: Any, others: Any) -> None:
    """Take one more line, unless this machine has enough."""
    lines = sum(one.addr[0] == addr[0] for one in list(server.active_channels.values()))
    if lines >= LINES_OF_ONE:
        sock.close()
    else:
        channel(server, sock, addr, adj, map=others)


def _channel(known: Known) -> Any:
    from waitress.channel import HTTPChannel
    from waitress.parser import HTTPRequestParser

    class Parser(HTTPRequestParser):  # type: ignore[misc]
        """Choose how much of a request is taken once its head has been read."""

        def parse_header(self, header_plus: bytes) -> None:
            """Read the head; a stranger's body may be short only."""
            super().parse_header(header_plus)
            large = self.chunked or self.content_length >= STRANGER_BYTES
            if large and not _asked(known, self.headers.get("COOKIE", "")):
                self.adj: Any = copy.copy(self.adj)
                self.adj.max_request_body_size = STRANGER_BYTES

    class Channel(HTTPChannel):  # type: ignore[misc]
        """Read requests with the parser above."""

        parser_class = Parser

    return Channel


def _asked(known: Known, cookies: str) -> bool:
    try:
        return known(cookies)
    except Exception:
        # A busy database says nothing about the phone, and hers must not be hung up on.
        log.exception("could not tell whether a caller has joined")
        return True
