"""A port is taken by one program at a time."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import pytest

from merchant_helper.network import listen as own
from merchant_helper.network.listen import listen


def test_a_free_port_is_taken_and_answers() -> None:
    with listen("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=30) as caller:
            taken, _address = door.accept()
            with taken:
                caller.sendall(b"x")
                assert taken.recv(1) == b"x"


@pytest.mark.parametrize(("first", "second"), [("127.0.0.1", "127.0.0.1"), ("127.0.0.1", "0.0.0.0"),
                                               ("0.0.0.0", "127.0.0.1")])  # fmt: skip
def test_a_port_that_somebody_listens_on_is_refused_and_nothing_stays_open(first: str, second: str) -> None:
    with listen(first, 0) as door:
        with pytest.raises(OSError) as refused:
            listen(second, door.getsockname()[1])
        assert refused.value.errno is not None
    with listen(second, 0):
        pass


def test_a_port_is_free_again_after_it_was_let_go() -> None:
    with listen("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port), timeout=30):
            door.accept()[0].close()
    with listen("127.0.0.1", port) as again:
        assert again.getsockname()[1] == port


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_ipv6_is_known_by_its_colons() -> None:
    with listen("::1", 0) as door:
        assert door.family == socket.AF_INET6


def test_windows_is_asked_for_the_port_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    class Noted(socket.socket):
        def setsockopt(self, *option: object) -> None:  # type: ignore[override]
            asked.append(option)

    monkeypatch.setattr(own, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(own.socket, "SO_EXCLUSIVEADDRUSE", -5, raising=False)
    monkeypatch.setattr(own.socket, "socket", Noted)
    with listen("127.0.0.1", 0):
        assert asked == [(socket.SOL_SOCKET, -5, 1)]
