"""Have a product that waits for photos, and a folder with an old picture in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from web.folders.watching import settle
from web.page_reader import Client
from web.wizard.walk import Walk, jpeg


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Have a folder of downloads with an old picture in it."""
    folder = tmp_path / "Tải về của Lan"
    folder.mkdir()
    settle(folder / "cũ.jpg", jpeg(9)[0].getvalue())
    return folder


@pytest.fixture(autouse=True)
def usual(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this computer have one usual folder."""
    monkeypatch.setattr("merchant_helper.web.folder_paths.usual_folders", lambda: [("Tải về", folder)])


@pytest.fixture
def walk(client: Client) -> Walk:
    """Stand before the photos of a first product."""
    walk = Walk(client)
    walk.new_shop()
    walk.opening(walk.start())
    return walk


@pytest.fixture
def new(folder: Path) -> Callable[..., Path]:
    """Let a picture come into the folder."""
    return lambda name="IMG_1.jpg", seed=1: settle(folder / name, jpeg(seed)[0].getvalue())
