"""Write rows into one worksheet by changing its bytes where these rows stand, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from merchant_helper.channels.fill.content import Number, RowCells
from merchant_helper.channels.fill.places import areas, letters
from merchant_helper.channels.fill.sheet import Row, Sheet

# What XML cannot hold at all; texts were cleaned at the door, this is the last look.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Spreadsheets read _x000D_ in a text as one letter; the sign before it is written so itself.
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SPANS = re.compile(rb"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""")


def patched(sheet: Sheet, first: int, rows: Sequence[RowCells]) -> bytes:
    """Give the worksheet with these rows, the first of them in row ``first``.

    Cells that are not ours stay as they are, and so does the style of every cell.
    """
    writer = _Writer(sheet, first)
    pieces: list[bytes] = []
    at = sheet.rows_begin
    if sheet.rows_empty_tag:
        pieces.append(f"<{sheet.prefix}sheetData>".encode())
        at = sheet.rows_end
    later = sorted(number for number in sheet.rows if number >= first)
    coming, after = first, first + len(rows)
    for number in later:
        if coming == after:
            break
        row = sheet.rows[number]
        new = range(coming, min(number, after))
        pieces += [sheet.data[at : row.start], *(writer.new_row(n, rows[n - first]) for n in new)]
        at, coming = row.start, new.stop
        if coming == number < after:
            pieces.append(writer.changed_row(row, rows[number - first]))
            at, coming = row.end, coming + 1
    end = sheet.rows_end
    if coming < after:
        pieces += [sheet.data[at:end], *(writer.new_row(n, rows[n - first]) for n in range(coming, after))]
        at = end
    pieces.append(sheet.data[at:end])
    if sheet.rows_empty_tag:
        pieces.append(f"</{sheet.prefix}sheetData>".encode())
    head = _with_dimension(sheet, first, rows)
    return head + b"".join(pieces) + sheet.data[end:]


def _with_dimension(sheet: Sheet, first: int, rows: Sequence[RowCells]) -> bytes:
    """Give what stands before the rows, with an extent that covers ours."""
    before = sheet.data[: sheet.rows_begin]
    columns = [column for row in rows for column in row]
    if sheet.dimension is None or not columns:
        return before
    begin, end, told = sheet.dimension
    known = areas(told)
    left, top = min(columns), first
    right, bottom = max(columns), first + len(rows) - 1
    if known:
        left, top = min(left, known[0].left), min(top, known[0].top)
        right, bottom = max(right, known[0].right), max(bottom, known[0].bottom)
    ref = f"{letters(left)}{top}:{letters(right)}{bottom}"
    tag = sheet.data[begin:end].replace(told.encode(), ref.encode(), 1) if told else sheet.data[begin:end]
    return before[:begin] + tag + before[end:]


class _Writer:
    """Write single rows in the style of the file."""

    def __init__(self, sheet: Sheet, first: int) -> None:
        self._sheet, self._p = sheet, sheet.prefix
        model = sheet.rows.get(first)
        self._styles: Mapping[int, str | None] = {c.column: c.style for c in model.cells} if model else {}
        self._row_style = model.style if model else None
        self._cached: dict[int, tuple[str, str]] = {}

    def new_row(self, number: int, cells: RowCells) -> bytes:
        """Write a row that was not there."""
        inside = "".join(self._cell(number, column, text, None) for column, text in sorted(cells.items()))
        return f'<{self._p}row r="{number}">{inside}</{self._p}row>'.encode()

    def changed_row(self, row: Row, cells: RowCells) -> bytes:
        """Write a row that was there: its own tag, its own cells between ours."""
        data = self._sheet.data
        tag = _SPANS.sub(b"", data[row.start : row.inside])
        if row.empty_tag:
            tag = tag[: tag.rindex(b"/")] + b">"
        kept = {c.column: (c.style, data[c.start : c.end]) for c in row.cells}
        inside = []
        for column in sorted({*kept, *cells}):
            style, raw = kept.get(column, (None, b""))
            if column in cells:
                raw = self._cell(row.number, column, cells[column], style or row.style).encode()
            inside.append(raw)
        return tag + b"".join(inside) + f"</{self._p}row>".encode()

    def _cell(self, number: int, column: int, text: str, style: str | None) -> str:
        name, usual = self._known(column)
        told = style if style is not None else usual
        said = f' s="{told}"' if told else ""
        p = self._p
        if isinstance(text, Number):
            return f'<{p}c r="{name}{number}"{said}><{p}v>{text}</{p}v></{p}c>'
        clean = (
            text if text.isprintable() else _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        )
        safe = escape(_ESCAPED.sub("_x005F_", clean) if "_x" in clean else clean)
        inside = f'<{p}is><{p}t xml:space="preserve">{safe}</{p}t></{p}is>'
        return f'<{p}c r="{name}{number}"{said} t="inlineStr">{inside}</{p}c>'

    def _known(self, column: int) -> tuple[str, str]:
        """Give a column's letters, and the style that its cells have where they tell none."""
        known = self._cached.get(column)
        if known is None:
            style = self._styles.get(column) or self._row_style or self._sheet.column_style(column) or ""
            known = self._cached[column] = letters(column), style
        return known
