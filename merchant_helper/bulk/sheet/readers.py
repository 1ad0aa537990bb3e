"""Read the cells of one column after another, and each text that comes again only once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from merchant_helper.bulk.sheet.cells import (
    Found,
    category,
    code,
    condition,
    link,
    parted,
    price,
    side,
    stock,
    text,
    weight,
)
from merchant_helper.bulk.sheet.columns import Place
from merchant_helper.bulk.sheet.grid import Raw
from merchant_helper.bulk.sheet.lost import STARTS, lost
from merchant_helper.issues import Issue
from merchant_helper.text import clean_text, is_plain, unseen_removed
from merchant_helper.text.legacy import has_new_letter, old_font

Reader = Callable[[Raw, Place, Found, bool], Any]


def _words(key: str, *, multiline: bool = False) -> Reader:
    return lambda value, _place, found, _small: text(value, key, found, multiline=multiline)


READERS: dict[str, Reader] = {
    **{key: _words(key) for key in ("name", "brand", "gtin", "origin", "unit", "unit_size", "expiry")},
    **{f"option{n}_{what}": _words(f"option{n}_{what}") for n in (1, 2) for what in ("name", "value")},
    "description": _words("description", multiline=True),
    "sku": lambda value, _place, found, _small: code(value, "sku", found),
    "group": lambda value, _place, found, _small: code(value, "group", found),
    "price": lambda value, _place, found, small: price(value, "price", found, small=small),
    "sale_price": lambda value, _place, found, small: price(value, "sale_price", found, small=small),
    "stock": lambda value, _place, found, _small: stock(value, "stock", found),
    "weight_g": lambda value, place, found, _small: weight(value, place, found),
    "length_cm": lambda value, _place, found, _small: side(value, "length_cm", found),
    "width_cm": lambda value, _place, found, _small: side(value, "width_cm", found),
    "height_cm": lambda value, _place, found, _small: side(value, "height_cm", found),
    "category": lambda value, _place, found, _small: category(value, found),
    "condition": lambda value, _place, found, _small: condition(value, found),
    "photos": lambda value, _place, found, _small: parted(value, "photos", found),
    "tags": lambda value, _place, found, _small: parted(value, "tags", found),
    "link": lambda value, _place, found, _small: link(value, found),
}
# As many answers of a column are remembered; a column of names has more and is read anew each time.
_REMEMBERED = 4_000
# Text in them is kept as it is when there is nothing to tidy: most is so, and each is another.
_WORDS = frozenset({"name", "description", "brand", "gtin", "origin", "unit", "unit_size", "expiry"})
# Words enough to tell for which font they were typed.
_TOLD = frozenset({"name", "description"})
# Their readers take words that nobody has cleaned, and ask for something where nothing can be seen.
_AMOUNTS = frozenset({"price", "sale_price", "stock", "weight_g", "length_cm", "width_cm", "height_cm"})
Read = tuple[Any, tuple[Issue, ...]]


class Column:
    """Read the cells of one column.

    ``known`` remembers words that were read: prices, units and kinds come again. Numbers are remembered apart
    from them, because 1.0 and TRUE would be the same.
    """

    def __init__(self, key: str, place: Place, small: bool) -> None:
        self.key, self.index = key, place.index
        self._place, self._small, self._reader = place, small, READERS[key]
        self._words, self._lines, self._amount = key in _WORDS, key == "description", key in _AMOUNTS
        self._told = key in _TOLD
        self.known: dict[Raw, Read] = {}
        self._numbers: dict[float, Read] = {}

    def read(self, value: Raw) -> Read:
        """Give what a cell says (None for nothing), and what is wrong with it."""
        if type(value) is float:
            return self._numbers.get(value) or _remembered(self._numbers, value, self._anew(value))
        if type(value) is not str:
            return self._anew(value)
        if value[:1] in STARTS and (spoiled := lost(value, self.key)):
            return None, (spoiled,)
        new = not self._told or has_new_letter(value) or not old_font(value)
        if new and self._words and is_plain(value, multiline=self._lines):
            return _remembered(self.known, value, (value, ()))
        return _remembered(self.known, value, self._anew_text(value) if self._amount else self._anew(value))

    def _anew(self, value: Raw) -> Read:
        found: Found = []
        return self._reader(value, self._place, found, self._small), tuple(found)

    def _anew_text(self, value: str) -> Read:
        clean, removed = clean_text(value)
        found = (unseen_removed(self.key),) if removed else ()
        if not clean:
            return None, found
        result, issues = self._anew(value)
        return result, (*found, *issues)


def _remembered(known: dict[Any, Read], value: Raw, result: Read) -> Read:
    if len(known) < _REMEMBERED:
        known[value] = result
    return result
