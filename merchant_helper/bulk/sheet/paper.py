"""Write XLSX for people: every cell is text, so that no spreadsheet program changes what stands in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from merchant_helper.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# What a cell of Excel holds; a longer text would be left out as a whole.
LONGEST = 32_767
# Controls are written as _x0001_; these have no way to be written.
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LINE_POINTS, _TALLEST, _USUAL_WIDTH = 15, 12, 8
_GREEN, _PAPER, _AMBER = "#0B5D3B", "#FFFDF8", "#FFF4D6"


class Paper:
    """Be one workbook in the making; ``data`` has its bytes when it is done."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        head = {"num_format": "@", "text_wrap": True, "valign": "top", "bold": True, "border": 1}
        self.head = workbook.add_format({**head, "font_color": "#FFFFFF", "bg_color": _GREEN})
        quiet = {"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": _PAPER}
        self.help = workbook.add_format({**quiet, "font_color": "#595959"})
        self.warn = workbook.add_format({**quiet, "bg_color": _AMBER})
        self.data = b""
        self._widths: dict[str, Sequence[int]] = {}
        self._lines: dict[tuple[str, int], int] = {}

    def sheet(self, name: str, widths: Sequence[int]) -> Worksheet:
        """Add a sheet whose columns are text from the first row to the last."""
        sheet = self.workbook.add_worksheet(name)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width, self.text)
        self._widths[name] = widths
        return sheet

    def row(self, sheet: Worksheet, number: int, cells: Iterable[str], look: Format | None = None) -> None:
        """Write a row of text (rows count from 0); an empty cell stays empty."""
        for index, cell in enumerate(cells):
            if cell:
                self.cell(sheet, number, index, cell, look)

    def cell(self, sheet: Worksheet, number: int, index: int, text: str, look: Format | None = None) -> None:
        """Write one cell of text, and make its row tall enough: not every program does so by itself."""
        sheet.write_string(number, index, fitting(text), look or self.text)
        widths = self._widths[sheet.name]
        lines = _lines(text[:2000], widths[index] if index < len(widths) else _USUAL_WIDTH)
        if lines > self._lines.get((sheet.name, number), 1):
            self._lines[sheet.name, number] = lines
            sheet.set_row(number, min(lines, _TALLEST) * _LINE_POINTS)


def _lines(text: str, width: int) -> int:
    """Count the lines that a text takes in a column; letters with marks are a little wider than digits."""
    return sum(1 + int(len(line) * 1.1) // width for line in text.split("\n"))


def fitting(cell: str) -> str:
    """Cut a text that no cell takes, and say so in it; what XML cannot hold at all goes."""
    cell = _NOT_IN_XML.sub("", cell)
    if len(cell) <= LONGEST:
        return cell
    said = _("… (dài quá một ô bảng tính, xem tệp gốc)")
    return cell[: LONGEST - len(said)] + said


@contextmanager
def paper() -> Iterator[Paper]:
    """Make a workbook in memory: no temporary file is left behind, whatever happens."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(stream, options)
    # The same content gives the same bytes: an export done twice sets nothing aside as changed.
    workbook.set_properties({"created": datetime(2026, 1, 1)})
    made = Paper(workbook)
    yield made
    workbook.close()
    made.data = stream.getvalue()
