"""Know the columns of a sheet, and find them whatever they are called; they are data in columns.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from merchant_helper.i18n import language
from merchant_helper.text import fold

# What fix-these.xlsx adds; read back, these two say nothing about the product.
PROBLEM, HOW_TO_FIX = "problem", "how to fix"
# What a sheet gets whose empty cells the program filled; it says which, and nothing about the product.
WRITTEN = "phần mềm viết"
_SAID = frozenset({"problem", "how to fix", "loi gi", "cach sua", "phan mem viet", "written"})
# What may stand beside a name without making another column of it; "Dài (mm)" or "Giá bán (sỉ)" are not ours.
_SAME = frozenset({"bat buoc", "required", "khong bat buoc", "optional", "neu co", "tuy chon"})
_UNITS = {
    **dict.fromkeys(("price", "sale_price"), frozenset({"d", "dong", "vnd", "viet nam dong"})),
    **dict.fromkeys(("length_cm", "width_cm", "height_cm"), frozenset({"cm"})),
    "weight_g": frozenset({"g", "gr", "gam", "gram"}),
}
_SIGNS = re.compile(r"[^a-z0-9]+")
_BESIDE = re.compile(r"^(.*?)[(\[]\s*([^()\[\]]+?)\s*[)\]]\s*$", re.DOTALL)


@dataclass(frozen=True)
class Field:
    """Be one column: its key, its names, what is written there and what the empty sheet shows."""

    key: str
    vi: str
    en: str
    also: tuple[str, ...]
    example: str
    width: int
    help: Mapping[str, str]

    def label(self) -> str:
        """Give its name in the current language."""
        return self.en if language() == "en" else self.vi

    def advice(self) -> str:
        """Say in the current language what to write there."""
        return self.help["en" if language() == "en" else "vi"]


@cache
def fields() -> dict[str, Field]:
    """Read all columns, in their order.

    Raises TypeError for a key that the file should not have.
    """
    table = tomllib.loads(files("merchant_helper.bulk.sheet").joinpath("columns.toml").read_text("utf-8"))
    return {key: _read(key, row) for key, row in table.items()}


def _read(key: str, row: Mapping[str, Any]) -> Field:
    return Field(key=key, **{**row, "also": tuple(row["also"])})


@dataclass(frozen=True)
class Place:
    """Say where a field stands; a weight may be told in kilograms."""

    index: int
    unit: Literal["g", "kg"] = "g"


@dataclass(frozen=True)
class Header:
    """Hold what a row of headers says.

    ``places`` maps fields to columns; ``unknown`` are columns that are none of ours, ``twice`` those that
    claim a field again, both as (index, text); ``said`` are the columns that a list of rows to mend added.
    """

    texts: tuple[str, ...]
    places: Mapping[str, Place]
    unknown: tuple[tuple[int, str], ...] = ()
    twice: tuple[tuple[int, str], ...] = ()
    said: frozenset[int] = frozenset()

    @property
    def is_one(self) -> bool:
        """Tell whether the row can be a header at all: it says which product, and one thing about it."""
        return bool({"name", "sku"} & set(self.places)) and len(self.places) > 1


def read_header(cells: Sequence[object]) -> Header:
    """Find the field of each column: by its key, a name in either language, or both together."""
    texts = tuple(head_text(cell) for cell in cells)
    places: dict[str, Place] = {}
    unknown: list[tuple[int, str]] = []
    twice: list[tuple[int, str]] = []
    said: set[int] = set()
    for index, text in enumerate(texts):
        key, unit = _field_of(text)
        if not text:
            continue
        if _plain(text) in _SAID:
            said.add(index)
        elif key is None:
            unknown.append((index, text))
        elif key in places:
            twice.append((index, text))
        else:
            places[key] = Place(index, unit)
    return Header(texts, places, tuple(unknown), tuple(twice), frozenset(said))


def head_text(cell: object) -> str:
    """Give a header as text; a year or a number over a column is the name of that column, too."""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip()


def field_of(text: str) -> str | None:
    """Give the key of the field that a header names, if it is one of ours."""
    return _field_of(text)[0]


def _field_of(text: str) -> tuple[str | None, Literal["g", "kg"]]:
    """Give the field a header names: "Giá bán (price)", "price", "Giá bán", "Weight (kg)"."""
    names = _names()
    plain = _plain(text)
    if plain in names:
        return names[plain]
    beside = _BESIDE.match(text)
    if beside:
        if _plain(beside[2]) in names:
            return names[_plain(beside[2])]
        known = names.get(_plain(beside[1]))
        if known and _plain(beside[2]) in _SAME | _UNITS.get(known[0], frozenset()):
            return known
    return None, "g"


@cache
def _names() -> dict[str, tuple[str, Literal["g", "kg"]]]:
    names: dict[str, tuple[str, Literal["g", "kg"]]] = {}
    for field in fields().values():
        for name in (field.key, field.vi, field.en, *field.also):
            names.setdefault(_plain(name), (field.key, "g"))
    for name in ("weight_kg", "Cân nặng (kg)", "Khối lượng (kg)", "Trọng lượng (kg)", "Weight (kg)"):
        names[_plain(name)] = ("weight_g", "kg")
    return names


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", fold(text).lower()).strip()


def best_header(rows: Iterable[tuple[int, Sequence[object]]]) -> tuple[int, Header] | None:
    """Choose the row that names most columns among the first ones; titles may stand above it."""
    best: tuple[int, Header] | None = None
    for number, cells in rows:
        header = read_header(cells)
        if header.is_one and (best is None or len(header.places) > len(best[1].places)):
            best = number, header
    return best


def named_twice(header: Header) -> Mapping[str, str]:
    """Tell where the first field stands that is named again, and where it is."""
    index, text = header.twice[0]
    again = {place.index: key for key, place in header.places.items()}
    key = next(iter(read_header([text]).places))
    first = next(i for i, k in again.items() if k == key)
    return {"one": _letters(first), "other": _letters(index), "name": fields()[key].label()}


def _letters(index: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 27 is AB."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
