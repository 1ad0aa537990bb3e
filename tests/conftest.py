"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from merchant_helper import i18n

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """Begin every test in Vietnamese."""
    with i18n.in_language("vi"):
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of measurement data, or skip the test by name."""
    if not SHARED.is_dir():
        pytest.skip("measurement data (../shared) is not here")
    return SHARED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser last: while it runs, its event loop holds the main thread, and jobs cannot start."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
