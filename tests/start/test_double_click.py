"""Bat-dau.cmd needs Windows to run; what is known to break such files is checked in its bytes."""

from __future__ import annotations

import re
import tomllib

import start

BYTES = (start.ROOT / "Bat-dau.cmd").read_bytes()
LINES = BYTES.decode("ascii").split("\r\n")


def test_lines_end_as_the_windows_shell_needs() -> None:
    assert BYTES.count(b"\n") == BYTES.count(b"\r\n") == len(LINES) - 1
    assert BYTES.startswith(b"@echo off\r\n")


def test_every_path_is_quoted_and_arguments_are_passed() -> None:
    code = [line for line in LINES if not line.startswith("rem ")]
    assert '%PY% "%~dp0start.py" %*' in code
    assert all('"%~dp0' in line for line in code if "%~dp0" in line)


def test_python3_is_never_assumed_and_all_finders_are_tried() -> None:
    text = "\n".join(LINES)
    assert not re.search(r"\bpython3\b", text)
    order = [
        text.index(name) for name in ('exist "%~dp0python\\python.exe"', "call :look py", "call :look python")
    ]
    assert order == sorted(order)


def test_versions_are_those_of_the_project() -> None:
    project = tomllib.loads((start.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    low, high = re.findall(r"3\.(\d+)", project["requires-python"])
    tried = re.search(r"for %%V in \((.+)\)", "\n".join(LINES))
    assert tried
    assert sorted(tried[1].split()) == [f"3.{minor}" for minor in range(int(low), int(high))]
    assert f"(3, {low}) <= sys.version_info[:2] < (3, {high})" in "\n".join(LINES)


def test_window_stays_open_on_every_failure() -> None:
    ends = [i for i, line in enumerate(LINES) if line in ("exit /b 1", "exit /b %CODE%")]
    assert len(ends) == 3
    assert all(LINES[i - 1] == "pause" for i in ends)


def test_every_jump_has_its_label() -> None:
    jumps = set(re.findall(r"(?:goto |call :)(\w+)", "\n".join(LINES)))
    assert jumps == {line[1:] for line in LINES if line.startswith(":")}


def test_nothing_depends_on_how_blocks_are_read() -> None:
    """Shells differ in what ``&&`` and goto mean inside a block, and read %ERRORLEVEL% there too early."""
    code = [line for line in LINES if not line.startswith(("rem ", "echo ", "set "))]
    assert [line for line in code if "&" in line or line.endswith("(")] == []
