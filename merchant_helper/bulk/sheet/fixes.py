"""Give held rows back as a sheet that says what to mend and can be read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from merchant_helper.bulk.sheet.columns import HOW_TO_FIX, PROBLEM
from merchant_helper.bulk.sheet.lost import TWICE, marked, with_mark
from merchant_helper.bulk.sheet.paper import Paper, paper
from merchant_helper.bulk.sheet.read import Sheet
from merchant_helper.i18n import gettext as _
from merchant_helper.issues import Issue
from merchant_helper.photos.files import write_atomically

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FIXES = "fix-these.xlsx"
_WIDE = 44


def write_fixes(
    sheet: Sheet,
    path: Path,
    held: Mapping[int, str],
    found: Iterable[tuple[int | None, Issue]],
    *,
    every_row: bool = False,
) -> int:
    """Write the held rows with their original columns, what is wrong and how to mend it; tell how many.

    ``held`` maps row numbers to the product's code, which is written where the row had none, so that the
    mended row is the same product. ``every_row`` adds the others below the held ones, for channels that
    take what is not in their file off sale.
    """
    said = _by_row(found)
    texts = sheet.header.texts
    # Cells that stand beyond the header came there by a slip; they are given back as well.
    widest = max([len(texts), *(len(cells) for _number, cells in _ordered(sheet, held, every_row))])
    shown = [index for index in range(widest) if index not in sheet.header.said]
    sku = sheet.header.places.get("sku")
    heads = [texts[index] if index < len(texts) else "" for index in shown]
    with_sku = sku is None
    count = 0
    with paper() as made:
        page = made.sheet(_("Sửa các dòng này"), [18] * (len(heads) + with_sku) + [_WIDE, _WIDE])
        made.row(page, 0, [*heads, *(["sku"] if with_sku else []), PROBLEM, HOW_TO_FIX], made.head)
        page.freeze_panes(1, 0)
        for number, cells in _ordered(sheet, held, every_row):
            row = [cells[index] if index < len(cells) else "" for index in shown]
            for index, mark in _lost(sheet, said.get(number, ())).items():
                row[shown.index(index)] = mark
            for index in _twice(sheet, said.get(number, ())):
                row[shown.index(index)] = with_mark(row[shown.index(index)].strip())
            # A total with a code would be taken for a product.
            total = any(issue.code == "sheet.total_row" for issue in said.get(number, ()))
            code = "" if total else held.get(number, "")
            if sku is None:
                row.append(code)
            elif not row[place := shown.index(sku.index)].strip():
                row[place] = code
            count += 1
            made.row(page, count, row)
            _say(made, page, count, len(row), sheet, said.get(number, ()))
    write_atomically(path, made.data)
    return count


def _say(
    made: Paper, page: Worksheet, number: int, column: int, sheet: Sheet, issues: Sequence[Issue]
) -> None:
    """Write all that is wrong with a row, one thing a line, and beside it what to do."""
    seen = [_seen(sheet, issue) for issue in issues]
    for place, sentences in enumerate((seen, [i.fix() for i in issues])):
        text = "\n".join(dict.fromkeys(sentence for sentence in sentences if sentence))
        if text:
            made.cell(page, number, column + place, text, made.warn)


def _seen(sheet: Sheet, issue: Issue) -> str:
    """Say what is wrong; a sentence about "this cell" with the name that the column has in this sheet."""
    place = sheet.header.places.get(issue.field or "")
    if place is None or marked(issue) is None:
        return issue.message()
    return _("Cột “{name}”: {said}", name=sheet.header.texts[place.index], said=issue.message())


def _lost(sheet: Sheet, issues: Sequence[Issue]) -> dict[int, str]:
    """Find the cells of a row whose value was lost, and what is written there instead."""
    marks = ((sheet.header.places.get(issue.field or ""), marked(issue)) for issue in issues)
    return {place.index: mark for place, mark in marks if place is not None and mark}


def _twice(sheet: Sheet, issues: Sequence[Issue]) -> set[int]:
    """Find the cells of a row whose code another product has."""
    places = (sheet.header.places.get(issue.field or "") for issue in issues if issue.code in TWICE)
    return {place.index for place in places if place is not None}


def _by_row(found: Iterable[tuple[int | None, Issue]]) -> dict[int, list[Issue]]:
    rows: dict[int, list[Issue]] = {}
    for number, issue in found:
        if number is not None and issue.severity != "hint":
            rows.setdefault(number, []).append(issue)
    for issues in rows.values():
        issues.sort(key=lambda issue: issue.severity != "block")
    return rows


def _ordered(sheet: Sheet, held: Mapping[int, str], every_row: bool) -> Iterator[tuple[int, list[str]]]:
    yield from sheet.originals(frozenset(held))
    if every_row:
        yield from ((number, cells) for number, cells in sheet.originals() if number not in held)
