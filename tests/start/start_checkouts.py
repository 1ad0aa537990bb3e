"""Make checkouts to start from."""

from __future__ import annotations

import shutil
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
import tiny_program

import start

AWKWARD = "Bà Sáu – nước mắm 40°"


def empty_checkout(root: Path) -> None:
    """Write a checkout of start.py and a very small program, without any dependency."""
    (root / "tests").mkdir(parents=True)
    shutil.copy(Path(start.__file__), root / "start.py")
    for name in ("requirements.lock", "tests/requirements.lock"):
        (root / name).write_text("# nothing is needed\n", "utf-8")
    (root / "merchant_helper").mkdir()
    (root / "merchant_helper" / "__init__.py").touch()
    shutil.copy(Path(tiny_program.__file__), root / "merchant_helper" / "cli.py")
    (root / "merchant_helper" / "__main__.py").write_text("from merchant_helper.cli import main\nmain()\n")


def use(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the imported start.py to another checkout."""
    monkeypatch.setattr(start, "ROOT", root)
    monkeypatch.setattr(start, "VENV", root / ".venv")


def make_ready(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what the set-up does, except that the packages are lent by the environment of this run."""
    use(root, monkeypatch)
    venv.create(start.VENV, symlinks=not start.WINDOWS)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(start.VENV)}))
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    start.write_launchers()
    start.mark_done(start.needed("run") | start.needed("test") | {"onnxruntime"})
    assert start.is_ready("run"), sys.version
