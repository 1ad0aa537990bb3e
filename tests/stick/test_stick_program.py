"""Which files of the program go onto a stick, and what its launcher looks for."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import tracked

from merchant_helper.stick.program import FILES, FOLDERS, LAUNCHER, ROOT, launcher, program_files
from merchant_helper.stick.targets import PYTHONS
from merchant_helper.stick.telling import CannotMakeStick

ORIGINAL = (ROOT / LAUNCHER).read_bytes()


def test_every_tracked_file_of_the_program_and_nothing_else() -> None:
    tracked_names = {tracked.name(file) for file in tracked.below(*FOLDERS, *FILES, LAUNCHER)}
    assert {name for name, _ in program_files(ROOT, PYTHONS)} == tracked_names
    assert len(tracked_names) > 300


def small_checkout(root: Path) -> Path:
    """Write a checkout that git knows nothing of."""
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True)
    for name in FILES:
        (root / name).write_text(name)
    shutil.copy(ROOT / LAUNCHER, root)
    return root


def test_what_machines_and_people_leave_behind_stays_behind(tmp_path: Path) -> None:
    root = small_checkout(tmp_path)
    machines = ["merchant_helper/__pycache__/a.pyc", "merchant_helper/.cache/x", "static/.DS_Store"]
    people = ["static/a.css~", "merchant_helper/b.py.orig", "data/app.sqlite", "tests/test_a.py"]
    for rubbish in [*machines, *people, ".venv/pyvenv.cfg"]:
        (root / rubbish).parent.mkdir(parents=True, exist_ok=True)
        (root / rubbish).write_text("x")
    (root / "merchant_helper" / "b.py").write_text("b")
    assert {name for name, _ in program_files(root, PYTHONS)} == {*FILES, LAUNCHER, "merchant_helper/b.py"}


@pytest.mark.parametrize("missing", ["requirements.lock", "static", LAUNCHER])
def test_half_a_checkout_is_refused(tmp_path: Path, missing: str) -> None:
    path = small_checkout(tmp_path) / missing
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(CannotMakeStick, match=f"{missing} is missing"):
        list(program_files(tmp_path, PYTHONS))


def test_launcher_of_all_versions_is_the_original() -> None:
    assert launcher(ORIGINAL, PYTHONS) == ORIGINAL


@pytest.mark.parametrize("kept", [("3.12",), ("3.11", "3.14")])
def test_launcher_looks_only_for_versions_with_packages(kept: tuple[str, ...]) -> None:
    text = launcher(ORIGINAL, kept).decode("ascii")
    tried = re.search(r"for %%V in \((.+)\)", text)
    fits = re.search(r'set "FITS=import sys; sys.exit\(not \((.+)\)\)"', text)
    assert tried and fits
    assert sorted(tried[1].split()) == sorted(kept)
    for version in PYTHONS:
        names = {"sys": type("", (), {"version_info": (3, int(version[2:]), 5), "maxsize": 2**63 - 1})}
        assert eval(fits[1], names) == (version in kept)
    assert all(version in text.partition(":missing")[2] for version in kept)
    assert "3.13" not in text
    assert text.count("\r\n") == ORIGINAL.count(b"\r\n") == text.count("\n")


def test_unknown_launcher_is_refused() -> None:
    with pytest.raises(CannotMakeStick, match="is not as it was"):
        launcher(b"@echo off\r\n", ["3.12"])
