"""Hold what a column of a channel's file cannot take."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from merchant_helper.channels.model import Channel, Column
from merchant_helper.channels.rows import cell
from merchant_helper.channels.values import COMPUTED, SINGLE, single_value
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Product

ISSUE_CODES = ("channel.column_too_long", "channel.column_empty")
# What a person knows a value by that is worked out for a column.
_FIELDS = {
    **{
        "described": "description",
        "handle": "sku",
        "selling_price": "price",
        "other_options": "option1_value",
    },
    **dict.fromkeys(
        ("color", "size", "material", "pattern", "options_listed", "options_barred"), "option1_value"
    ),
    **{"option1_or_none": "option1_name", "option1_value_or_none": "option1_value"},
}
# Ways of writing that leave a letter or a figure at the beginning, and of one sign make six at most.
_KEEPING, _GROWTH = frozenset({"text", "title", "plain", "one_line", "one_level"}), 6


@dataclass(frozen=True, slots=True)
class _Bound:
    """Be a column that cannot take everything, with what is asked of it again and again.

    ``own`` tells that its value is a field of the product, ``of_options`` that it may be empty and is, where
    a product has neither options nor attributes; a text that begins with a letter or a figure
    surely fits up to ``longest``, one of plain letters, figures and hyphens up to ``most``.
    """

    column: Column
    value: str
    field: str
    own: bool
    required: bool
    longest: float
    most: float
    of_options: bool

    @classmethod
    def of(cls, column: Column) -> _Bound:
        """Work out what a column takes surely."""
        value = column.value or ""
        keeps = column.transform in _KEEPING and column.when_filled is None
        most = math.inf if column.max_length is None else column.max_length
        own = value not in COMPUTED and value not in SINGLE
        field = _FIELDS.get(value, value)
        of_options = field == "option1_value" and not column.required
        return cls(
            column,
            value,
            field,
            own,
            column.required,
            most / _GROWTH if keeps else 0,
            most if keeps else 0,
            of_options,
        )


# By the identity of a spec's columns, which are kept beside: comparing them costs more than all checks.
_BOUND: dict[int, tuple[tuple[Column, ...], tuple[_Bound, ...]]] = {}


def _bound(columns: tuple[Column, ...]) -> tuple[_Bound, ...]:
    """Give the columns that cannot take everything."""
    known = _BOUND.get(id(columns))
    if known is None:
        if len(_BOUND) > 100:
            _BOUND.clear()
        bound = tuple(_Bound.of(c) for c in columns if c.value and (c.required or c.max_length))
        known = _BOUND[id(columns)] = (columns, bound)
    return known[1]


def check_columns(product: Product, channel: Channel, told: set[str | None]) -> Iterator[Issue]:
    """Hold what a column cannot take; a field that was told of already is not told twice."""
    plain = not (product.option1_value or product.option2_value or product.attributes)
    for bound in _bound(channel.columns):
        if plain and bound.of_options:
            continue
        name = bound.value
        seen = getattr(product, name) if bound.own else single_value(product, name)
        if not seen and (seen is None or seen == "") and not bound.required:
            continue
        if type(seen) is str and 0 < len(seen) <= bound.longest and seen[0].isalnum():
            continue
        if _surely_fits(seen, bound):
            continue
        if bound.field not in told:
            yield from _too_long_or_empty(seen, bound)


def _surely_fits(seen: object, bound: _Bound) -> bool:
    """Tell at once that a code is short enough, and that an amount is written where any length will do."""
    if type(seen) is str:
        return len(seen) <= bound.most and seen.isascii() and seen.replace("-", "").isalnum()
    return type(seen) is int and seen > 0 and bound.column.max_length is None


def _too_long_or_empty(seen: object, bound: _Bound) -> Iterator[Issue]:
    column, length = bound.column, len(cell({bound.value: seen}, bound.column))
    if column.required and not length:
        yield Issue("channel.column_empty", bound.field, "block", {"column": column.header})
    if column.max_length is not None and length > column.max_length:
        over: dict[str, str | int] = {"column": column.header, "max": column.max_length}
        over["over"] = length - column.max_length
        yield Issue("channel.column_too_long", bound.field, "block", over)
