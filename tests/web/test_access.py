"""Every address is either open to all, on purpose, or answers 404 for things that are not one's own."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from web.page_reader import Client

OPEN = {
    "health.healthz": "tells a machine that the program is up",
    "assets.send": "files of the program itself",
    "language.switch": "changes a cookie of the visitor",
    "home.start": "lists the shops of this computer",
    "shops.new": "asks about a new shop",
    "shops.create": "makes a new shop",
    "handover.read_back": "reads a file that a person chose; says what is in it",
    "handover.preview": "shows a file that waits under a name that nobody guesses",
    "handover.take": "takes in a file that waits under a name that nobody guesses",
    "visits.gone": "says that something was deleted, without a word about whose",
    "join.arrive": "lets a phone in by a code; answers 404 on the laptop",
    "join.enter": "lets a phone in by a code; answers 404 on the laptop",
    "join.typed": "lets a phone in by a code; answers 404 on the laptop",
    "online.picture": "shows everybody a picture that its owner let go online, under a name nobody guesses",
    "join.unlock": "asks a joined phone for the visit's digits; answers 404 on the laptop",
}
# Below a shop the same pages are guarded as the shop is.
OPEN |= {
    f"guides.{name}": "tells everyone the same"
    for name in (
        *("index", "topic", "paper", "calendar", "calendar_file", "glossary"),
        *("side_by_side", "ask", "goods_kind", "card", "step"),
    )
}
# What belongs to the computer and to no shop; for the laptop alone (phone rules).
OPEN |= {
    f"engines.{name}": "chooses how this computer cuts photos out"
    for name in ("show", "choose", "add", "fetch", "verify")
}
UNKNOWN = "AAAAAAAAAAAAAAAA"


def guarded(app: Flask, method: str) -> dict[str, str]:
    """Map every guarded endpoint of ours to an address of something that does not exist."""
    found = {}
    for rule in app.url_map.iter_rules():
        if (
            method in (rule.methods or ())
            and rule.endpoint not in OPEN
            and not rule.endpoint.startswith("sample.")
        ):
            found[rule.endpoint] = re.sub(r"<int:\w+>", "1", re.sub(r"<(?:path:)?\w+>", UNKNOWN, rule.rule))
    return found


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_does_not_exist_or_is_not_ones_own_answers_404(app: Flask, client: Client, method: str) -> None:
    token = client.read("/sample/one").forms[0].values()["csrf_token"][0]
    for endpoint, address in guarded(app, method).items():
        answer = client.raw.open(
            address, method=method, data={"csrf_token": token} if method == "POST" else None
        )
        assert answer.status_code == 404, f"{endpoint}: {answer.status_code}"
        assert UNKNOWN not in answer.text.replace(f'value="{address}"', ""), endpoint


def test_every_open_address_is_there(app: Flask) -> None:
    assert OPEN.keys() <= {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_guarded_address_hangs_on_a_shop(app: Flask) -> None:
    for method in ("GET", "POST"):
        for endpoint, address in guarded(app, method).items():
            assert address.startswith(f"/shops/{UNKNOWN}"), endpoint
