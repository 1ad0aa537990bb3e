"""A shop on the laptop, a door that opens on any free port, and one clock for all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from merchant_helper import network
from web.house import running
from web.page_reader import Client
from web.phone.counter import LAPTOP_IP, Clock, Counter, Phone, give_clock
from web.wizard.walk import Walk


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reachable(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the laptop one private address; a test may change the list."""
    known = [LAPTOP_IP]
    monkeypatch.setattr(network, "reachable", lambda: list(known))
    monkeypatch.setattr(network, "causes", lambda *_heard, **_port: [])
    return known


@pytest.fixture
def app(tmp_path: Path, empty_folder: Path, clock: Clock, reachable: list[str]) -> Iterator[Flask]:
    with running(tmp_path / "data", like=empty_folder, PHONE_PORT=0) as app:
        give_clock(app, clock)
        yield app
        app.extensions["phone_door"].close()


@pytest.fixture
def counter(app: Flask, clock: Clock) -> Counter:
    """Stand at the laptop of a shop that has no product yet."""
    walk = Walk(Client(app.test_client()))
    walk.new_shop()
    return Counter(app, walk.client, walk.shop, clock)


@pytest.fixture
def phone(counter: Counter) -> Phone:
    """Give a phone that has joined and stands before the first question."""
    return counter.join()
