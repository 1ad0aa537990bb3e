"""Say what this computer's firewall does to a phone that calls, without asking for any right."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from merchant_helper.issues import Issue
from merchant_helper.network.registry import WindowsRegistry, read_firewall
from merchant_helper.network.rules import Verdict

ISSUE_CODES = (
    "network.firewall_blocks",
    "network.firewall_shut",
    "network.firewall_asks",
    "network.firewall_on",
    "network.public_profile",
)

#: Where Linux tells that a firewall is switched on; anybody may read these.
UFW, FIREWALLD = Path("/etc/ufw/ufw.conf"), Path("/run/firewalld.pid")
MAC_TOOL = Path("/usr/libexec/ApplicationFirewall/socketfilterfw")
MAC_SECONDS = 3
_UFW_ON = re.compile(r"^\s*ENABLED\s*=\s*[\"']?yes\b", re.IGNORECASE | re.MULTILINE)
_MAC_STATE = re.compile(r"\(State = (\d)\)")


class LinuxFirewall(NamedTuple):
    """Be a firewall that is on, and the words that let phones through it."""

    name: str
    command: str


def about_firewall(port: int) -> list[Issue]:
    """Name what the firewall does that may keep a phone out, surest first; nothing where nothing is known."""
    system = platform.system()
    if system == "Windows":
        seen = read_firewall(WindowsRegistry(), os.environ)
        return windows_issues(seen.verdict(programs(), port) if seen else "unnamed")
    if system == "Darwin":
        return mac_issues(_mac_answer())
    found = linux_firewall(port)
    return [Issue("network.firewall_on", params=found._asdict())] if found else []


def programs() -> list[str]:
    """Name the program files that listen; in a virtual environment on Windows it is the one outside."""
    return list(dict.fromkeys([sys.executable, getattr(sys, "_base_executable", sys.executable)]))


def windows_issues(verdict: Verdict) -> list[Issue]:
    """Turn what the rules of Windows say into words."""
    if verdict in ("open", "allowed"):
        return []
    if verdict == "unnamed":
        return [Issue("network.firewall_asks", severity="hint", params={"name": "Python"})]
    if verdict == "other_profile":
        return [Issue("network.public_profile")]
    if verdict == "shut":
        return [Issue("network.firewall_shut")]
    return [Issue("network.firewall_blocks", params={"name": Path(programs()[-1]).name})]


def mac_issues(answer: str) -> list[Issue]:
    """Read what macOS says of its firewall: 0 off, 1 on and asking, 2 letting nobody in."""
    state = match[1] if (match := _MAC_STATE.search(answer)) else "0"
    if state == "2":
        return [Issue("network.firewall_shut")]
    return (
        [Issue("network.firewall_asks", severity="hint", params={"name": "Python"})] if state == "1" else []
    )


def linux_firewall(port: int) -> LinuxFirewall | None:
    """Find a firewall of Linux that is on; its rules are only for the administrator's eyes."""
    try:
        if _UFW_ON.search(UFW.read_text("utf-8", "replace")):
            return LinuxFirewall("ufw", f"sudo ufw allow {port}/tcp")
    except OSError:
        pass
    if FIREWALLD.exists():
        return LinuxFirewall("firewalld", f"sudo firewall-cmd --add-port={port}/tcp")
    return None


def _mac_answer() -> str:
    command = [str(MAC_TOOL), "--getglobalstate"]
    try:
        told = subprocess.run(command, capture_output=True, timeout=MAC_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout.decode("utf-8", "replace")
