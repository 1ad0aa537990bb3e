"""Open an XLSX: look into the archive first, then let a reader in that is fast and trusts what it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from merchant_helper.bulk.sheet.book_guard import Inside, look_inside, scan_sheet
from merchant_helper.bulk.sheet.book_parts import DAMAGE
from merchant_helper.bulk.sheet.columns import best_header
from merchant_helper.bulk.sheet.foreign import recognised
from merchant_helper.bulk.sheet.grid import HEADER_WITHIN, Grid, Rows, SheetRefused
from merchant_helper.issues import Issue

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Of more than these nobody wonders which one is read.
_MOST_SHEETS = 30
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_book(start: bytes) -> bool:
    """Tell by the first bytes whether this is a workbook, be it one that is not read here."""
    return start.startswith((b"PK\3\4", b"PK\5\6", _OLE))


def grid(path: Path) -> Grid:
    """Open the visible sheet that holds a table of products, the first of several.

    Raises SheetRefused.
    """
    _refuse_older(path)
    inside = look_inside(path)
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_path(path) as workbook:
            return _chosen(path, workbook, inside)
    except python_calamine.PasswordError as error:
        raise SheetRefused("sheet.encrypted") from error
    except (python_calamine.CalamineError, *DAMAGE, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise SheetRefused("sheet.broken") from error


def _refuse_older(path: Path) -> None:
    with path.open("rb") as stream:
        if not stream.read(8).startswith(_OLE):
            return
        stream.seek(0)
        # The name of the locked stream stands in the directory, which may lie anywhere in the file.
        locked = _ENCRYPTED in stream.read(60_000_000)
    raise SheetRefused("sheet.encrypted" if locked else "sheet.old_excel")


def _chosen(path: Path, workbook: CalamineWorkbook, inside: Inside) -> Grid:
    """Take the first visible sheet with a header; tell of others that have one, too."""
    found: Grid | None = None
    others: list[str] = []
    blank: Grid | None = None
    for name in inside.visible[:_MOST_SHEETS]:
        flaws = scan_sheet(path, inside.parts[name], inside.strings)
        sheet = workbook.get_sheet_by_name(name)
        this = Grid(name, lambda sheet=sheet: _rows(sheet), flaws)  # type: ignore[misc]
        blank = blank or this
        first = _first(this)
        if best_header(first) is None and recognised(first) is None:
            continue
        if found is None:
            found = this
        else:
            others.append(name)
    if blank is None:
        raise SheetRefused("sheet.empty")
    found = found or blank
    notes = [Issue("sheet.macros", None, "warn")] if inside.macros else []
    if others:
        notes.append(
            Issue("sheet.other_sheets", None, "warn", {"read": found.name, "others": ", ".join(others)})
        )
    return Grid(found.name, found.rows, found.flaws, tuple(notes))


def _first(grid: Grid) -> list[tuple[int, Sequence[Any]]]:
    return [row for row, _number in zip(grid.rows(), range(HEADER_WITHIN), strict=False)]


def _rows(sheet: CalamineSheet) -> Rows:
    """Give the rows, a value that was merged downwards in each of its rows."""
    merged = _merged_downwards(sheet)
    left = sheet.start[1] if sheet.start else 0
    held: dict[int, tuple[int, Any]] = {}
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row: list[Any] = [*([""] * left), *cells] if left else cells
        if merged:
            _fill_down(number, row, merged, held)
        yield number, row


def _merged_downwards(sheet: CalamineSheet) -> Mapping[int, list[tuple[int, int]]]:
    """Collect merges by the row they begin in, as (column, last row), both as people count rows."""
    begins: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        if bottom > top:
            begins.setdefault(top + 1, []).append((left, bottom + 1))
    return begins


def _fill_down(
    number: int, row: list[Any], begins: Mapping[int, list[tuple[int, int]]], held: dict[int, tuple[int, Any]]
) -> None:
    for column, last in begins.get(number, ()):
        if column < len(row):
            held[column] = last, row[column]
    for column, (last, value) in list(held.items()):
        if number > last:
            del held[column]
        elif row[column] == "" and any(cell != "" for cell in row):
            row[column] = value
