"""Turn the rules of a file for its cells into limits and lists of allowed values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from merchant_helper.channels.fill.opening import Book
from merchant_helper.channels.fill.places import areas, column_of
from merchant_helper.channels.fill.refused import TemplateRefused
from merchant_helper.channels.fill.sheet import Sheet, read_sheet
from merchant_helper.channels.fill.validations import Validation

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_RANGE = re.compile(r"""(?:'((?:[^']|'')+)'|([^'!(),"]+))!([$A-Z0-9:]+)""")
_OFFSET = re.compile(
    r"""OFFSET\((?P<sheet>'(?:[^']|'')+'|[^'!(),"]+)!\$?(?P<values>[A-Z]{1,3})\$?[0-9]*,"""
    r"""MATCH\(\$?(?P<by>[A-Z]{1,3})\$?[0-9]*,(?P=sheet)!\$?(?P<keys>[A-Z]{1,3})\$?[0-9]+:""",
)
_AT_LEAST, _AT_MOST = re.compile(r">=\s*(-?[0-9.]+)"), re.compile(r"<=\s*(-?[0-9.]+)")
_MOST_COLUMNS = 400
# Rules that stand row by row were put together before: what is left of them are a few for each column.
_MOST_STEPS, _MOST_FORMS = 1_000_000, 3_000
# A list longer than this is for looking up, not for choosing from.
MOST_CHOICES = 50_000


@dataclass(frozen=True)
class Rule:
    """Hold what a file allows in one column; None where it says nothing.

    ``choices`` are texts as they stand in the file. ``lists`` names the sheet that has them for each
    category, with the column of categories and that of values.
    """

    top: int = 0
    bottom: int = 0
    number: bool = False
    whole: bool = False
    low: float | None = None
    high: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    choices: tuple[str, ...] = ()
    lists: tuple[str, int, int] | None = None


def rules_of(book: Book, sheet: Sheet) -> dict[int, Rule]:
    """Give the rules of a sheet by column; of several for one column each adds what it says."""
    found: dict[int, dict[str, Any]] = {}
    ends: dict[int, tuple[int, int]] = {}
    known: dict[str, dict[str, Any]] = {}
    steps = 0
    for validation in sheet.validations:
        key = f"{validation.kind} {validation.operator} {validation.first} {validation.second}"
        if key not in known:
            known[key] = _meaning(book, sheet, validation)
        for area in validation.areas:
            steps += 1 + area.right - area.left
            if steps > _MOST_STEPS or len(known) > _MOST_FORMS:
                raise TemplateRefused("template.bomb")
            for column in range(area.left, min(area.right, area.left + _MOST_COLUMNS) + 1):
                top, bottom = ends.get(column, (area.top, area.bottom))
                ends[column] = min(top, area.top), max(bottom, area.bottom)
                said = found.setdefault(column, {})
                if said is not known[key]:
                    found[column] = known[key] if not said else {**known[key], **said}
    return {column: Rule(*ends[column], **said) for column, said in found.items()}


def _meaning(book: Book, sheet: Sheet, validation: Validation) -> dict[str, Any]:
    if validation.kind == "list":
        return _list(book, sheet, validation.first)
    low, high = _limits(validation)
    if validation.kind == "textLength":
        shortest, longest = (int(limit) if limit and limit > 0 else None for limit in (low, high))
        return {"min_length": shortest, "max_length": longest}
    if validation.kind in ("whole", "decimal"):
        return {"number": True, "whole": validation.kind == "whole", "low": low, "high": high}
    if validation.kind == "custom" and "LEN(" in validation.first and (low is not None or high is not None):
        return {"number": True, "low": low, "high": high}
    return {}


def _limits(validation: Validation) -> tuple[float | None, float | None]:
    if validation.kind == "custom":
        least, most = _AT_LEAST.search(validation.first), _AT_MOST.search(validation.first)
        return (_number(least[1]) if least else None), (_number(most[1]) if most else None)
    first, second = _number(validation.first), _number(validation.second)
    match validation.operator:
        case "between":
            return first, second
        case "equal":
            return first, first
        case "greaterThanOrEqual":
            return first, None
        case "greaterThan":
            return (None if first is None else first + 1), None
        case "lessThanOrEqual":
            return None, first
        case "lessThan":
            return None, (None if first is None else first - 1)
    return None, None


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def _list(book: Book, sheet: Sheet, formula: str) -> dict[str, Any]:
    text = formula.strip().removeprefix("=")
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        values = (value.strip() for value in text[1:-1].replace('""', '"').split(","))
        return {"choices": tuple(value for value in values if value)}
    text = book.names.get(text, text).removeprefix("=")
    offset = _OFFSET.match(text)
    if offset:
        named = offset["sheet"].strip("'").replace("''", "'")
        return {"lists": (named, column_of(offset["keys"]), column_of(offset["values"]))}
    other = _RANGE.fullmatch(text)
    if other:
        named = book.sheet((other[1] or other[2]).replace("''", "'"))
        return {"choices": _column(read_sheet(book, named.part), other[3])} if named else {}
    return {"choices": _column(sheet, text)} if areas(text) else {}


def _column(sheet: Sheet, text: str) -> tuple[str, ...]:
    """Give the texts of a block of cells, each once, in their order."""
    found: dict[str, None] = {}
    for area in areas(text):
        for number, row in sheet.rows.items():
            if area.top <= number <= area.bottom:
                found.update(
                    (c.text, None) for c in row.cells if area.left <= c.column <= area.right and c.text
                )
    return tuple(found)[:MOST_CHOICES]


def choices_for(book: Book, rule: Rule, category: str) -> tuple[str, ...]:
    """Give what a column takes for a category; lists in another sheet are read when they are asked for."""
    if rule.lists is None:
        return rule.choices
    known = book.cache.get(rule.lists)
    if not isinstance(known, dict):
        known = book.cache[rule.lists] = _by_category(book, *rule.lists)
    return tuple(known.get(category.strip(), ()))


def _by_category(book: Book, sheet: str, keys: int, values: int) -> dict[str, dict[str, None]]:
    """Read a list that depends on the category: one column of categories, beside it the values."""
    named = book.sheet(sheet)
    found: dict[str, dict[str, None]] = {}
    for row in read_sheet(book, named.part).rows.values() if named else ():
        category, value = row.text(keys), row.text(values)
        if category and value:
            found.setdefault(category.strip(), {})[value] = None
    return found


def most_common(numbers: Iterable[int]) -> int | None:
    """Give the number that comes most often, the smallest of several."""
    counts: dict[int, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    return min(counts, key=lambda n: (-counts[n], n)) if counts else None
