"""Look at the cells of a sheet before a fast reader does: how far they reach, and which have no value.

The reader keeps a sheet as one block from its first to its last cell: a single cell at XFD1048576 would take
all memory. It also gives nothing at all for a cell with an error and for a formula without a result.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.parsers import expat

from merchant_helper.bulk.sheet.book_parts import longest_text, refuse_declared, text_sizes, whole_tags
from merchant_helper.bulk.sheet.grid import MAX_COLUMNS, MAX_ROWS, SheetRefused

Flaws = dict[tuple[int, int], str]
# What the reader's block may hold: more rows than anybody sells by all of the columns, and by some more.
MAX_CELLS = 5_200_000
# A formula, or a cell whose place is not plainly one of A1 to AZ99999 (so many fit into the block).
_ODD = re.compile(rb"""<(?:c(?=[\s/>])(?! r="A?[A-Z][1-9][0-9]{0,4}"[ />])|f[\s/>]|\w+:[cf][\s/>])""")
# An error; where one is, or a formula, every cell is looked at.
_ERRORS = (b't="e"', b"t='e'")
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_MAX_ROW = 1_048_576
# What all texts together may come to: the reader writes one that many cells share out for each of them.
MAX_TEXT = 400_000_000


def scan_sheet(path: Path, part: str, strings: str | None = None) -> Flaws:
    """Find the cells of one sheet that have no value: codes by (row number, column from 0).

    ``strings`` is the part that holds the texts which cells share. Raises SheetRefused when the cells reach
    further, or are more, than those of any sheet of products.
    """
    cells = 0
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        for piece in whole_tags(stream):
            cells += piece.count(b"<c ")
            if cells > MAX_CELLS:
                raise SheetRefused("sheet.bomb")
            if _ODD.search(piece) or any(word in piece for word in _ERRORS):
                break
        else:
            if strings is None or cells * longest_text(path, strings) <= MAX_TEXT:
                return {}
    return _closely(path, part, text_sizes(path, strings) if strings is not None else ())


def _closely(path: Path, part: str, sizes: Sequence[int]) -> Flaws:
    """Look at each cell; only a sheet that is odd in some way is read this slowly."""
    cells = _Cells(sizes)
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        try:
            cells.parser.ParseFile(stream)
        except expat.ExpatError as error:
            raise SheetRefused("sheet.broken") from error
    return cells.flaws


class _Cells:
    """Follow the cells of a sheet as the reader places them, and refuse what it could not hold."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._sizes, self._text_size, self._shares, self._index = sizes, 0, False, ""
        self.flaws: Flaws = {}
        self._row = self._column = 0
        self._last_row = self._last_column = 0
        self._error = self._formula = self._value = self._as_text = self._holds = self._in_value = False
        self._filled = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = refuse_declared

    def _start(self, name: str, told: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._place(told.get("r"))
            kind = told.get("t")
            self._error, self._as_text, self._shares = kind == "e", kind == "str", kind == "s"
            self._index = ""
            self._formula = self._value = self._holds = False
        elif tag == "row":
            self._row = _number(told.get("r")) if "r" in told else self._row + 1
            self._column = 0
        else:
            self._holds = True
            self._formula = self._formula or tag == "f"
            self._in_value = tag in ("v", "t")

    def _place(self, told: str | None) -> None:
        if told is None:
            self._column += 1
            return
        place = _PLACE.fullmatch(told.upper())
        if place is None:
            raise SheetRefused("sheet.broken")
        self._row, self._column = int(place[2]), _column(place[1]) + 1

    def _text(self, text: str) -> None:
        if self._in_value and text:
            self._value = True
            if self._shares and len(self._index) < 9:
                self._index += text

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag in ("v", "t"):
            self._in_value = False
        elif tag == "c":
            if self._error or self._holds:
                self._hold()
            if self._shares and self._index.strip().isdecimal():
                self._unfold(int(self._index))
            if self._error:
                self.flaws[self._row, self._column - 1] = "sheet.cell_error"
            elif self._formula and not self._value and not self._as_text:
                self.flaws[self._row, self._column - 1] = "sheet.formula_empty"

    def _hold(self) -> None:
        """Count a cell in that holds something; a styled empty one takes no room."""
        self._filled += 1
        if self._filled > MAX_CELLS:
            raise SheetRefused("sheet.bomb")
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if self._last_row > MAX_ROWS + 1:
            raise SheetRefused("sheet.too_many_rows", max=MAX_ROWS)
        most = min(MAX_COLUMNS, MAX_CELLS // max(self._last_row, 1))
        if self._last_column > most:
            raise SheetRefused("sheet.too_many_columns", max=most)

    def _unfold(self, index: int) -> None:
        self._text_size += self._sizes[index] if index < len(self._sizes) else 0
        if self._text_size > MAX_TEXT:
            raise SheetRefused("sheet.bomb")


def _number(told: str | None) -> int:
    if told is None or not told.isdecimal() or not 0 < int(told[:8]) <= _MAX_ROW:
        raise SheetRefused("sheet.broken")
    return int(told)


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
