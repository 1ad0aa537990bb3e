"""Find the sample feeds of others, where there are any."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def feeds(shared: Path) -> Path:
    """Give the folder of sample feeds; the test is skipped without it."""
    return shared / "data" / "feeds"
