"""The doctor finds what is broken, and changes nothing."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.calls import call
from merchant_helper.cli import computer_checks as checks
from merchant_helper.cli import doctor, folder_checks
from merchant_helper.cli.finding import Finding
from merchant_helper.db import DataFolder, open_database
from merchant_helper.issues import Issue
from merchant_helper.network import Address


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Do without the check that takes seconds, and ask for no route off this machine."""
    home = Address("192.168.1.7", "Wi-Fi", "wifi", is_route=True)
    monkeypatch.setattr(checks, "addresses", lambda: [home])
    monkeypatch.setattr(checks, "reachable", lambda: [home.ip])
    fine = Finding("runtime", "ok", "?")
    own = tuple(c if c is not checks.runtime else lambda: fine for c in checks.CHECKS)
    monkeypatch.setattr(checks, "CHECKS", own)
    yield


def states(*words: object) -> dict[str, str]:
    return {item["check"]: item["state"] for item in call("doctor", "--json", *words).items}


def test_a_fresh_computer_is_fine_and_stays_untouched(quick: None, data: Path) -> None:
    answer = call("doctor", "--json", "--lang", "en")
    assert {"check", "state", "message", "fix"} < set(answer.items[0])
    assert answer.summary["checks"] == len(answer.items) > 10
    assert answer.summary["fail"] == 0 and answer.status == 0
    assert not data.exists()


def test_whatever_is_not_right_comes_with_what_to_do(quick: None) -> None:
    for item in call("doctor", "--json").items:
        assert item["message"] and (
            item["fix"] or item["state"] == "ok" or item["check"].startswith("model:")
        )


def test_a_damaged_database_fails(quick: None, data: Path) -> None:
    data.mkdir()
    (data / "app.sqlite").write_bytes(b"SQLite format 3\0" + b"garbage" * 500)
    answer = call("doctor", "--json")
    assert (answer.status, states()["database"]) == (1, "fail")
    assert "restore" in next(i["fix"] for i in answer.items if i["check"] == "database")


def test_a_whole_database_and_a_running_program_are_seen(quick: None, data: Path) -> None:
    open_database(DataFolder(data)).close()
    assert states()["database"] == "ok"
    with DataFolder(data).lock("http://127.0.0.1:8123"):
        items = call("doctor", "--json").items
    assert "8123" in next(item["message"] for item in items if item["check"] == "running")


def test_a_model_that_was_changed_fails(quick: None, data: Path) -> None:
    (data / "models").mkdir(parents=True)
    (data / "models" / "u2netp.onnx").write_bytes(b"not the model")
    assert states()["model:u2netp"] == "fail"


def test_a_taken_port_is_said() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert checks.port(other.getsockname()[1]).state == "warn"


def test_the_address_in_the_network_is_told_and_what_cannot_be_seen_from_here(quick: None) -> None:
    seen = checks.lan()
    assert (seen.state, seen.message) == ("ok", "Địa chỉ trong mạng: 192.168.1.7.")
    assert "hai Wi-Fi khác nhau" in seen.fix and "không cho điện thoại và máy tính thấy nhau" in seen.fix


def test_what_is_wrong_with_the_network_is_named(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    home, vpn = checks.addresses()[0], Address("10.8.0.6", "truong-hoc", "vpn")
    for found, word in (
        ([], "phát Wi-Fi"),
        ([home, vpn], "truong-hoc"),
        ([vpn], "phát Wi-Fi"),
        ([vpn], "truong-hoc"),
    ):
        monkeypatch.setattr(checks, "addresses", lambda found=found: found)
        seen = checks.lan()
        assert seen.state == "warn" and seen.fix and word in seen.message + seen.fix


def test_what_the_firewall_does_is_named_with_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERCHANT_HELPER_PHONE_PORT", "8123")
    asked: list[int] = []

    def answer(*issues: Issue) -> Finding:
        monkeypatch.setattr(checks, "about_firewall", lambda port: (asked.append(port), list(issues))[1])
        return checks.firewall()

    assert (answer().state, answer().fix) == ("ok", "")
    blocked = answer(Issue("network.firewall_blocks", params={"name": "python.exe"}))
    assert blocked.state == "warn" and "python.exe" in blocked.message
    asks = answer(Issue("network.firewall_asks", severity="hint", params={"name": "Python"}))
    assert asks.state == "ok" and "Mạng riêng" in asks.fix
    assert set(asked) == {8123}


def test_little_room_is_said(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, state in ((5_000_000_000, "ok"), (500_000_000, "warn"), (1_000_000, "fail")):
        monkeypatch.setattr(
            folder_checks.shutil, "disk_usage", lambda _place, free=free: SimpleNamespace(free=free)
        )
        assert folder_checks.disk(DataFolder(data)).state == state


def test_a_folder_that_cannot_be_written_fails(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_where: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(folder_checks.tempfile, "TemporaryFile", refuse)
    assert folder_checks.data_folder(DataFolder(data)).state == "fail"


def test_a_clock_from_another_decade_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for year, state in ((1980, "warn"), (2027, "ok"), (2050, "warn")):
        now = SimpleNamespace(now=lambda _zone, year=year: datetime(year, 1, 1, tzinfo=UTC))
        monkeypatch.setattr(checks, "datetime", now)
        assert checks.clock().state == state


def test_a_runtime_that_ends_its_process_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "RUNTIME", "import sys; sys.exit(1)")
    broken = checks.runtime()
    monkeypatch.setattr(checks, "RUNTIME", "raise ImportError('DLL load failed while importing')")
    assert (broken.state, "vc_redist" in checks.runtime().fix) == ("warn", True)


@pytest.mark.slow
def test_the_real_runtime_is_asked() -> None:
    assert checks.runtime().state == "ok"


def test_missing_static_files_fail(monkeypatch: pytest.MonkeyPatch, hard: Path) -> None:
    from merchant_helper.web import assets

    assert checks.static_files().state == "ok"
    monkeypatch.setattr(assets, "static_folder", lambda: hard)
    assert checks.static_files().state == "fail"


def test_a_check_that_breaks_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def burst() -> Finding:
        raise RuntimeError("burst")

    (found,) = doctor._safely("x", burst)
    assert (found.state, "burst" in found.message) == ("fail", True)


def test_an_old_python_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    assert checks.python().state == "fail"
