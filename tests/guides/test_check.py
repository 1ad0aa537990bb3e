"""Old facts are found without a network; sources are asked politely, and never lead to a private address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from merchant_helper.guides import check
from merchant_helper.guides.check import Finding, asker, dead, is_public, past, states
from merchant_helper.guides.model import Guides

WAYS = ("vietqr-personal", "vietqr-household", "momo", "cod")


def test_a_fact_is_past_from_the_day_after_its_last(guides: Guides) -> None:
    old = [Finding(way, "sample-old", "past") for way in WAYS]
    assert past(guides, date(2026, 6, 30)) == []
    assert past(guides, date(2026, 7, 1)) == old
    assert {f.fact for f in past(guides, date(2027, 2, 1))} == {"sample-old", "sample-threshold"}


def test_a_fact_of_no_card_is_told_too(guides: Guides) -> None:
    lonely = guides.facts["sample-old"]
    assert past(Guides(facts={"sample-old": lonely}), date(2026, 7, 1)) == [
        Finding(None, "sample-old", "past")
    ]


def test_each_fact_of_a_card_has_a_state(guides: Guides) -> None:
    found = {f.fact: f.state for f in states(guides, "momo", date(2026, 11, 29))}
    assert (
        found["sample-old"] == "past" and found["sample-fee"] == "unknown" and found["sample-anyone"] == "ok"
    )


def test_each_source_is_asked_once_with_a_pause_between_and_not_too_many(guides: Guides) -> None:
    asked, pauses = [], []

    def ask(address: str) -> check.Link:
        asked.append(address)
        return "dead" if address.endswith("giay") else "answers"

    found = list(dead(guides, ask, pause=lambda: pauses.append(1)))
    assert sorted(asked) == ["https://luat.example/giay", "https://luat.example/nghi-dinh"]
    assert len(pauses) == 1
    assert {f.fact for f in found} == {"sample-seconds", "sample-old"} and {f.state for f in found} == {
        "dead"
    }
    asked.clear()
    list(dead(guides, ask, most=1, pause=lambda: None))
    assert len(asked) == 1


class Sources(BaseHTTPRequestHandler):
    """Answer as sources do; note who asked what."""

    seen: list[tuple[str, str]] = []  # noqa: RUF012 -- one server at a time

    def answer(self) -> None:
        self.seen.append((self.command, self.path))
        status = {"/gone": 404, "/no-head": 405 if self.command == "HEAD" else 200, "/shy": 403}.get(
            self.path, 200
        )
        target = {
            "/moved": "/here",
            "/inside": "http://10.0.0.1/x",
            "/ring": "/ring",
            "/file": "file:///etc/passwd",
        }
        if self.path == "/no-head-2" and self.command == "HEAD":
            status = 500
        self.send_response(302 if self.path in target else status)
        if self.path in target:
            self.send_header("Location", target[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    Sources.seen.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Sources) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/here", "answers"),
        ("/gone", "dead"),
        ("/no-head", "answers"),
        ("/no-head-2", "answers"),
        ("/shy", "answers"),
        ("/moved", "answers"),
        ("/inside", "dead"),
        ("/ring", "dead"),
        ("/file", "dead"),
    ],
)
def test_what_a_source_answers(server: str, path: str, state: str) -> None:
    with requests.Session() as session:
        ask = asker(session, lambda host: host == "127.0.0.1")
        assert ask(server + path) == state
    assert Sources.seen[0] == ("HEAD", path)
    assert len(Sources.seen) <= 2 * (check.MOST_HOPS + 1)


def test_a_private_address_is_not_even_asked(server: str) -> None:
    with requests.Session() as session:
        assert asker(session)(f"{server}/here") == "dead"
        assert asker(session)("http://192.168.1.1/") == "dead"
        assert asker(session)("ftp://example.com/") == "dead"
    assert Sources.seen == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.0.0.1", "192.168.0.1", "169.254.169.254", "::1", "fe80::1", "0.0.0.0"]
)
def test_private_addresses_are_known_as_such(host: str) -> None:
    assert not is_public(host)


def test_open_addresses_are_known_as_such() -> None:
    assert is_public("8.8.8.8")


def test_a_source_that_is_not_there_is_dead() -> None:
    with requests.Session() as session:
        assert asker(session, lambda _host: True)("http://127.0.0.1:1/") == "dead"
