"""Read the lists of what a text may claim (claims.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Give one table of claims.toml."""
    read = tomllib.loads(files("merchant_helper.listings.unsaid").joinpath("claims.toml").read_text("utf-8"))
    found: dict[str, Any] = read[name]
    return found
