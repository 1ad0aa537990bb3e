"""Bat-dau.cmd cannot run here; what is known to break such files is checked in its bytes."""

from __future__ import annotations

import re
import tomllib

import pytest

import start

BYTES = (start.ROOT / "Bat-dau.cmd").read_bytes()
LINES = BYTES.decode("ascii").split("\r\n")


def test_lines_end_as_the_windows_shell_needs() -> None:
    assert BYTES.count(b"\n") == BYTES.count(b"\r\n") == len(LINES) - 1
    assert BYTES.startswith(b"@echo off\r\n")


def test_every_path_is_quoted_and_arguments_are_passed() -> None:
    code = [line for line in LINES if "rem " not in line and "set " not in line]
    starts = [
        line.strip() for line in code if "start.py" in line and "%HERE%" in line and "exist" not in line
    ]
    assert len(starts) == 3
    assert all(line.endswith('"%HERE%start.py" %*') for line in starts)
    assert all('"%HERE%' in line for line in code if "%HERE%" in line)


def test_python3_is_never_assumed_and_all_finders_are_tried() -> None:
    text = "\n".join(LINES)
    assert not re.search(r"\bpython3\b", text)
    order = [text.index(name) for name in ('"%HERE%python\\python.exe" -c', "py -%%V -c", "\npython -c")]
    assert order == sorted(order)


def test_versions_are_those_of_the_project() -> None:
    project = tomllib.loads((start.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    low, high = re.findall(r"3\.(\d+)", project["requires-python"])
    tried = re.search(r"for %%V in \((.+)\)", "\n".join(LINES))
    assert tried
    assert sorted(tried[1].split()) == [f"3.{minor}" for minor in range(int(low), int(high))]
    assert f"(3, {low}) <= sys.version_info[:2] < (3, {high})" in "\n".join(LINES)


@pytest.mark.parametrize("label", ["ended", "failed"])
def test_window_stays_open_on_failure(label: str) -> None:
    part = LINES[LINES.index(f":{label}") :]
    assert "pause" in part
    ends = [i for i, line in enumerate(part) if line in ("exit /b 1", "exit /b %CODE%")]
    assert part.index("pause") < min(ends)


def test_every_jump_has_its_label() -> None:
    jumps = set(re.findall(r"goto (\w+)", "\n".join(LINES)))
    assert jumps == {line[1:] for line in LINES if line.startswith(":")}


def test_parentheses_in_shown_text_do_not_close_a_block() -> None:
    depth = 0
    for line in LINES:
        bare = re.sub(r'"[^"]*"', "", line).strip()
        if bare.startswith("echo ") and depth:
            assert not set("()&|<>") & set(bare), line
        elif not bare.startswith(("echo ", "rem ")):
            depth += bare.count("(") - bare.count(")")
    assert depth == 0
