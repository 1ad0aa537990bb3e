"""Know the files that other places hand out, and read them as if they were sheets of ours.

Nothing is guessed beyond what foreign.toml names: a column that is not there stays where it is and is told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Literal

from merchant_helper.bulk.sheet.foreign_rows import JOINS, Told
from merchant_helper.bulk.sheet.grid import Grid, Raw, Rows, SheetRefused
from merchant_helper.issues import Issue
from merchant_helper.text import fold, glimpse, nfc

ISSUE_CODES = ("sheet.foreign", "sheet.foreign_left_out", "sheet.foreign_pictures", "sheet.foreign_weight")
# A file's keys, labels, marks and limits stand in its first rows; goods follow.
_WITHIN = 8
_MOST_NAMED = 12
# Rows that belong together wait for one another, so all of them are held at once.
MOST_GOODS = 20_000
_PRICE = re.compile(r"[0-9][0-9.,]*")
_UNIT = re.compile(r"(?<![a-z])(kg|kilogram|gram|gr|gam|g)(?![a-z])")
OURS = (
    *(
        "sku",
        "group",
        "name",
        "category",
        "description",
        "price",
        "sale_price",
        "stock",
        "weight_g",
        "length_cm",
    ),
    *("width_cm", "height_cm", "brand", "gtin", "condition", "origin", "unit", "unit_size", "expiry"),
    *("option1_name", "option1_value", "option2_name", "option2_value", "photos", "tags"),
)
First = Sequence[tuple[int, Sequence[Raw]]]


@dataclass(frozen=True)
class Place:
    """Be one place whose files are known."""

    name: str
    joins: Literal["rows", "first", "parent", "related"]
    marks: tuple[frozenset[str], ...]
    html: bool
    columns: Mapping[str, tuple[str, ...]]
    example: str | None = None


@dataclass(frozen=True)
class Foreign:
    """Be a file that was recognised: whose it is, where its headers stand and what each column holds."""

    place: Place
    header_row: int
    heads: tuple[str, ...]
    where: Mapping[str, tuple[int, ...]]
    weight_unit: float | None


@cache
def places() -> tuple[Place, ...]:
    """Read all places whose files are known."""
    text = files("merchant_helper.bulk.sheet").joinpath("foreign.toml").read_text("utf-8")
    return tuple(
        Place(
            name=table["name"],
            joins=table["joins"],
            marks=tuple(frozenset(marks) for marks in table["marks"]),
            html=table["html"],
            columns={field: tuple(heads) for field, heads in table["columns"].items()},
            example=table.get("example"),
        )
        for table in tomllib.loads(text).values()
    )


def plain_head(cell: object) -> str:
    """Write a header so that it can be compared: no case, no marks, nothing behind a bar."""
    return " ".join(fold(nfc(str(cell))).lower().partition("|")[0].replace("*", "").split())


def recognised(first: First) -> Foreign | None:
    """Tell whose file this is by its first rows."""
    for number, cells in first[:_WITHIN]:
        heads = tuple(plain_head(cell) for cell in cells)
        known = frozenset(heads)
        for place in places():
            if any(marks <= known for marks in place.marks):
                where = {field: _where(heads, names) for field, names in place.columns.items()}
                return Foreign(place, number, heads, where, _unit(first, where.get("weight_told", ())))
    return None


def _where(heads: Sequence[str], names: Iterable[str]) -> tuple[int, ...]:
    return tuple(heads.index(name) for name in names if name in heads)


def _unit(first: First, places: tuple[int, ...]) -> float | None:
    """Find in the rows that explain a column whether it is weighed in grams or kilograms."""
    for index in places:
        for _number, cells in first[:_WITHIN]:
            text = fold(str(cells[index])).lower() if index < len(cells) else ""
            if match := _UNIT.search(text):
                return 1000 if match[1].startswith("k") else 1
    return None


def translated(grid: Grid, foreign: Foreign, has_photo: Callable[[str], bool] | None) -> Grid:
    """Give a file's goods as the rows of a sheet of ours, under their own numbers.

    ``has_photo`` tells which of the pictures it names are at hand; the others are counted and told. Raises
    SheetRefused for more goods than a shop can have.
    """
    goods = list(islice(_goods(grid, foreign), MOST_GOODS + 1))
    if len(goods) > MOST_GOODS:
        raise SheetRefused("sheet.too_many_rows", max=MOST_GOODS)
    for told in goods:
        told.html = foreign.place.html
    joined = list(JOINS[foreign.place.joins](goods, foreign.weight_unit))
    rows: list[tuple[int, list[Raw]]] = [(foreign.header_row, list(OURS))]
    missing = 0
    for number, cells in joined:
        names = cells.pop("pictures", [])
        found = [name for name in names if has_photo is not None and has_photo(name)]
        missing += len(names) - len(found)
        row = {**cells, "photos": " | ".join(found)}
        rows.append((number, [str(row.get(key) or "") for key in OURS]))

    def again() -> Rows:
        return iter(rows)

    notes = (*grid.notes, *_notes(foreign, len(joined), missing, goods))
    return replace(grid, rows=again, flaws=_flaws(grid, foreign), notes=notes)


def _goods(grid: Grid, foreign: Foreign) -> Iterable[Told]:
    """Give the rows that hold goods; those that explain the columns stand above the first price."""
    begun = foreign.place.example is None
    for number, cells in grid.rows():
        if number <= foreign.header_row or all(cell == "" for cell in cells):
            continue
        told = Told(
            number, {f: _texts(cells, where) for f, where in foreign.where.items()}, foreign.heads, cells
        )
        if not begun:
            if not _PRICE.fullmatch(told.one("price")) or _is_example(told, foreign.place.example or ""):
                continue
            begun = True
        yield told


def _is_example(told: Told, begins: str) -> bool:
    return any(text.startswith(begins) for text in told.many("photos"))


def _texts(cells: Sequence[Raw], where: Iterable[int]) -> list[str]:
    return [_text(cells[index]) for index in where if index < len(cells)]


def _text(cell: Raw) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def _flaws(grid: Grid, foreign: Foreign) -> dict[tuple[int, int], str]:
    """Move the cells that have no value to where their fields stand here."""
    to = {
        index: OURS.index(field) for field, where in foreign.where.items() if field in OURS for index in where
    }
    return {(row, to[column]): code for (row, column), code in grid.flaws.items() if column in to}


def _notes(foreign: Foreign, count: int, missing: int, goods: Sequence[Told]) -> Iterable[Issue]:
    yield Issue("sheet.foreign", None, "hint", {"place": foreign.place.name, "count": count})
    taken = {index for where in foreign.where.values() for index in where}
    left = dict.fromkeys(
        glimpse(str(foreign.heads[index]), 40)
        for told in goods
        for index, cell in enumerate(told.cells[: len(foreign.heads)])
        if index not in taken and index not in told.read and cell != "" and foreign.heads[index]
    )
    if left:
        named = [*left][:_MOST_NAMED]
        columns = ", ".join([*named, "…"] if len(left) > len(named) else named)
        yield Issue("sheet.foreign_left_out", None, "hint", {"columns": columns})
    if missing:
        yield Issue("sheet.foreign_pictures", "photos", "warn", {"count": missing})
    if foreign.where.get("weight_told") and foreign.weight_unit is None:
        yield Issue("sheet.foreign_weight", "weight_g", "warn")
