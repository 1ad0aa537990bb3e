"""The second listener: opens, is marked, finds a free port, closes by itself, and ends with the program."""

from __future__ import annotations

import http.client
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from flask import Flask

from merchant_helper.web.door import MARK, Door, on_phone

# Far longer than anything here takes: whoever waits so long hangs.
HANG_S = 30.0


@pytest.fixture
def small() -> Flask:
    """Make an application that only tells through which door a request came."""
    app = Flask("small", static_folder=None)
    app.config["MAX_UPLOAD_MB"] = 1
    app.add_url_rule("/", view_func=lambda: f"phone {on_phone()}")
    return app


@contextmanager
def opened(app: Any, wanted: Callable[[], bool] = lambda: True, **how: float) -> Iterator[Door]:
    door = Door(app, wanted, **how)
    door.open(0)
    try:
        yield door
    finally:
        door.close()


def get(port: int | None) -> str:
    assert port is not None
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HANG_S)
    connection.request("GET", "/")
    body = connection.getresponse().read().decode()
    connection.close()
    return body


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + HANG_S
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def threads_of_the_door() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("phone-")]


def test_requests_are_marked_and_the_door_is_shut_until_opened(small: Flask) -> None:
    door = Door(small, lambda: True)
    assert door.port is None
    door.close()
    with opened(small) as door:
        assert get(door.port) == "phone True"
        assert small.test_client().get("/").text == "phone False"


def test_a_second_press_opens_no_second_door(small: Flask) -> None:
    with opened(small) as door:
        assert door.open(0) == door.port


def test_a_taken_port_gives_way_to_the_next_free_one(small: Flask) -> None:
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        taken = other.getsockname()[1]
        door = Door(small, lambda: True)
        port = door.open(taken)
        assert port != taken and get(port) == "phone True"
        door.close()


def test_after_closing_nobody_gets_in_and_nothing_is_left_running(small: Flask) -> None:
    with opened(small) as door:
        port = door.port
        assert port is not None
        get(port)
        door.close()
        with pytest.raises(OSError), socket.create_connection(("127.0.0.1", port), timeout=HANG_S):
            pass
    wait_until(lambda: not threads_of_the_door())
    assert door.open(0) and get(door.port) == "phone True"
    door.close()


def test_a_connection_that_was_kept_open_is_hung_up(small: Flask) -> None:
    with opened(small) as door:
        assert door.port is not None
        kept = http.client.HTTPConnection("127.0.0.1", door.port, timeout=HANG_S)
        kept.request("GET", "/")
        assert kept.getresponse().read() == b"phone True"
        door.close()
        with pytest.raises((OSError, http.client.HTTPException)):
            kept.request("GET", "/")
            kept.getresponse()
        kept.close()


def test_what_is_being_answered_is_answered_to_its_end() -> None:
    begun, go_on = threading.Event(), threading.Event()

    class Slow:
        def __init__(self) -> None:
            self.config = {"MAX_UPLOAD_MB": 1}

        def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
            assert environ[MARK] is True
            begun.set()
            assert go_on.wait(HANG_S)
            start_response("200 OK", [("Content-Length", "5")])
            return [b"whole"]

    said: list[str] = []
    with opened(Slow()) as door:
        caller = threading.Thread(target=lambda port=door.port: said.append(get(port)))
        caller.start()
        assert begun.wait(HANG_S)
        closing = threading.Thread(target=door.close)
        closing.start()
        wait_until(lambda: door.port is None)
        go_on.set()
        caller.join(HANG_S)
        closing.join(HANG_S)
    assert said == ["whole"]
    wait_until(lambda: not threads_of_the_door())


def test_an_open_file_that_took_the_number_of_a_closed_wire_is_never_written_to(
    small: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    for _round in range(5):
        with opened(small) as door:
            callers = [threading.Thread(target=get, args=(door.port,)) for _n in range(4)]
            for caller in callers:
                caller.start()
            for caller in callers:
                caller.join(HANG_S)
            door.close()
            read, write = os.pipe()
            os.close(write)
            assert os.read(read, 1) == b""
            os.close(read)
    assert not [r for r in caplog.records if r.levelname == "ERROR"]


def test_it_closes_by_itself_when_no_visit_goes_on(small: Flask) -> None:
    visits = [True]
    with opened(small, lambda: visits[0], look_s=0.01) as door:
        assert get(door.port)
        visits[0] = False
        wait_until(lambda: door.port is None)


def test_it_closes_by_itself_when_nobody_calls_for_long(small: Flask) -> None:
    with opened(small, look_s=0.01, idle_s=0.2) as door:
        wait_until(lambda: door.port is None)


def test_strangers_who_go_on_calling_do_not_keep_it_open(small: Flask) -> None:
    with opened(small, look_s=0.01, idle_s=0.3) as door:
        end = time.monotonic() + HANG_S / 6
        with suppress(OSError, http.client.HTTPException):
            while (port := door.port) is not None and time.monotonic() < end:
                get(port)
        assert door.port is None


def test_who_may_come_in_keeps_it_open(small: Flask) -> None:
    with opened(small, look_s=0.01, idle_s=0.5) as door:
        end = time.monotonic() + 1.0
        while time.monotonic() < end:
            door.touch()
            time.sleep(0.02)
        assert door.port is not None


def test_a_look_that_fails_neither_closes_it_nor_ends_the_watch(
    small: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    answers: list[Any] = [OSError("database is locked"), True, False]

    def wanted() -> bool:
        answer = answers.pop(0) if answers else False
        if isinstance(answer, Exception):
            raise answer
        return bool(answer)

    with opened(small, wanted, look_s=0.01) as door:
        wait_until(lambda: door.port is None)
    assert not answers and "could not tell" in caplog.text


def test_opening_and_closing_at_once_leaves_it_in_one_piece(small: Flask) -> None:
    door = Door(small, lambda: True)

    def press(index: int) -> None:
        door.open(0) if index % 2 else door.close()

    threads = [threading.Thread(target=press, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HANG_S)
    door.open(0)
    assert get(door.port) == "phone True"
    door.close()
    wait_until(lambda: not threads_of_the_door())


def test_no_free_port_is_an_error(small: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_host: str, _port: int) -> None:
        raise OSError(98, "Address already in use")

    monkeypatch.setattr("merchant_helper.web.door.listen", refuse)
    door = Door(small, lambda: True)
    with pytest.raises(OSError, match="in use"):
        door.open(8001)
    assert door.port is None
