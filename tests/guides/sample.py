"""Find the sample guides."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from merchant_helper.guides.load import load
from merchant_helper.guides.model import Guides

SAMPLES = Path(__file__).parent / "samples"
TODAY = date(2026, 11, 29)


@cache
def samples() -> Guides:
    """Load the samples once."""
    return load(SAMPLES)
