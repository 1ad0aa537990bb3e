"""Make the rows of a channel's file, one after another; no format is known here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from merchant_helper.channels.cells import TRANSFORMS
from merchant_helper.channels.model import Channel, Column
from merchant_helper.channels.values import families, family_values, let_in
from merchant_helper.listings.product import Product

Row = dict[str, str]
ImagesOf = Callable[[Product], Iterable[str]]


def rows(products: Iterable[Product], channel: Channel, images: ImagesOf | None = None) -> Iterator[Row]:
    """Give each row as column id to cell, in the order of the columns.

    ``images`` names the pictures of a product as the cell shall hold them (file names or URLs); without it
    the cell is blank. Products stream through; only variants of a group wait for one another, and come last.
    Nothing is checked or held back here: :func:`merchant_helper.channels.check` does that.
    """
    return tidy_rows((let_in(product)[0] for product in products), channel, images)


def tidy_rows(products: Iterable[Product], channel: Channel, images: ImagesOf | None) -> Iterator[Row]:
    """Give the rows of products whose texts were let in already."""
    for family in families(products, grouped=channel.groups == "parent"):
        names = {p.sku: tuple(images(p)) for p in family.products} if images else {}
        for values in family_values(family, names):
            yield {column.id: cell(values, column) for column in channel.columns}


def cell(values: Mapping[str, Any], column: Column) -> str:
    """Write what one column holds of a row's values."""
    if column.value is None:
        return column.fixed or ""
    value = values[column.value]
    if column.when_filled is not None:
        return column.when_filled if value not in (None, "", ()) else ""
    return TRANSFORMS[column.transform](value)
