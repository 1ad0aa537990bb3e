"""Read a sheet of products row by row; every row comes out, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from merchant_helper.bulk.sheet.cells import as_text
from merchant_helper.bulk.sheet.codes import Codes
from merchant_helper.bulk.sheet.columns import Header, best_header, fields, named_twice
from merchant_helper.bulk.sheet.foreign import recognised, translated
from merchant_helper.bulk.sheet.grid import HEADER_WITHIN, Grid, Raw, SheetRefused
from merchant_helper.bulk.sheet.names import judge_name, letters_lost, may_be_odd
from merchant_helper.bulk.sheet.opening import opened
from merchant_helper.bulk.sheet.photos import PhotoFolder
from merchant_helper.bulk.sheet.readers import Column
from merchant_helper.bulk.sheet.two_lines import joined
from merchant_helper.issues import Issue
from merchant_helper.listings.product import Picture, Product
from merchant_helper.text import glimpse

ISSUE_CODES = (
    "sheet.file_too_large",
    "sheet.empty",
    "sheet.not_a_sheet",
    "sheet.encoding",
    "sheet.quote_open",
    "sheet.too_many_rows",
    "sheet.too_many_columns",
    "sheet.encrypted",
    "sheet.old_excel",
    "sheet.broken",
    "sheet.bomb",
    "sheet.macros",
    "sheet.other_sheets",
    "sheet.no_header",
    "sheet.header_twice",
    "sheet.column_unknown",
    "sheet.cell_error",
    "sheet.formula_empty",
    "sheet.example_kept",
    "sheet.cells_beyond",
    "sheet.photos_not_given",
)
# What stands in the first column of rows that explain the empty sheet, in both languages.
HELP_MARKS = ("# Cách ghi", "# How to")
EXAMPLE_MARKS = ("# Ví dụ", "# Example")


_EXPLAINED = frozenset({fields()["name"].example, *fields()["name"].help.values()})
_NOWHERE = 10**9
_UNTOLD = vars(Product("", ""))
_BEYOND = Issue("sheet.cells_beyond", None, "block")
_NOT_GIVEN = Issue("sheet.photos_not_given", "photos", "warn")


@dataclass(frozen=True)
class Sheet:
    """Be one opened sheet: its rows can be read again and again.

    ``header_row`` is the number that a spreadsheet shows. ``notes`` are things to know about the whole file;
    those about a column carry its header as ``field``.
    """

    grid: Grid
    header_row: int
    header: Header
    notes: tuple[Issue, ...]
    photos: PhotoFolder | None = None
    allow_small_prices: bool = False

    def products(self) -> Iterator[Product]:
        """Give each row that is not blank as a product, with its number and what was found wrong."""
        codes = Codes(self._codes())
        columns: list[Column | None] = [None] * len(self.header.texts)
        for key, place in self.header.places.items():
            columns[place.index] = Column(key, place, self.allow_small_prices)
        flawed = frozenset(number for number, _column in self.grid.flaws)
        for number, cells in self._body():
            found = self._flaws(number, columns) if number in flawed else []
            yield self._product(number, cells, columns, codes, found)

    def originals(self, numbers: frozenset[int] | None = None) -> Iterator[tuple[int, list[str]]]:
        """Give the cells of these rows as text, as they were found, or of all that are not blank."""
        for number, cells in self._body():
            if numbers is None or number in numbers:
                yield number, [as_text(cell) for cell in cells]

    def rows_that_tell(self, key: str) -> frozenset[int]:
        """Give the numbers of the rows that say something in a column, be it what is taken anyway."""
        if key not in self.header.places:
            return frozenset()
        return frozenset(n for n, cells in self._body() if not _is_blank([self._cell(cells, key)]))

    def _body(self) -> Iterator[tuple[int, Sequence[Raw]]]:
        place = self.header.places.get("sku")
        sku = _NOWHERE if place is None else place.index
        for number, cells in self.grid.rows():
            if number <= self.header_row:
                continue
            # Most rows have a code, and need no closer look to tell that they are products.
            mark = cells[sku] if sku < len(cells) else ""
            if isinstance(mark, str) and mark[:1].isalnum():
                yield number, cells
                continue
            if _is_blank(cells) or self._explains(cells):
                continue
            if self.header.said and _is_blank([c for i, c in enumerate(cells) if i not in self.header.said]):
                continue  # a row to mend that somebody emptied, with what was wrong still beside it
            yield number, cells

    def _explains(self, cells: Sequence[Raw]) -> bool:
        """Tell the help and the untouched example of an empty sheet from products."""
        mark = self._cell(cells, "sku")
        if "sku" not in self.header.places:
            return self._repeats(cells)
        if not isinstance(mark, str) or not mark.startswith("#"):
            return False
        if mark.strip() not in EXAMPLE_MARKS:
            return mark.strip() in HELP_MARKS
        return self._cell(cells, "name") == fields()["name"].example or self._only_repeats(cells)

    def _repeats(self, cells: Sequence[Raw]) -> bool:
        """Know the help and the example by their words where the column with their marks was taken out."""
        return self._cell(cells, "name") in _EXPLAINED and self._only_repeats(cells)

    def _only_repeats(self, cells: Sequence[Raw]) -> bool:
        told = [(fields()[key], self._cell(cells, key)) for key in self.header.places if key != "sku"]
        return all(cell in ("", field.example, *field.help.values()) for field, cell in told)

    def _cell(self, cells: Sequence[Raw], key: str) -> Raw:
        place = self.header.places.get(key)
        return cells[place.index] if place is not None and place.index < len(cells) else ""

    def _codes(self) -> Iterator[tuple[int, str, str]]:
        told = {"sku", "group"} & set(self.header.places)
        sku, group = (self.header.places[key].index if key in told else _NOWHERE for key in ("sku", "group"))
        for number, cells in self._body():
            length = len(cells)
            yield (
                number,
                as_text(cells[sku]).strip() if sku < length else "",
                as_text(cells[group]).strip() if group < length else "",
            )

    def _flaws(self, number: int, columns: Sequence[Column | None]) -> list[Issue]:
        """Name the cells of a row that have no value to read."""
        return [
            Issue(self.grid.flaws[number, column.index], column.key, "block")
            for column in columns
            if column is not None and (number, column.index) in self.grid.flaws
        ]

    def _product(
        self,
        number: int,
        cells: Sequence[Raw],
        columns: Sequence[Column | None],
        codes: Codes,
        found: list[Issue],
    ) -> Product:
        told: dict[str, Any] = {}
        # This runs for every cell: columns stand in the sheet's order, so that nothing is looked up.
        for column, value in zip(columns, cells, strict=False):
            if value == "" or column is None:
                continue
            result, issues = column.known.get(value) or column.read(value)
            if result is not None:
                told[column.key] = result
            if issues:
                found += issues
        if len(cells) > len(columns) and not _is_blank(cells[len(columns) :]):
            found.append(_BEYOND)
        names = told.pop("photos", None)
        if names:
            told["pictures"] = self._pictures(names, found)
        sku, name = told.get("sku"), told.get("name")
        if name and (sku is None or may_be_odd(name)):
            found += judge_name(name, has_code=sku is not None)
        if sku in EXAMPLE_MARKS:
            found.append(Issue("sheet.example_kept", "sku", "block", {"seen": sku}))
        else:
            found += codes.judge(number, told)
        told.setdefault("name", "")
        told |= {"row": number, "found": tuple(found)}
        return made(told)

    def _pictures(self, names: Sequence[str], found: list[Issue]) -> tuple[Picture, ...]:
        if self.photos is None:
            found.append(_NOT_GIVEN)
            return ()
        pictures: list[Picture] = []
        for name in names:
            result = self.photos.find(name)
            if isinstance(result, Issue):
                found.append(result)
            else:
                pictures.append(Picture(result))
        return tuple(pictures)


def read(path: Path, *, photos: Path | None = None, allow_small_prices: bool = False) -> Sheet:
    """Open a sheet and find its columns; rows are read when they are asked for.

    A file that another place handed out is read as if it were a sheet; what it was is the first of the notes.

    ``photos`` is the only folder below which photos are looked for. Raises SheetRefused with a sentence that
    says what to do (from ``products()``, too, when trouble lies deep in the file).
    """
    grid = opened(path)
    folder = PhotoFolder(photos) if photos is not None else None
    first = [row for row, _n in zip(grid.rows(), range(HEADER_WITHIN), strict=False)]
    if foreign := recognised(first):
        grid = translated(grid, foreign, None if folder is None else folder.has)
        first = [row for row, _n in zip(grid.rows(), range(HEADER_WITHIN), strict=False)]
    best = best_header(first)
    if best is None:
        lost = any(isinstance(cell, str) and letters_lost(cell) for _n, cells in first for cell in cells)
        raise SheetRefused("sheet.empty" if not first else "sheet.encoding" if lost else "sheet.no_header")
    number, header = best
    if below := next((cells for other, cells in first if other == number + 1), None):
        both = joined(header, below)
        number, header = (number + 1, both) if both else best
    if header.twice:
        raise SheetRefused("sheet.header_twice", **named_twice(header))
    unknown = [
        Issue("sheet.column_unknown", glimpse(text), "warn", {"seen": glimpse(text)})
        for _i, text in header.unknown
    ]
    return Sheet(
        grid,
        number,
        header,
        (*grid.notes, *unknown),
        folder,
        allow_small_prices,
    )


def made(told: Mapping[str, Any]) -> Product:
    """Make what ``Product(**told)`` makes, in a fifth of its time: that is spent on every row."""
    product = object.__new__(Product)
    vars(product).update(_UNTOLD)
    vars(product).update(told)
    return product


def _is_blank(cells: Sequence[Raw]) -> bool:
    return all(cell == "" or (isinstance(cell, str) and cell.isspace()) for cell in cells)
