"""Give every command-line test a data folder of its own, under a path that is hard on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

HARD = "Bà Sáu – nước mắm 40°"


@pytest.fixture
def hard(tmp_path: Path) -> Path:
    """Give a folder whose name has letters that old code pages lack."""
    place = tmp_path / HARD
    place.mkdir()
    return place


@pytest.fixture(autouse=True)
def data(hard: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the program at an empty data folder."""
    folder = hard / "dữ liệu"
    for name in ("MERCHANT_HELPER_DATABASE_URL", "MERCHANT_HELPER_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MERCHANT_HELPER_DATA", str(folder))
    return folder
