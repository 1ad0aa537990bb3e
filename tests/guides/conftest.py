"""Give small guides that break no rule, and copies of their folder that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from guides.sample import SAMPLES, TODAY, samples
from merchant_helper.guides.model import Guides
from merchant_helper.guides.render import Renderer
from merchant_helper.i18n import Address


@pytest.fixture
def guides() -> Guides:
    """Load the samples."""
    return samples()


@pytest.fixture
def renderer(guides: Guides) -> Renderer:
    """Write for a shop whose owner is called cô."""
    return Renderer(guides, TODAY, Address("cô"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the samples to where they may be spoiled."""
    return Path(shutil.copytree(SAMPLES, tmp_path / "guides"))
