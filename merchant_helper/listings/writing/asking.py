"""Ask one question of an address that speaks the protocol of OpenAI's chat completions.

The address is the machine owner's own choice (a server in the house or one on the net), so private addresses
are allowed; it is never led elsewhere, and neither a proxy nor a .netrc of the environment is used.
"""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from merchant_helper.network.patience import Connect, Patience, session_through

if TYPE_CHECKING:
    import requests

CONNECT_S, READ_S, WHOLE_S = 5.0, 30.0, 60.0
MOST_BYTES = 64 * 1024
TRIES = 2
AGENT = "merchant-helper"
_PATH = "/chat/completions"
_CHUNK = 4096


@dataclass(frozen=True)
class Model:
    """Name a model: the base address (…/v1), its name there, and the key, if one is wanted.

    The three times are seconds: to connect, between two pieces of the answer, and for the whole of it.
    """

    url: str
    name: str
    key: str = ""
    times: tuple[float, float, float] = (CONNECT_S, READ_S, WHOLE_S)

    def __repr__(self) -> str:
        """Show all but the key."""
        return f"Model(url={self.url!r}, name={self.name!r})"

    @property
    def usable(self) -> bool:
        """Tell whether this can be asked at all."""
        try:
            parts = urlsplit(self.url)
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and bool(parts.hostname) and bool(self.name)

    @property
    def host(self) -> str:
        """Give the name of the machine that is asked."""
        return urlsplit(self.url).hostname or ""

    @property
    def address(self) -> str:
        """Give the address of the question."""
        base = self.url.rstrip("/")
        return base if base.endswith(_PATH) else base + _PATH


class Silent(Exception):
    """Say by an issue's code why there is no answer."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Again(Silent):
    """Say that trying once more may help."""


def ask(model: Model, messages: list[dict[str, str]]) -> Any:
    """Send messages and give the JSON that came back; raises Silent."""
    if not model.usable:
        raise Silent("writing.refused")
    with Patience(model.times[2]) as patience, session_through(_connected(model, patience)) as session:
        for turn in range(TRIES):
            try:
                return json.loads(_answer(session, model, messages, patience))
            except _Again as why:
                if turn == TRIES - 1:
                    raise Silent(why.code) from why
            except (ValueError, RecursionError) as error:
                raise Silent("writing.unreadable") from error
    raise Silent("writing.no_answer")


def _connected(model: Model, patience: Patience) -> Connect:
    def connect(host: str, port: int) -> socket.socket:
        return patience.watch(socket.create_connection((host.strip("[]"), port), model.times[0]))

    return connect


def _answer(
    session: requests.Session, model: Model, messages: list[dict[str, str]], patience: Patience
) -> bytes:
    """Ask once; whatever came of it, with the time over it was slow."""
    try:
        body = _asked(session, model, messages)
    except Silent as why:
        raise Silent("writing.slow") if patience.over else why from why
    if patience.over:
        raise Silent("writing.slow")
    return body


def _asked(session: requests.Session, model: Model, messages: list[dict[str, str]]) -> bytes:
    import requests

    headers = {"User-Agent": AGENT, "Accept": "application/json"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    body = {"model": model.name, "messages": messages, "temperature": 0.4, "stream": False}
    try:
        answer = session.post(
            model.address,
            json=body,
            headers=headers,
            timeout=model.times[:2],
            stream=True,
            allow_redirects=False,
        )
        with answer:
            _judge(answer.status_code)
            return _body(answer)
    except requests.Timeout as error:
        raise Silent("writing.slow") from error
    except requests.ConnectionError as error:
        slow = "timed out" in str(error).lower()
        raise Silent("writing.slow") if slow else _Again("writing.no_answer") from error
    except (requests.RequestException, OSError, UnicodeError) as error:
        raise Silent("writing.no_answer") from error


def _judge(status: int) -> None:
    if status >= 500:
        raise _Again("writing.no_answer")
    if 300 <= status < 400:
        raise Silent("writing.redirected")
    if status != 200:
        raise Silent("writing.refused")


def _body(answer: requests.Response) -> bytes:
    """Read the answer piece by piece, unpacked."""
    body = bytearray()
    for piece in answer.iter_content(_CHUNK):
        body += piece
        if len(body) > MOST_BYTES:
            raise Silent("writing.too_much")
    return bytes(body)
