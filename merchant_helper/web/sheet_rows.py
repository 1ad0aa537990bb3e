"""Try a sheet out for a place of selling: write the files, and note row by row what came of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from merchant_helper import channels
from merchant_helper.bulk.sheet.grid import SheetRefused
from merchant_helper.bulk.sheet.outcome import export_sheet
from merchant_helper.bulk.sheet.read import Sheet
from merchant_helper.channels import Problem, Report
from merchant_helper.channels.going_online import Publisher
from merchant_helper.channels.tidy import shown
from merchant_helper.issues import Issue, blocking
from merchant_helper.listings.product import Product
from merchant_helper.text import glimpse
from merchant_helper.web import publishing
from merchant_helper.web.mending import of_sheet
from merchant_helper.web.sheet_errands import OUT, ROWS, TOLD

ON_A_PAGE = 100
# Rows to mend come first, then those worth a look.
ORDER = ("held", "look", "out")


@dataclass(frozen=True)
class Row:
    """Be one row: its number, what it is, what became of it, and what to mend."""

    number: int
    sku: str
    name: str
    state: str
    issues: tuple[Issue, ...]


def try_out(sheet: Sheet, work: Path, told: Mapping[str, Any], publisher: Publisher | None = None) -> None:
    """Write a turn into a folder.

    ``told`` says what was asked for: ``channel``, ``base_url`` and whatever else is to be remembered.
    ``publisher`` puts pictures online where the place takes addresses and none were told. Raises
    SheetRefused, ExportRefused, DiskFull.
    """
    names: dict[int, tuple[str, str]] = {}

    def noted() -> Iterator[Product]:
        for product in sheet.products():
            names[product.row or 0] = shown(product.sku), glimpse(product.name, 120)
            yield product

    channel = channels.load(told["channel"])
    takes_addresses = channel.file is not None and "url" in channel.file.modes
    online = publisher if takes_addresses and not told["base_url"] else None
    asks = online or (told["base_url"] and told.get("verify") == "yes")
    with publishing.looking() if asks else nullcontext():
        report = export_sheet(
            sheet,
            channel,
            work / OUT,
            noted(),
            image_base_url=told["base_url"] or None,
            publisher=online,
            looker=publishing.looker_for(channel) if asks else None,
        )
    if not names:
        raise SheetRefused("sheet.empty")
    rows = _rows(report, names)
    with (work / ROWS).open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(_record(row), ensure_ascii=False) + "\n")
    of_all = [p.issue.to_record() for p in report.problems if p.row not in names]
    counts = Counter(row.state for row in rows)
    groups = [shown.to_record() for shown in of_sheet(p for p in report.problems if p.row in names)]
    said = {**told, "rows": len(rows), "counts": {state: counts[state] for state in ORDER}, "notes": of_all}
    said |= {"groups": groups, "online": online is not None, "by_hand": _by_hand(report)}
    (work / TOLD).write_text(json.dumps(said, ensure_ascii=False), "utf-8")


def _by_hand(report: Report) -> bool:
    """Tell whether pictures lie beside the file that it does not name."""
    return any(problem.issue.code == "channel.pictures_by_hand" for problem in report.problems)


def _rows(report: Report, names: Mapping[int, tuple[str, str]]) -> list[Row]:
    problems: dict[int, list[Problem]] = {}
    for problem in report.problems:
        problems.setdefault(problem.row or 0, []).append(problem)
    held = {product.row for product in report.held}
    rows = []
    for number, (sku, name) in names.items():
        issues = [problem.issue for problem in problems.get(number, ())]
        rows.append(as_row(number, sku, name, issues, held=number in held))
    return sorted(rows, key=lambda row: (ORDER.index(row.state), row.number))


def as_row(number: int, sku: str, name: str, issues: list[Issue], *, held: bool) -> Row:
    """Put together what is told of a row, the worst first."""
    state = "held" if held else "look" if any(i.severity != "hint" for i in issues) else "out"
    rest = [issue for issue in issues if issue.severity != "block"]
    return Row(number, sku, name, state, (*blocking(issues), *rest))


def _record(row: Row) -> list[Any]:
    return [row.number, row.sku, row.name, row.state, [issue.to_record() for issue in row.issues]]


def rows_of(folder: Path, page: int) -> list[Row]:
    """Read one page of the rows of a turn; pages count from 1."""
    with (folder / ROWS).open(encoding="utf-8") as file:
        lines = islice(file, (page - 1) * ON_A_PAGE, page * ON_A_PAGE)
        return [
            Row(number, sku, name, state, tuple(map(Issue.from_record, issues)))
            for number, sku, name, state, issues in map(json.loads, lines)
        ]


def issues_of(records: list[dict[str, Any]]) -> list[Issue]:
    """Read issues back that were told of the whole file."""
    return [Issue.from_record(record) for record in records]
