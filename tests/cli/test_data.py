"""The data folder is the one that was named, or the one that the starter would take."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from cli.calls import environment
from merchant_helper.cli import data as where
from merchant_helper.cli.calling import Call
from merchant_helper.cli.outcome import Ended

START = Path(__file__).parents[2] / "start.py"


@pytest.fixture
def starter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """Load start.py as if it lay in an empty checkout of a new user."""
    spec = importlib.util.spec_from_file_location("starter", START)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / "start.py").touch()
    monkeypatch.setattr(module, "ROOT", tmp_path / "checkout")
    monkeypatch.setattr(where, "CHECKOUT", tmp_path / "checkout")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv(where.DATA)
    return module


def test_the_named_folder_comes_before_the_environments(data: Path, hard: Path) -> None:
    assert where.data_path(Call()) == data
    assert where.data_path(Call(data=hard / "x")) == hard / "x"


def test_starter_and_command_line_mean_the_same_folder(starter: ModuleType) -> None:
    usual = starter.default_data()
    assert where.data_path(Call()) == usual
    (starter.ROOT / "data").mkdir()
    assert where.data_path(Call()) == starter.default_data() == starter.ROOT / "data" != usual


def test_a_file_is_no_folder(hard: Path) -> None:
    (hard / "x").touch()
    with pytest.raises(Ended):
        where.data_path(Call(data=hard / "x"))


def test_a_relative_folder_is_meant_from_here(hard: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hard)
    assert where.data_path(Call(data=Path("y"))) == hard / "y"


def test_the_place_of_the_data_is_known_without_the_database_libraries() -> None:
    """A first photo must not wait for them."""
    code = (
        "import sys, merchant_helper.cli.clean; from merchant_helper.db import DataFolder\n"
        "print([name for name in ('sqlalchemy', 'alembic', 'dbos', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
