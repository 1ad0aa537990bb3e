"""Know names of options and values to tap for a kind of goods; they are data in options.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Offers(NamedTuple):
    """Hold names of options and values, the commonest first."""

    names: tuple[str, ...]
    values: tuple[str, ...]


@cache
def _all() -> dict[str, Offers]:
    table = tomllib.loads(files("merchant_helper.listings").joinpath("options.toml").read_text("utf-8"))
    return {key: Offers(tuple(row["names"]), tuple(row["values"])) for key, row in table.items()}


def offers(kind: str | None) -> Offers:
    """Give what fits a kind, else what fits most goods."""
    return _all().get(kind or "other", _all()["other"])
