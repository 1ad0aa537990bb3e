"""Whoever has not joined sends little and takes few lines; the disk and the phone's way stay free."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from flask import Flask, request

from merchant_helper.web.door import Door
from merchant_helper.web.door_callers import LINES_OF_ONE, STRANGER_BYTES
from merchant_helper.web.phone.guard import COOKIE
from web.phone.counter import LAPTOP_IP, Counter, Phone

HANG_S = 30.0
LONG = STRANGER_BYTES + 50_000


@pytest.fixture
def door() -> Iterator[Door]:
    app = Flask("small", static_folder=None)
    app.config["MAX_UPLOAD_MB"] = 1
    app.add_url_rule("/", view_func=lambda: str(len(request.get_data())), methods=["POST"])
    door = Door(app, lambda: True, lambda cookies: "key=hers" in cookies)
    door.open(0)
    yield door
    door.close()


def call(door: Door) -> socket.socket:
    return socket.create_connection(("127.0.0.1", door.port or 0), timeout=HANG_S)


def head(*lines: str) -> bytes:
    return "\r\n".join(("POST / HTTP/1.1", "Host: lan.test", "Connection: close", *lines, "", "")).encode()


def answer(line: socket.socket) -> str:
    said = b""
    while part := line.recv(65536):
        said += part
    return said.decode()


def test_a_long_form_of_a_stranger_is_refused_before_a_byte_of_it_is_read(door: Door) -> None:
    with call(door) as line:
        line.sendall(head(f"Content-Length: {LONG}"))
        assert answer(line).startswith("HTTP/1.1 413")


def test_a_stranger_who_names_no_length_is_stopped_as_early(door: Door) -> None:
    with call(door) as line:
        line.sendall(head("Transfer-Encoding: chunked"))
        line.sendall(b"%x\r\n%b" % (STRANGER_BYTES + 1, b"a" * STRANGER_BYTES))
        assert answer(line).startswith("HTTP/1.1 413")


def test_what_everybody_may_send_and_what_she_sends_arrives_whole(door: Door) -> None:
    for length, cookie in ((STRANGER_BYTES - 1, "key=none"), (LONG, "key=hers")):
        with call(door) as line:
            line.sendall(head(f"Content-Length: {length}", f"Cookie: {cookie}") + b"a" * length)
            assert answer(line).endswith(f"\r\n\r\n{length}")


def test_where_nobody_can_tell_she_is_not_hung_up_on(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("small", static_folder=None)
    app.config["MAX_UPLOAD_MB"] = 1
    app.add_url_rule("/", view_func=lambda: str(len(request.get_data())), methods=["POST"])

    def broken(_cookies: str) -> bool:
        raise OSError("database is locked")

    door = Door(app, lambda: True, broken)
    door.open(0)
    with call(door) as line:
        line.sendall(head(f"Content-Length: {LONG}") + b"a" * LONG)
        assert answer(line).endswith(str(LONG))
    door.close()
    assert "could not tell" in caplog.text


def test_one_machine_takes_some_lines_and_no_more(door: Door) -> None:
    lines = [call(door) for _line in range(LINES_OF_ONE)]
    for line in lines:
        line.sendall(head("Content-Length: 1")[:20])
    with call(door) as one_more:
        assert one_more.recv(1) == b""
    for line in lines:
        line.close()


def test_a_browser_that_joined_once_is_known_by_its_cookie(counter: Counter, phone: Phone) -> None:
    door, kept = counter.app.extensions["phone_door"], phone.raw.get_cookie(COOKIE, LAPTOP_IP)
    assert kept is not None
    key = kept.value
    for cookie, status in ((key, "HTTP/1.1 400"), ("made-up", "HTTP/1.1 413"), ("", "HTTP/1.1 413")):
        with call(door) as line:
            told = head(f"Content-Length: {LONG}", f"Cookie: lang=vi; {COOKIE}={cookie}")
            line.sendall(told + (b"a" * LONG if cookie == key else b""))
            assert answer(line).startswith(status)


def test_only_a_phone_that_joined_keeps_the_door_open(
    counter: Counter, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[Door] = []
    monkeypatch.setattr(Door, "touch", lambda door: touched.append(door))
    for path in ("/", "/v/aaaaaaaaaa", counter.shop, "/static/x/css/all.css"):
        counter.phone().raw.get(path)
    assert not touched
    phone.read("/")
    assert touched


@pytest.mark.parametrize("wrong", ["nowhere/name", "{own}/upload", "{own}/nothing"])
def test_a_wrong_address_is_not_the_page_she_comes_back_to(phone: Phone, wrong: str) -> None:
    stood = phone.read("/").submit(press="Đồng ý, bắt đầu")
    listings, own = stood.url.split("/listings/")[0], stood.url.split("/")[-2]
    phone.read_any(f"{listings}/listings/{wrong.format(own=own)}")
    assert phone.read("/").step == stood.step
