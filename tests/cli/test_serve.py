"""The application opens, answers, is alone with its folder, and leaves nothing running."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cli.calls import call, command, environment, process
from merchant_helper.cli import serve
from merchant_helper.cli.outcome import Ended

START_S = 60.0


class Running:
    """Be one started program."""

    def __init__(self, child: subprocess.Popen[bytes], first: dict[str, Any]) -> None:
        self.child, self.first, self.address = child, first, str(first["address"])

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            body: bytes = answer.read()
        return body

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, list[dict[str, Any]]]:
        """Ask it to end; gives its status and what it still said."""
        self.child.send_signal(number)
        out, _err = self.child.communicate(timeout=30)
        return self.child.returncode, [json.loads(line) for line in out.splitlines()]


@contextmanager
def running(data: Path, *words: str, **env: str) -> Iterator[Running]:
    child = subprocess.Popen(
        command("serve", "--port", "0", "--json", "--data", data, *words),
        env=environment(**env), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    assert child.stdout is not None
    try:
        yield Running(child, json.loads(child.stdout.readline()))
    finally:
        child.kill()
        child.communicate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def group_is_empty(leader: int) -> bool:
    """Tell whether no process of a started program is left."""
    for _try in range(50):
        try:
            os.killpg(leader, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_it_answers_is_alone_and_ends_when_asked(data: Path) -> None:
    with running(data, PYTHONIOENCODING="cp1258") as program:
        assert json.loads(program.get("/healthz")) == {"status": "ok"}
        assert (data / "address.txt").read_text("utf-8") == program.address
        second = process("serve", "--port", "0", "--json", "--data", data)
        assert (second.status, second.error["code"]) == (3, "data.busy")
        assert second.error["address"] == program.address
        status, said = program.stop()
        assert (status, [line["kind"] for line in said]) == (0, ["summary"])
        assert group_is_empty(program.child.pid)
    assert not (data / "address.txt").exists()
    with running(data) as again:
        assert again.get("/healthz")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_ctrl_c_ends_it_and_is_told_apart(data: Path) -> None:
    with running(data) as program:
        status, said = program.stop(signal.SIGINT)
        assert (status, said[-1]["kind"]) == (130, "summary")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_after_a_kill_the_next_start_is_not_sent_to_a_dead_address(data: Path) -> None:
    with running(data) as program:
        program.child.kill()
        program.child.wait()
        assert group_is_empty(program.child.pid)
    with running(data) as again:
        assert (data / "address.txt").read_text("utf-8") == again.address


def test_reading_verbs_work_beside_it(data: Path, hard: Path) -> None:
    with running(data):
        assert call("backup", hard / "b.zip").status == 0
        assert (
            call("export", "--shop", "x", "--channel", "zalo", "--out", hard / "o", "--json").error["code"]
            == "cli.no_shops"
        )


def test_a_taken_port_ends_the_call(data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = call("serve", "--port", port, "--json")
    assert (answer.status, answer.error["code"]) == (3, "cli.port_taken")
    assert str(port + 1) in answer.error["fix"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.vn", ""])
def test_other_machines_are_kept_out(host: str, data: Path) -> None:
    answer = call("serve", "--host", host, "--json")
    assert (answer.status, answer.error["code"]) == (2, "cli.only_loopback")
    assert not data.exists()


def test_a_setting_that_cannot_be_read_stops_the_start(data: Path) -> None:
    answer = call("serve", "--port", free_port(), "--json", env={"MERCHANT_HELPER_MAX_UPLOAD_MB": "viele"})
    assert (answer.status, answer.error["code"]) == (2, "cli.wrong_setting")
    assert "MAX_UPLOAD_MB" in answer.error["message"]


def test_a_newer_folder_is_left_alone(data: Path) -> None:
    import sqlite3
    from contextlib import closing

    from merchant_helper.db import DataFolder, open_database

    open_database(DataFolder(data)).close()
    with closing(sqlite3.connect(data / "app.sqlite")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = 'from the future'")
    answer = call("serve", "--port", free_port(), "--json")
    assert (answer.status, answer.error["code"]) == (3, "data.too_new")


def test_both_kinds_of_loopback_are_named_rightly() -> None:
    with serve.open_door("127.0.0.1", 0) as door:
        assert serve.address_of(door) == f"http://127.0.0.1:{door.getsockname()[1]}"
        with pytest.raises(Ended):
            serve.open_door("127.0.0.1", door.getsockname()[1])
    if socket.has_ipv6:
        with serve.open_door("::1", 0) as door:
            assert serve.address_of(door).startswith("http://[::1]:")
