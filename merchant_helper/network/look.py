"""Look whether addresses on the net answer with a picture; nothing but the beginning of each is read.

Addresses come from people and from other computers: only public ones are asked, whatever a name or a
redirection points to. Names are resolved here and the connection is made to the very address that was judged.
"""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

from merchant_helper.network.patience import Patience, session_through

if TYPE_CHECKING:
    import requests

Reason = Literal["", "odd", "private", "no_answer", "refused", "no_picture", "too_large"]
_CONNECT, _ANSWER, _WHOLE = 5.0, 10.0, 20.0  # seconds
_AT_ONCE, _REDIRECTS, _FIRST_BYTES = 4, 5, 4096
# A host that did not answer so often is not asked again in this run.
_PATIENCE = 3
_REDIRECTING = frozenset((301, 302, 303, 307, 308))
_BEGINS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
# Addresses of IPv6 that lead on to one of IPv4, whatever that is.
_LEADING_ON = tuple(
    IPv6Network(block) for block in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)


@dataclass(frozen=True)
class Seen:
    """Say what an address answered: ``reason`` is empty for a picture, ``status`` that of the answer."""

    reason: Reason
    status: int = 0


class NotPublic(Exception):
    """Say that a name points into a private network or to this computer; no OSError: nobody tries again."""


class Looker:
    """Look at addresses, a few at once, and remember what each answered.

    ``most_bytes`` is what a picture may weigh, told by the server. ``loopback`` lets this computer through,
    for tests alone.
    """

    def __init__(self, most_bytes: int | None = None, *, loopback: bool = False) -> None:
        self._most, self._loopback = most_bytes, loopback
        self._seen: dict[str, Seen] = {}
        self._silent: Counter[str] = Counter()

    def look(self, addresses: Iterable[str]) -> Mapping[str, Seen]:
        """Tell what each of these addresses answers."""
        wanted = list(dict.fromkeys(addresses))
        new = [address for address in wanted if address not in self._seen]
        if new:
            with ThreadPoolExecutor(_AT_ONCE) as people:
                self._seen.update(zip(new, people.map(self._patiently, new), strict=True))
        return {address: self._seen[address] for address in wanted}

    def _patiently(self, address: str) -> Seen:
        try:
            host = urlsplit(address).netloc
        except ValueError:
            return Seen("odd")
        if self._silent[host] >= _PATIENCE:
            return Seen("no_answer")
        seen = self._look(address)
        if seen.reason == "no_answer":
            self._silent[host] += 1
        return seen

    def _look(self, address: str) -> Seen:
        import requests

        try:
            with Patience(_WHOLE) as patience, _guarded(self._loopback, patience) as session:
                seen = self._followed(address, session)
            return Seen("no_answer") if patience.over else seen
        except NotPublic:
            return Seen("private")
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError, ValueError):
            return Seen("odd")
        except (requests.RequestException, OSError):
            return Seen("no_answer")

    def _followed(self, address: str, session: requests.Session) -> Seen:
        """Ask, and follow where it leads; the body of an answer that leads on is never read."""
        for _turn in range(_REDIRECTS + 1):
            answer = session.get(address, timeout=(_CONNECT, _ANSWER), stream=True, allow_redirects=False)
            try:
                onward = answer.headers.get("Location")
                if answer.status_code not in _REDIRECTING or not onward:
                    return self._judged(answer)
            finally:
                answer.close()
            address = urljoin(address, onward)
            if urlsplit(address).scheme not in ("http", "https"):
                return Seen("odd")
        return Seen("refused", answer.status_code)

    def _judged(self, answer: requests.Response) -> Seen:
        status = answer.status_code
        if status != 200:
            return Seen("refused", status)
        start = b""
        for part in answer.iter_content(_FIRST_BYTES):
            start += part
            if len(start) >= 16:
                break
        if not is_picture(start):
            return Seen("no_picture", status)
        told = answer.headers.get("Content-Length", "")
        heavy = self._most is not None and told.isdigit() and int(told[:15]) > self._most
        return Seen("too_large" if heavy else "", status)


def is_picture(start: bytes) -> bool:
    """Tell by its first bytes whether something is a picture that browsers and shops know."""
    return start.startswith(_BEGINS) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")


def is_public(text: str, *, loopback: bool = False) -> bool:
    """Tell whether an address is one that anybody on the net can reach."""
    try:
        address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in block for block in _LEADING_ON):
            return False
    if address.is_loopback:
        return loopback
    return address.is_global and not address.is_multicast and not address.is_reserved


def _connected(host: str, port: int, loopback: bool) -> socket.socket:
    """Connect to a host none of whose addresses is private; raises NotPublic, OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not found or not all(is_public(str(place[4][0]), loopback=loopback) for place in found):
        raise NotPublic(host)
    last: OSError = OSError(host)
    for family, kind, protocol, _name, place in found[:4]:
        made = socket.socket(family, kind, protocol)
        made.settimeout(_CONNECT)
        try:
            made.connect(place)
        except OSError as error:
            made.close()
            last = error
        else:
            return made
    raise last


def _guarded(loopback: bool, patience: Patience) -> requests.Session:
    """Make a session whose connections all go through :func:`_connected`, and end in time."""
    session = session_through(lambda host, port: patience.watch(_connected(host, port, loopback)))
    session.headers["User-Agent"] = "merchant-helper"
    session.headers["Accept"] = "image/*"
    return session
