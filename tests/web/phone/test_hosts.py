"""Names and addresses: which ones are answered, by which door, and what nobody can make up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from merchant_helper.web.door import Door, door
from web.house import running
from web.phone.counter import Counter, give_clock


@pytest.fixture
def named(tmp_path: Path, empty_folder: Path, reachable: list[str]) -> Iterator[Flask]:
    """Make an application that also answers to a name, behind a proxy."""
    settings: dict[str, Any] = {"ALLOWED_HOSTS": "lan.test", "PROXIES": 1, "PHONE_PORT": 0}
    with running(tmp_path / "named", like=empty_folder, **settings) as app:
        app.add_url_rule("/who", view_func=lambda: f"{request.remote_addr} {request.scheme} {request.host}")
        yield app


def status(app: Flask, host: str, *, phone: bool) -> int:
    mark = {"merchant_helper.phone": True, "REMOTE_ADDR": "192.168.1.50"} if phone else {}
    answer = app.test_client().get("/healthz", headers={"Host": host}, environ_overrides=mark)
    return answer.status_code


@pytest.mark.parametrize("host", ["192.168.1.23:8001", "10.0.0.9", "172.31.4.4:80", "169.254.1.1:8001"])
def test_a_literal_private_address_is_for_phones_only(app: Flask, host: str) -> None:
    assert (status(app, host, phone=True), status(app, host, phone=False)) == (200, 400)


@pytest.mark.parametrize("phone", [False, True])
def test_a_name_that_no_network_can_hold_is_refused_without_a_word_in_the_log(
    app: Flask, phone: bool, caplog: pytest.LogCaptureFixture
) -> None:
    mark = {"merchant_helper.phone": True, "REMOTE_ADDR": "192.168.1.50"} if phone else {}
    answer = app.test_client().post("/language", headers={"Host": "x" * 3000}, environ_overrides=mark)
    assert answer.status_code == 400 and "chưa được cho phép" in answer.text
    assert not caplog.records


REBOUND = [
    "evil.example",
    "evil.example:8001",
    "192.168.1.23.evil.example",
    "8.8.8.8",
    "172.32.0.1:8001",
    "192.168.001.023",
    "3232235799",
    "0xC0A80117",
    "192.168.1.23.",
    "100.64.0.1",
    "laptop.local",
    "192.168.1.23@evil.example",
]


@pytest.mark.parametrize("host", REBOUND)
@pytest.mark.parametrize("phone", [False, True])
def test_a_name_that_somebody_pointed_here_is_answered_by_neither_door(
    app: Flask, host: str, phone: bool
) -> None:
    assert status(app, host, phone=phone) == 400


def test_a_name_that_was_allowed_is_answered_by_both(named: Flask) -> None:
    for host in ("lan.test", "LAN.TEST:8001"):
        assert (status(named, host, phone=True), status(named, host, phone=False)) == (200, 200)


def through(app: Flask, caller: str, **headers: str) -> tuple[str, str]:
    """Hand one request to the door as the server does; gives status and body."""
    from werkzeug.test import create_environ

    said: list[str] = []
    environ = create_environ("/who", "http://192.168.1.23:8001", environ_base={"REMOTE_ADDR": caller})
    environ |= {f"HTTP_{name}": value for name, value in headers.items()}
    opened: Door = app.extensions["phone_door"]
    body = opened(environ, lambda status, _headers, _exc=None: said.append(status))  # type: ignore[arg-type]
    return said[0], b"".join(body).decode()


FORGED = {
    "X_FORWARDED_FOR": "127.0.0.1",
    "X_FORWARDED_HOST": "evil.example",
    "X_FORWARDED_PROTO": "https",
    "X_FORWARDED_PORT": "1",
    "X_FORWARDED_PREFIX": "/x",
    "FORWARDED": "for=127.0.0.1;host=evil.example",
}


def test_what_a_phone_says_of_proxies_is_made_up(named: Flask) -> None:
    with named.app_context():
        assert door() is named.extensions["phone_door"]
    # A phone that has not joined gets the page that asks for digits, whatever it claims to be.
    status_line, body = through(named, "192.168.1.50", **FORGED, MERCHANT_HELPER_PHONE="")
    assert status_line.startswith("403") and "Gõ 6 số" in body


def test_a_forged_address_is_not_the_one_that_is_counted(counter: Counter, named: Flask) -> None:
    give_clock(named, counter.clock)
    for n in range(8):
        through(named, "192.168.1.50", **FORGED | {"X_FORWARDED_FOR": f"10.0.0.{n}"})
    from werkzeug.test import create_environ

    for n in range(6):
        environ = create_environ(f"/v/guess{n}", "http://192.168.1.23:8001")
        environ |= {"REMOTE_ADDR": "192.168.1.50", "HTTP_X_FORWARDED_FOR": f"10.0.0.{n}"}
        list(named.extensions["phone_door"](environ, lambda *_a: None))
    guesses = named.extensions["join_guesses"]
    assert not guesses.may_try("192.168.1.50") and guesses.may_try("10.0.0.3")


PUBLIC = ["8.8.8.8", "203.0.113.5", "100.64.0.7", "172.32.0.1", "2001:db8::1", "", "fe80::1%eth0", "x"]


@pytest.mark.parametrize("caller", PUBLIC)
def test_callers_from_outside_are_turned_away_without_a_page(
    named: Flask, caller: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert through(named, caller) == ("403 Forbidden", "")
    assert "turned away" in caplog.text and (not caller or caller == "x" or caller not in caplog.text)


@pytest.mark.parametrize("caller", ["192.168.1.50", "10.1.2.3", "172.16.9.9", "127.0.0.1", "::ffff:10.1.2.3"])
def test_callers_of_the_same_private_network_are_answered(named: Flask, caller: str) -> None:
    assert "Gõ 6 số" in through(named, caller)[1]


def test_a_flood_from_outside_does_not_fill_the_log(named: Flask, caplog: pytest.LogCaptureFixture) -> None:
    for _call in range(250):
        through(named, "8.8.8.8")
    assert named.extensions["phone_door"].strangers == 250 and len(caplog.records) == 7


def test_no_header_makes_the_laptops_page_a_phones_page_or_the_other_way_round(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/", headers={"merchant_helper.phone": "1", "Merchant-Helper-Phone": "1"})
    assert "Gõ 6 số" not in answer.text
