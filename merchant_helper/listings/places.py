"""Know the names of places that goods are said to come from (places.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def place_names() -> tuple[str, ...]:
    """Give provinces, known places and countries, the longest names first."""
    table = tomllib.loads(files("merchant_helper.listings").joinpath("places.toml").read_text("utf-8"))
    names = [*table["provinces"], *table["known"], *table["countries"]]
    return tuple(sorted(dict.fromkeys(names), key=lambda name: (-len(name), name)))
