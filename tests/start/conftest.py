"""Checkouts to start from: a folder with marks, spaces and a dash in its name, and a ready environment."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from start_checkouts import AWKWARD, empty_checkout, make_ready, use

import start


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Let Ctrl+C reach children even where the tests run in the background; undo what start.py changes."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let start.py, as imported, believe that it lies in an empty checkout that needs no packages."""
    root = tmp_path / AWKWARD
    empty_checkout(root)
    use(root, monkeypatch)
    monkeypatch.setattr(start, "IMPORTS", "import merchant_helper.cli")
    monkeypatch.setattr(start, "check_engine", lambda: None)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("UV_OFFLINE", "1")
    return root


@pytest.fixture
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a checkout of the very small program that is set up already, with the packages of this run."""
    root = tmp_path / AWKWARD
    empty_checkout(root)
    make_ready(root, monkeypatch)
    return root
