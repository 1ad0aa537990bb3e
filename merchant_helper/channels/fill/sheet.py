"""Read one worksheet of a template in a single pass: its cells, its rules, and where each row stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from merchant_helper.channels.fill.opening import Book
from merchant_helper.channels.fill.places import Area, areas, column_of
from merchant_helper.channels.fill.refused import TemplateRefused
from merchant_helper.channels.fill.validations import MAX_RULES, Validation, plain_rules

# More than any template has: what a template holds besides its rules are heads and lists.
MAX_CELLS = 1_000_000
MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")


@dataclass(slots=True)
class Cell:
    """Be one cell as it stands there; ``start`` and ``end`` are places in the part."""

    column: int
    style: str | None
    text: str
    start: int
    end: int = 0
    formula: bool = False


@dataclass(slots=True)
class Row:
    """Be one row as it stands there: where it begins, where its content does, where it ends."""

    number: int
    start: int
    inside: int
    end: int
    empty_tag: bool
    style: str | None
    cells: list[Cell] = field(default_factory=list)

    def text(self, column: int) -> str:
        """Give what a cell says; nothing where there is none."""
        return next((cell.text for cell in self.cells if cell.column == column), "")


@dataclass
class Sheet:
    """Hold what one pass over a worksheet finds; ``prefix`` is that of its element names."""

    data: bytes
    prefix: str = ""
    rows: dict[int, Row] = field(default_factory=dict)
    validations: list[Validation] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    styles: list[tuple[int, int, str]] = field(default_factory=list)
    dimension: tuple[int, int, str] | None = None
    rows_begin: int = -1
    rows_end: int = -1
    rows_empty_tag: bool = False

    def text(self, row: int, column: int) -> str:
        """Give what a cell says."""
        return self.rows[row].text(column) if row in self.rows else ""

    def texts(self, row: int) -> dict[int, str]:
        """Give the cells of a row that say something, by column."""
        found = self.rows.get(row)
        return {cell.column: cell.text for cell in found.cells if cell.text} if found else {}

    def column_style(self, column: int) -> str | None:
        """Give the style of a whole column."""
        return next((style for left, right, style in self.styles if left <= column <= right), None)


def read_sheet(book: Book, part: str) -> Sheet:
    """Read a worksheet; what was read is kept with the book. Raises TemplateRefused."""
    known = book.cache.get(part)
    if isinstance(known, Sheet):
        return known
    reader = _Reader(book.archive.read(part), _strings(book), MAX_CELLS - book.cells)
    book.cells += reader.cells
    book.cache[part] = reader.sheet
    return reader.sheet


def _strings(book: Book) -> Sequence[str]:
    """Read the texts that cells share."""
    known = book.cache.get("strings")
    if isinstance(known, list):
        return known
    found: list[str] = []
    if book.strings_part:
        _Strings(found).parse(book.archive.read(book.strings_part))
    book.cache["strings"] = found
    return found


class _Parsing:
    """Feed a part to a parser that knows no names spaces and stops at a DOCTYPE."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = _refuse_declared

    def parse(self, data: bytes) -> None:
        try:
            self.parser.Parse(data, True)
        except (expat.ExpatError, ValueError) as error:
            raise TemplateRefused("template.broken") from error

    def start(self, name: str, told: dict[str, str]) -> None:
        raise AssertionError(name)

    def end(self, name: str) -> None:
        raise AssertionError(name)

    def text(self, text: str) -> None:
        raise AssertionError(text)


class _Strings(_Parsing):
    def __init__(self, found: list[str]) -> None:
        super().__init__()
        self._found, self._in_text, self._spoken, self._parts = found, False, True, list[str]()

    def start(self, name: str, told: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._spoken = False
        self._in_text = tag == "t" and self._spoken

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        self._in_text = False
        if tag == "rPh":
            self._spoken = True
        elif tag == "si":
            self._found.append("".join(self._parts))

    def text(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)


class _Reader(_Parsing):
    """Follow a worksheet element by element."""

    def __init__(self, data: bytes, strings: Sequence[str], room: int) -> None:
        super().__init__()
        self._room, self.cells = room, 0
        self.sheet, self._data, self._strings = Sheet(data), data, strings
        self._row: Row | None = None
        self._cell: Cell | None = None
        self._alone = False
        self._kind, self._number, self._depth = "", 0, 0
        self._listening, self._said = False, list[str]()
        self._rule: dict[str, str] | None = None
        self._formula = ""
        rules = plain_rules(data)
        if rules is None:
            self.parse(data)
        else:
            # What stands before them keeps its place; their own form has been looked at.
            begin, end, self.sheet.validations = rules
            self.parse(data[:begin] + data[end:])
        if self.sheet.rows_begin < 0:
            raise TemplateRefused("template.broken")

    def start(self, name: str, told: dict[str, str]) -> None:
        prefix, _colon, tag = name.rpartition(":")
        if self._depth == 0:
            self.sheet.prefix = f"{prefix}:" if prefix else ""
        self._depth += 1
        handler = _STARTS.get(tag)
        if handler is not None:
            handler(self, told)

    def end(self, name: str) -> None:
        self._depth -= 1
        handler = _ENDS.get(name.rpartition(":")[2])
        if handler is not None:
            handler(self)

    def text(self, text: str) -> None:
        if self._listening:
            self._said.append(text)

    def _here(self) -> tuple[int, int, bool]:
        """Tell where the tag in hand begins and ends, and whether it is one without content."""
        begin = self.parser.CurrentByteIndex
        tag = _TAG.match(self._data, begin)
        if tag is None:
            raise TemplateRefused("template.broken")
        return begin, tag.end(), tag[0].endswith(b"/>")

    def _listen(self, _told: dict[str, str] | None = None) -> None:
        self._listening, self._said = True, []

    def _start_dimension(self, told: dict[str, str]) -> None:
        begin, end, _alone = self._here()
        self.sheet.dimension = begin, end, told.get("ref", "")

    def _start_col(self, told: dict[str, str]) -> None:
        if "style" in told:
            self.sheet.styles.append((_count(told.get("min")), _count(told.get("max")), told["style"]))

    def _start_rows(self, _told: dict[str, str]) -> None:
        begin, end, alone = self._here()
        if self.sheet.rows_begin >= 0:
            raise TemplateRefused("template.broken")
        self.sheet.rows_begin = begin if alone else end
        self.sheet.rows_end, self.sheet.rows_empty_tag = end, alone

    def _end_rows(self) -> None:
        if not self.sheet.rows_empty_tag:
            self.sheet.rows_end = self.parser.CurrentByteIndex

    def _start_row(self, told: dict[str, str]) -> None:
        begin, end, alone = self._here()
        number = _count(told["r"]) if "r" in told else self._number + 1
        if not self._number < number <= MAX_ROW:
            raise TemplateRefused("template.broken")
        self._number = number
        self._count_in(1)
        style = told.get("s") if told.get("customFormat") in ("1", "true") else None
        self._row = self.sheet.rows[number] = Row(number, begin, end, end, alone, style)

    def _end_row(self) -> None:
        if self._row and not self._row.empty_tag:
            self._row.end = self._data.index(b">", self.parser.CurrentByteIndex) + 1
        self._row = None

    def _start_cell(self, told: dict[str, str]) -> None:
        if self._row is None:
            raise TemplateRefused("template.broken")
        begin, end, self._alone = self._here()
        column = self._row.cells[-1].column + 1 if self._row.cells else 1
        if "r" in told:
            place = _PLACE.fullmatch(told["r"])
            if place is None or int(place[2]) != self._row.number or column_of(place[1]) < column:
                raise TemplateRefused("template.broken")
            column = column_of(place[1])
        self._count_in(column)
        self._kind = told.get("t", "n")
        self._cell = Cell(column, told.get("s"), "", begin, end)
        self._row.cells.append(self._cell)

    def _count_in(self, column: int) -> None:
        """Count a row or a cell, and stop where no template has as many."""
        self.cells += 1
        if column > MAX_COLUMN or self.cells > self._room:
            raise TemplateRefused("template.bomb")

    def _end_cell(self) -> None:
        if self._cell is not None and not self._alone:
            self._cell.end = self._data.index(b">", self.parser.CurrentByteIndex) + 1
        self._cell = None

    def _start_formula(self, told: dict[str, str]) -> None:
        if self._cell is not None:
            self._cell.formula = True
        elif self._rule is not None:
            self._listen()

    def _end_formula(self) -> None:
        """Take the formula of a newer rule, which stands one level deeper than that of an older one."""
        if self._cell is None and self._rule is not None and self._formula:
            self._rule[self._formula] = "".join(self._said)
        self._listening = False

    def _end_value(self) -> None:
        self._listening = False
        if self._cell is None:
            return
        said = "".join(self._said)
        if self._kind == "s":
            at = int(said) if said.strip().isdecimal() else -1
            if not 0 <= at < len(self._strings):
                raise TemplateRefused("template.broken")
            said = self._strings[at]
        self._cell.text += said

    def _start_rule(self, told: dict[str, str]) -> None:
        if len(self.sheet.validations) >= MAX_RULES:
            raise TemplateRefused("template.bomb")
        self._rule = {"type": told.get("type", "none"), "operator": told.get("operator", "between")}
        self._rule["areas"] = told.get("sqref", "")

    def _start_part(self, which: str) -> None:
        if self._rule is not None:
            self._formula = which
            self._listen()

    def _end_part(self) -> None:
        if self._rule is not None and self._formula and self._listening:
            self._rule[self._formula] = "".join(self._said)
        self._listening, self._formula = False, ""

    def _end_rule(self) -> None:
        rule, self._rule = self._rule, None
        if rule is not None:
            first, second = rule.get("first", ""), rule.get("second", "")
            found = areas(rule["areas"])
            self.sheet.validations.append(Validation(rule["type"], rule["operator"], first, second, found))

    def _end_areas(self) -> None:
        if self._rule is not None and self._listening:
            self._rule["areas"] = "".join(self._said)
        self._listening = False

    def _start_merge(self, told: dict[str, str]) -> None:
        self.sheet.merges += areas(told.get("ref", ""))


def _count(told: str | None) -> int:
    if told is None or not told.isdecimal() or len(told) > 7:
        raise TemplateRefused("template.broken")
    return int(told)


def _refuse_declared(*_told: object) -> None:
    raise TemplateRefused("template.doctype")


_STARTS: Mapping[str, Callable[[_Reader, dict[str, str]], None]] = {
    "dimension": _Reader._start_dimension,
    "col": _Reader._start_col,
    "sheetData": _Reader._start_rows,
    "row": _Reader._start_row,
    "c": _Reader._start_cell,
    "f": _Reader._start_formula,
    "v": _Reader._listen,
    "t": _Reader._listen,
    "dataValidation": _Reader._start_rule,
    "formula1": lambda reader, _told: reader._start_part("first"),
    "formula2": lambda reader, _told: reader._start_part("second"),
    "sqref": _Reader._listen,
    "mergeCell": _Reader._start_merge,
}
_ENDS: Mapping[str, Callable[[_Reader], None]] = {
    "sheetData": _Reader._end_rows,
    "row": _Reader._end_row,
    "c": _Reader._end_cell,
    "f": _Reader._end_formula,
    "v": _Reader._end_value,
    "t": _Reader._end_value,
    "dataValidation": _Reader._end_rule,
    "formula1": _Reader._end_part,
    "formula2": _Reader._end_part,
    "sqref": _Reader._end_areas,
}
