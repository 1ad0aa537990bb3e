"""What a firewall does is read without any right, and said with what to do."""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from merchant_helper.network import firewall, registry
from merchant_helper.network.rules import ProfileState
from network.test_rules import CANCELLED, LET_IN, PYTHON, USUAL


class Computer:
    """A registry written down."""

    def __init__(self, **keys: Mapping[str, object]) -> None:
        self.tree = {name.replace("/", "\\"): dict(values) for name, values in keys.items()}

    def values(self, key: str) -> Mapping[str, object]:
        return self.tree.get(key, {})

    def keys(self, key: str) -> list[str]:
        below = [name.removeprefix(key + "\\") for name in self.tree if name.startswith(key + "\\")]
        return [name for name in below if "\\" not in name]


def on(year: int, month: int, day: int) -> bytes:
    return struct.pack("<8H", year, month, 3, day, 9, 30, 0, 0)


def windows(*rules: str, category: int = 0, **profile: int) -> Computer:
    part = "PublicProfile" if category == 0 else "StandardProfile"
    return Computer(
        **{
            rf"{registry.POLICY}\FirewallRules": {f"{{{n}}}": text for n, text in enumerate(rules)},
            rf"{registry.POLICY}\{part}": profile,
            rf"{registry.NETWORKS}\{{old}}": {"Category": 1, "DateLastConnected": on(2026, 9, 30)},
            rf"{registry.NETWORKS}\{{new}}": {"Category": category, "DateLastConnected": on(2026, 11, 2)},
            rf"{registry.NETWORKS}\{{odd}}": {"Category": 7, "DateLastConnected": b"?"},
        }
    )


def asked(monkeypatch: pytest.MonkeyPatch, computer: Computer) -> list[str]:
    """Run the whole check as on this Windows computer."""
    monkeypatch.setattr(firewall.platform, "system", lambda: "Windows")
    monkeypatch.setattr(firewall, "WindowsRegistry", lambda: computer)
    monkeypatch.setattr(firewall, "programs", lambda: [r"C:\kit\.venv\Scripts\python.exe", PYTHON])
    return [issue.code.removeprefix("network.") for issue in firewall.about_firewall(8001)]


def test_windows_is_understood_from_its_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, windows(*USUAL, LET_IN, CANCELLED)) == ["firewall_blocks"]
    assert asked(monkeypatch, windows(*USUAL, LET_IN)) == ["public_profile"]
    assert asked(monkeypatch, windows(*USUAL, LET_IN, category=1)) == []
    assert asked(monkeypatch, windows(*USUAL)) == ["firewall_asks"]
    assert asked(monkeypatch, windows(*USUAL, LET_IN, category=1, DoNotAllowExceptions=1)) == [
        "firewall_shut"
    ]
    assert asked(monkeypatch, windows(*USUAL, CANCELLED, EnableFirewall=0)) == []


def test_a_registry_that_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, Computer()) == ["firewall_asks"]
    broken = windows(category=0)
    broken.tree[rf"{registry.POLICY}\FirewallRules"] = {"a": b"\x00", "b": 5, "c": "no rule"}
    assert asked(monkeypatch, broken) == ["firewall_asks"]


def test_the_newest_network_counts_and_not_the_first_weekday() -> None:
    assert registry.newest_network(windows()) == "public"
    assert registry.newest_network(windows(category=2)) == "domain"
    assert registry.newest_network(Computer()) is None


def test_what_a_school_sets_stands_above_our_own_setting() -> None:
    computer = windows(LET_IN, category=1, EnableFirewall=0)
    computer.tree[rf"{registry.GROUP_POLICY}\StandardProfile"] = {"EnableFirewall": 1}
    read = registry.read_firewall(computer, {})
    assert read is not None and read.states["private"] == ProfileState(enabled=True)


@pytest.mark.skipif(sys.platform == "win32", reason="has a registry")
def test_without_a_registry_all_is_empty() -> None:
    assert registry.WindowsRegistry().values("x") == {} and registry.WindowsRegistry().keys("x") == []


def linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, conf: str | None) -> firewall.LinuxFirewall | None:
    monkeypatch.setattr(firewall, "UFW", tmp_path / "ufw.conf")
    monkeypatch.setattr(firewall, "FIREWALLD", tmp_path / "firewalld.pid")
    if conf is not None:
        (tmp_path / "ufw.conf").write_text(conf)
    return firewall.linux_firewall(8001)


def test_ufw_is_seen_when_it_is_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = linux(monkeypatch, tmp_path, "# /etc/ufw/ufw.conf\n# ENABLED=yes\nENABLED=yes\nLOGLEVEL=low\n")
    assert found is not None and "8001" in found.command
    assert linux(monkeypatch, tmp_path, "# ENABLED=yes\nENABLED=no\nLOGLEVEL=low\n") is None


def test_firewalld_is_seen_while_it_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert linux(monkeypatch, tmp_path, None) is None
    (tmp_path / "firewalld.pid").write_text("811")
    monkeypatch.setattr(firewall.platform, "system", lambda: "Linux")
    (issue,) = firewall.about_firewall(8123)
    assert "firewalld" in issue.message() and "8123/tcp" in issue.fix()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("Firewall is disabled. (State = 0)\n", []),
        ("Firewall is enabled. (State = 1)\n", ["network.firewall_asks"]),
        (
            "Firewall is blocking all non-essential incoming connections. (State = 2)\n",
            ["network.firewall_shut"],
        ),
        ("", []),
    ],
)
def test_macos_tells_its_state(monkeypatch: pytest.MonkeyPatch, answer: str, code: list[str]) -> None:
    told = SimpleNamespace(stdout=answer.encode())
    monkeypatch.setattr(firewall.platform, "system", lambda: "Darwin")
    monkeypatch.setattr(firewall.subprocess, "run", lambda *_command, **_options: told)
    assert [issue.code for issue in firewall.about_firewall(8001)] == code


def test_macos_that_does_not_answer_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_command: object, **_options: object) -> None:
        raise subprocess.TimeoutExpired("socketfilterfw", 3)

    monkeypatch.setattr(firewall.platform, "system", lambda: "Darwin")
    monkeypatch.setattr(firewall.subprocess, "run", hang)
    assert firewall.about_firewall(8001) == []


def test_the_program_that_listens_is_the_one_outside_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_base_executable", PYTHON)
    assert firewall.programs() == [sys.executable, PYTHON]
