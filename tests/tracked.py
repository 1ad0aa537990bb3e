"""Know which files belong to the project: those that git tracks, or would."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@cache
def files() -> tuple[Path, ...]:
    """Give every file of the checkout that is not ignored; skip the test by name without git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this folder is no git checkout", allow_module_level=True)
    names = sorted({name.decode("utf-8") for name in listed.split(b"\0") if name})
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


def below(*places: str, suffix: str = "") -> list[Path]:
    """Give the project's files in some folders (or those files themselves), by their ending."""
    roots = [ROOT / place for place in places]
    return [
        file
        for file in files()
        if file.name.endswith(suffix) and any(file.is_relative_to(root) for root in roots)
    ]


def name(file: Path) -> str:
    """Name a file as seen from the root."""
    return file.relative_to(ROOT).as_posix()
