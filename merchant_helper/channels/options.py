"""Say what variants differ in, in the forms that channels know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from merchant_helper.channels.cells import plain_start
from merchant_helper.listings.product import Product
from merchant_helper.text import search_key

# What a product is called that comes in one kind only; importers know it as "no option at all".
NO_OPTION, NO_VALUE = "Title", "Default Title"
# Options that feeds have a column of their own for, by the words people use.
_WORDS = {
    "color": ("mau", "mau sac", "mau ma", "color", "colour"),
    "size": ("co", "size", "kich co", "kich thuoc", "so do"),
    "material": ("chat lieu", "vat lieu", "material"),
    "pattern": ("hoa van", "hoa tiet", "pattern"),
}
_KNOWN = {word: key for key, words in _WORDS.items() for word in words}
_SIGNS = re.compile(r"\s*[,:|]\s*")


@cache
def core_option(name: str) -> str | None:
    """Name the column that an option has of its own in a feed (color, size, material, pattern)."""
    return _KNOWN.get(search_key(name))


def pairs(product: Product) -> Iterator[tuple[str, str]]:
    """Give the options of a product as name and value, those that are whole."""
    for name, value in (
        (product.option1_name, product.option1_value),
        (product.option2_name, product.option2_value),
    ):
        if name and value:
            yield name, value


def core_value(product: Product, key: str) -> str | None:
    """Give what a column of its own holds: the option of that name (of two the first), else what was told."""
    if not product.option1_name and not product.option2_name and not product.attributes:
        return None
    told = next((value for name, value in pairs(product) if core_option(name) == key), None)
    return told or dict(product.attributes).get(key)


def other_options(product: Product) -> str | None:
    """Write the options that no column of their own is left for: Name:Value, Name:Value."""
    taken: set[str | None] = {None}
    told: list[str] = []
    for name, value in pairs(product):
        key = core_option(name)
        if key in taken:
            told.append(f"{_plain(name)}:{_plain(value)}")
        taken.add(key)
    return ", ".join(told) or None


def all_options(product: Product, between: str) -> str | None:
    """Write all options in one cell: Name:Value, parted by a sign; the same signs inside become strokes."""
    return between.join(f"{_plain(name)}:{_plain(value)}" for name, value in pairs(product)) or None


def _plain(text: str) -> str:
    return _SIGNS.sub("/", plain_start(text))


@cache
def google_kinds() -> dict[str, tuple[str, str]]:
    """Read which id and path of Google's taxonomy each of our kinds has."""
    table = tomllib.loads(files("merchant_helper.channels").joinpath("google_kinds.toml").read_text("utf-8"))
    return {kind: (str(entry["id"]), entry["path"]) for kind, entry in table["kinds"].items()}


def google_category(kind: str | None) -> str | None:
    """Give the id of a kind in Google's taxonomy, where there is one."""
    found = google_kinds().get(kind or "")
    return found[0] if found else None
