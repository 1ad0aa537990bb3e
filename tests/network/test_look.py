"""Addresses of pictures are asked with care: public ones only, a few bytes, a little patience."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from merchant_helper.network import look
from merchant_helper.network.look import Looker, NotPublic, is_picture, is_public

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 5000
ASKED: Counter[str] = Counter()


class Host(BaseHTTPRequestHandler):
    """Answer as hosts of pictures do, good ones and bad ones."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        ASKED[self.path] += 1
        answer = getattr(self, f"_{self.path.strip('/').partition('.')[0]}", None)
        if answer is None:
            self._send(404, b"no")
        else:
            answer()

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _good(self) -> None:
        self._send(200, JPEG)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(JPEG)))
        self.end_headers()
        with suppress(OSError):
            for byte in JPEG[:60]:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                threading.Event().wait(0.05)

    def _page(self) -> None:
        self._send(200, b"<!doctype html><img src=x>", **{"Content-Type": "image/jpeg"})

    def _moved(self) -> None:
        self._send(302, b"x" * 100_000, Location="/good.jpg")

    def _round(self) -> None:
        self._send(302, b"", Location="/round")

    def _inside(self) -> None:
        self._send(302, b"", Location="http://10.0.0.1/good.jpg")

    def _file(self) -> None:
        self._send(302, b"", Location="file:///etc/passwd")

    def _empty(self) -> None:
        self._send(200, b"")

    def _cut(self) -> None:
        self.close_connection = True

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    ASKED.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "reason", "status"),
    [
        ("good.jpg", "", 200),
        ("moved.jpg", "", 200),
        ("gone.jpg", "refused", 404),
        ("round", "refused", 302),
        ("page.jpg", "no_picture", 200),
        ("empty.jpg", "no_picture", 200),
        ("inside.jpg", "private", 0),
        ("file.jpg", "odd", 0),
        ("cut.jpg", "no_answer", 0),
    ],
)
def test_what_an_address_answers_is_told(host: str, path: str, reason: str, status: int) -> None:
    address = f"{host}/{path}"
    seen = Looker(loopback=True).look([address])[address]
    assert (seen.reason, seen.status) == (reason, status)


def test_this_computer_is_not_asked_unless_a_test_says_so(host: str) -> None:
    addresses = [f"{host}/good.jpg", host.replace("127.0.0.1", "localhost")]
    assert {seen.reason for seen in Looker().look(addresses).values()} == {"private"}
    assert not ASKED


def test_a_name_that_points_inside_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "192.168.1.1")
    ]
    monkeypatch.setattr(look.socket, "getaddrinfo", lambda *_a, **_k: inside)
    with pytest.raises(NotPublic):
        look._connected("anh.example.vn", 80, loopback=True)


def test_a_picture_above_the_limit_is_told_before_it_is_read(host: str) -> None:
    address = f"{host}/good.jpg"
    assert Looker(5004, loopback=True).look([address])[address].reason == ""
    assert Looker(5003, loopback=True).look([address])[address].reason == "too_large"


def test_a_host_that_drips_is_hung_up_on(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "_WHOLE", 0.4)
    address = f"{host}/drip.jpg"
    assert Looker(loopback=True).look([address])[address].reason == "no_answer"


def test_an_address_is_asked_once_and_a_silent_host_three_times(host: str) -> None:
    looker = Looker(loopback=True)
    for _turn in range(2):
        looker.look([f"{host}/good.jpg", f"{host}/good.jpg"])
    assert ASKED["/good.jpg"] == 1
    for number in range(8):
        assert looker.look([f"{host}/cut.jpg?{number}"])[f"{host}/cut.jpg?{number}"].reason == "no_answer"
    assert sum(ASKED.values()) == 1 + 3


@pytest.mark.parametrize(
    "address", ["ftp://x/a.jpg", "http:///a.jpg", "http://[::1", "file:///etc/passwd", "a.jpg"]
)
def test_an_odd_address_is_told(address: str) -> None:
    assert Looker(loopback=True).look([address])[address].reason == "odd"


@pytest.mark.parametrize(
    "text",
    [
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "127.0.0.1", "0.0.0.0", "100.64.0.1"),
        *(
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1%eth0",
            "fc00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
        ),
        *("64:ff9b::a00:1", "2002:a00:1::", "2001::1", "198.18.0.1", "x", ""),
    ],
)
def test_private_and_odd_addresses_are_not_public(text: str) -> None:
    assert not is_public(text)


@pytest.mark.parametrize("text", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "1.1.1.1"])
def test_public_addresses_are(text: str) -> None:
    assert is_public(text)


@pytest.mark.parametrize(
    ("start", "picture"),
    [
        (JPEG, True),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"RIFF\0\0\0\0WEBPVP8", True),
        (b"RIFF\0\0\0\0WAVE", False),
        (b"<html>", False),
        (b"", False),
    ],
)
def test_a_picture_is_known_by_its_beginning(start: bytes, picture: bool) -> None:
    assert is_picture(start) == picture
