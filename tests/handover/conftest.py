"""Have two laptops: Lan's, on which a shop was made, and Minh's, to which its file may come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from little_shop import Laptop, laptop


@pytest.fixture
def lan(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path / "lan") as lan:
        yield lan


@pytest.fixture
def minh(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path / "minh") as minh:
        yield minh
