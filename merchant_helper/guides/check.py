"""Find facts past their date, and, over the network, sources that no longer answer."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

from merchant_helper.guides.model import Guides

if TYPE_CHECKING:
    import requests

State = Literal["ok", "past", "unknown", "dead"]
Link = Literal["answers", "dead"]

AGENT = "MerchantHelper-link-check/1 (one request at a time)"
TIMEOUT_S = (5.0, 10.0)
PAUSE_S = 0.5
MOST_LINKS, MOST_HOPS = 60, 4
REDIRECTS = (301, 302, 303, 307, 308)
# A server that refuses this program, or asks it to wait, is there all the same.
THERE = (401, 403, 405, 406, 429, 501, 503)


@dataclass(frozen=True)
class Finding:
    """Say how one fact stands on one card (or on none)."""

    card: str | None
    fact: str
    state: State


def past(guides: Guides, today: date) -> list[Finding]:
    """List the facts whose last day is over, once for each card that shows them."""
    return [
        one
        for key, fact in guides.facts.items()
        if fact.is_past(today)
        for one in _on_its_cards(guides, key, "past")
    ]


def states(guides: Guides, card: str, today: date) -> Iterator[Finding]:
    """Say how each fact of one card stands."""
    for key in guides.cards[card].facts:
        fact = guides.facts[key]
        state: State = "past" if fact.is_past(today) else "ok" if fact.is_known else "unknown"
        yield Finding(card, key, state)


def addresses(guides: Guides) -> dict[str, list[str]]:
    """Map each source's address to the facts that name it."""
    found: dict[str, list[str]] = {}
    for key, fact in guides.facts.items():
        if fact.url:
            found.setdefault(fact.url, []).append(key)
    return found


def dead(
    guides: Guides,
    ask: Callable[[str], Link],
    *,
    most: int = MOST_LINKS,
    pause: Callable[[], object] = lambda: time.sleep(PAUSE_S),
) -> Iterator[Finding]:
    """Ask each source once, one after another, and list the facts of those that no longer answer."""
    for number, (address, facts) in enumerate(list(addresses(guides).items())[:most]):
        if number:
            pause()
        if ask(address) == "dead":
            for key in facts:
                yield from _on_its_cards(guides, key, "dead")


def asker(session: requests.Session, is_open: Callable[[str], bool] | None = None) -> Callable[[str], Link]:
    """Make what asks one address: HEAD, then GET where HEAD is not understood."""
    allowed = is_open or is_public

    def ask(address: str) -> Link:
        return (
            "answers" if any(_answers(session, way, address, allowed) for way in ("HEAD", "GET")) else "dead"
        )

    return ask


def is_public(host: str) -> bool:
    """Tell whether a name leads to addresses of the open network alone."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(str(one).split("%")[0]).is_global for one in found)


def _answers(session: requests.Session, way: str, address: str, allowed: Callable[[str], bool]) -> bool:
    """Follow an address a few hops, never to a private one, and read no body."""
    import requests

    for _hop in range(MOST_HOPS + 1):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or not allowed(parts.hostname):
            return False
        try:
            with session.request(
                way,
                address,
                timeout=TIMEOUT_S,
                allow_redirects=False,
                stream=True,
                headers={"User-Agent": AGENT},
            ) as answer:
                status, onward = answer.status_code, answer.headers.get("Location", "")
        except (requests.RequestException, ValueError):
            return False
        if status not in REDIRECTS or not onward:
            return status < 400 or status in THERE
        address = urljoin(address, onward)
    return False


def _on_its_cards(guides: Guides, fact: str, state: State) -> Iterable[Finding]:
    cards = guides.cards_with(fact)
    return [Finding(card.key, fact, state) for card in cards] or [Finding(None, fact, state)]
