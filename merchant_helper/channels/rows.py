"""Make the rows of a channel's file, one after another; no format is known here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from merchant_helper.channels.cells import TRANSFORMS, line
from merchant_helper.channels.model import Channel, Column
from merchant_helper.channels.tidy import let_in
from merchant_helper.channels.values import (
    COMPUTED,
    OF_OPTIONS,
    SINGLE,
    VARIATION,
    WITHOUT_OPTIONS,
    Family,
    beside,
    distinct,
    of_family,
    parent_values,
    shared_values,
)
from merchant_helper.listings.product import Product

Row = dict[str, str]
ImagesOf = Callable[[Product], Iterable[str]]
_OF_FAMILY = frozenset(of_family(Family((Product("", ""),))))
_SHARED = frozenset(shared_values(Family((Product("", ""),))))


class MadeRows(Iterator[Row]):
    """Give rows as they were made for a channel: every cell in its order, and safe as it stands."""

    def __init__(self, made: Iterator[Row], channel: Channel) -> None:
        self.made, self.columns = made, channel.columns

    def __next__(self) -> Row:
        return next(self.made)


def rows(products: Iterable[Product], channel: Channel, images: ImagesOf | None = None) -> MadeRows:
    """Give each row as column id to cell, in the order of the columns.

    ``images`` names the pictures of a product as the cell shall hold them (file names or URLs); without it
    the cell is blank. Products stream through; only variants of a group wait for one another, and come last.
    Nothing is checked or held back here: :func:`merchant_helper.channels.check` does that.
    """
    return tidy_rows((let_in(product)[0] for product in products), channel, images)


def tidy_rows(products: Iterable[Product], channel: Channel, images: ImagesOf | None) -> MadeRows:
    """Give the rows of products whose texts were let in already."""
    return MadeRows(_made(products, channel, images), channel)


def _made(products: Iterable[Product], channel: Channel, images: ImagesOf | None) -> Iterator[Row]:
    maker, grouped, alone = Maker(channel), channel.groups != "rows", channel.groups != "first"
    groups: dict[str, list[Product]] = {}
    no_pictures: Mapping[str, tuple[str, ...]] = {}
    for product in products:
        if grouped and product.group:
            members = groups.setdefault(product.group.casefold(), [])
            members.append(beside(members[0], product) if members else product)
        elif alone:
            yield maker.single(product, _names((product,), images) if images else no_pictures)
        else:
            names = tuple(images(product)) if images else ()
            yield from maker.pictured([maker.single(product, no_pictures)], names)
    for members in groups.values():
        of_all = _names(members, images) if images else no_pictures
        yield from maker.whole(Family(tuple(members), members[0].group), of_all)


def _names(products: Iterable[Product], images: ImagesOf) -> Mapping[str, tuple[str, ...]]:
    return {product.sku: tuple(images(product)) for product in products}


def cell(values: Mapping[str, Any], column: Column) -> str:
    """Write what one column holds of a row's values."""
    if column.value is None:
        return column.fixed or ""
    value = values[column.value]
    if column.when_filled is not None:
        return column.when_filled if value not in (None, "", ()) else ""
    return TRANSFORMS[column.transform](value)


def _cells(columns: Iterable[Column], values: Mapping[str, Any]) -> Row:
    return {column.id: cell(values, column) for column in columns}


class Maker:
    """Make the rows of one channel as :func:`cell` says; what all of them share is worked out once.

    A row begins as a copy of the one where nothing is known, so that only what is known costs time.
    """

    def __init__(self, channel: Channel) -> None:
        columns = channel.columns
        values = dict.fromkeys(column.value for column in columns if column.value is not None)
        fills = {value: _Fill([c for c in columns if c.value == value]) for value in values}
        unknown: dict[str, Any] = dict.fromkeys(values)
        self._blank = _cells(columns, unknown)
        self._blank_single = _cells(columns, {**unknown, **SINGLE, **WITHOUT_OPTIONS})
        self._variation = _cells([column for column in columns if column.value in VARIATION], VARIATION)
        self._of_family = [column for column in columns if column.value in _OF_FAMILY]
        self._shared = [column for column in columns if column.value in _SHARED]
        self._everywhere = [column.id for column in columns if column.scope == "every"]
        self._pictured = [(c.id, c.value == "picture") for c in columns if c.scope == "picture"]
        self._own = [column for column in columns if column.value == "own_picture"]
        self._only_once = {column.id: "" for column in columns if column.scope == "product"}
        self._nothing = {column.id: "" for column in columns}
        self.whole = {"first": self.first, "each": self.each}.get(channel.groups, self.family)
        self._undescribed = _cells([c for c in columns if c.value == "description"], {"description": ""})
        self._fills = tuple(fills.items())
        told = [value for value in values if value not in COMPUTED and value not in SINGLE]
        self._one, one = _picker([value for value in told if fills[value].is_one], fills)
        self._ones = tuple((fill.id, fill.write) for fill in one)
        self._many, self._many_fills = _picker([value for value in told if not fills[value].is_one], fills)
        worked_out = [value for value in values if value in COMPUTED]
        self._computed = tuple((COMPUTED[v], fills[v].put) for v in worked_out if v not in OF_OPTIONS)
        self._optional = tuple((COMPUTED[v], fills[v].put) for v in worked_out if v in OF_OPTIONS)

    def family(self, family: Family, pictures: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
        """Make the rows of a group: its parent, then its variants."""
        yield self.row(parent_values(family, pictures))
        shared = self._variation | _cells(self._of_family, of_family(family))
        same = shared | self._undescribed
        described = family.products[0].description
        for product in family.products:
            row = self.single(product, pictures)
            row.update(same if product.description == described else shared)
            yield row

    def each(self, family: Family, pictures: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
        """Make the rows of a group whose variants are told in full, tied together by the group's code."""
        told = of_family(family)
        first, others = (_cells(self._of_family, {**told, **more}) for more in ({"leader": None}, {}))
        for number, product in enumerate(family.products):
            row = self.single(product, pictures)
            row.update(others if number else first)
            yield row

    def first(self, family: Family, pictures: Mapping[str, tuple[str, ...]]) -> Iterable[Row]:
        """Make the rows of a group whose first row tells what all of its variants share."""
        rows = [self.single(product, {}) for product in family.products]
        shared = _cells(self._of_family, of_family(family))
        for row, product in zip(rows, family.products, strict=True):
            row.update(shared)
            own = next(iter(pictures.get(product.sku, ())), None)
            row.update(_cells(self._own, {"own_picture": own}))
        rows[0].update(_cells(self._shared, shared_values(family)))
        for row in rows[1:]:
            row.update(self._only_once)
        return self.pictured(
            rows, distinct(name for p in family.products for name in pictures.get(p.sku, ()))
        )

    def pictured(self, rows: list[Row], names: Sequence[str]) -> list[Row]:
        """Give each row a picture; those for which no row is left stand in rows of their own."""
        for _more in range(len(names) - len(rows)):
            row = self._nothing.copy()
            for column_id in self._everywhere:
                row[column_id] = rows[0][column_id]
            rows.append(row)
        for number, (row, name) in enumerate(zip(rows, names, strict=False), start=1):
            for column_id, told in self._pictured:
                row[column_id] = line(name) if told else str(number)
        return rows

    def row(self, values: Mapping[str, Any]) -> Row:
        """Make a row from the values of any row."""
        row = self._blank.copy()
        for name, fill in self._fills:
            value = values[name]
            if value is not None:
                fill.put(row, value)
        return row

    def single(self, product: Product, pictures: Mapping[str, tuple[str, ...]]) -> Row:
        """Make the row of a product that belongs to no group."""
        row = self._blank_single.copy()
        for value, (column_id, write) in zip(self._one(product), self._ones, strict=False):
            if value is not None:
                row[column_id] = write(value)
        for value, fill in zip(self._many(product), self._many_fills, strict=False):
            if value is not None:
                row.update(fill.known(value))
        for compute, put in self._computed:
            value = compute(product, pictures)
            if value is not None:
                put(row, value)
        if self._optional and (product.option1_name or product.option2_name or product.attributes):
            for compute, put in self._optional:
                value = compute(product, pictures)
                if value is not None:
                    put(row, value)
        return row


class _Fill:
    """Fill the columns of one value: one column, or several that belong together."""

    __slots__ = ("_columns", "id", "is_one", "known", "write")

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self.is_one = len(columns) == 1 and columns[0].when_filled is None
        self.id, self.write = columns[0].id, TRANSFORMS[columns[0].transform]
        # Such values (a unit, a brand) are the same for many products.
        self.known = lru_cache(256, typed=True)(self._cells)

    def put(self, row: Row, value: Any) -> None:
        """Write a value that is known into its columns."""
        if self.is_one:
            row[self.id] = self.write(value)
        else:
            row.update(self.known(value))

    def _cells(self, value: Any) -> Row:
        return {column.id: cell({column.value or "": value}, column) for column in self._columns}


def _picker(
    values: Sequence[str], fills: Mapping[str, _Fill]
) -> tuple[Callable[[Product], tuple[Any, ...]], tuple[_Fill, ...]]:
    """Give what takes these values out of a product, and what they fill.

    Two that fill nothing come last, so that attrgetter gives a tuple whatever the values are.
    """
    return attrgetter(*values, "sku", "sku"), tuple(fills[value] for value in values)
